//! Feature flags that the compiler checks: declared in `features.toml`, used as typed constants,
//! answered by whichever provider is installed.
//!
//! ```
//! # #[cfg(not(feature = "macros"))] fn main() {}
//! # #[cfg(feature = "macros")]
//! mod my_features {
//!     typed_flags::features!("features.toml"); // beside Cargo.toml
//! }
//! # #[cfg(feature = "macros")]
//! use my_features::{CHECKOUT_BUTTON, CheckoutButton, Context, ENABLE_CRAZY_FEATURE};
//!
//! # #[cfg(feature = "macros")]
//! fn main() {
//!     assert!(!ENABLE_CRAZY_FEATURE.is_enabled()); // as declared, for nobody answers yet
//!
//!     let memory = typed_flags::MemoryProvider::new();
//!     typed_flags::set_provider(memory.clone());
//!     memory.set(ENABLE_CRAZY_FEATURE, true);
//!     memory.set(CHECKOUT_BUTTON, CheckoutButton::Green);
//!
//!     assert!(ENABLE_CRAZY_FEATURE.is_enabled());
//!     match CHECKOUT_BUTTON.get_for(&Context::new("user-42")) {
//!         CheckoutButton::Red => unreachable!("the provider said otherwise"),
//!         CheckoutButton::Green => println!("a green button"),
//!         CheckoutButton::Blue => println!("a blue button"),
//!     }
//! }
//! ```
//!
//! The example declares its features like this:
//!
//! ```toml
//! [features.enable_crazy_feature]
//! description = "Turns the home page crazy."
//!
//! [features.checkout_button]
//! description = "Colour of the checkout button."
//! variants = ["red", "green", "blue"]
//! default = "red"
//! ```
//!
//! A misspelled constant, a variant that is not handled, a mistake in `features.toml`: each of these
//! does not compile. A feature that nothing uses, or that is past its date, is a warning.
//!
//! # Who gets what
//!
//! Rules in `features.toml`, or in a state file, decide by what is known about a visitor: attributes
//! declared in `[context]`, of which each is a typed setter of the generated `Context`.
//!
//! ```toml
//! [context]
//! is_staff = "bool"
//!
//! [features.enable_crazy_feature]
//! rules = [{ when = { is_staff = true }, serve = true }]
//! ```
//!
//! ```
//! # #[cfg(not(feature = "macros"))] fn main() {}
//! # #[cfg(feature = "macros")]
//! # mod my_features {
//! #     typed_flags::features!("features.toml");
//! # }
//! # #[cfg(feature = "macros")]
//! # use my_features::{Context, ENABLE_CRAZY_FEATURE};
//! # #[cfg(feature = "macros")]
//! # fn main() {
//! let visitor = Context::new("user-42").is_staff(true);
//! if ENABLE_CRAZY_FEATURE.is_enabled_for(&visitor) {
//!     println!("This is just crazy!");
//! }
//! println!("{}", ENABLE_CRAZY_FEATURE.explain_for(&visitor));
//! # }
//! ```
//!
//! The first that has an answer decides: an override, the variable `FLAGS_<KEY>`, the provider with a value or with
//! rules, the rules and the value for the environment compiled in, the declared default.
//!
//! # Context of the request
//!
//! Inside of a scope, evaluations without `_for` are for its subject, in every function that is called
//! and in every library; and all answers come from the snapshot that was there when it began.
//!
//! ```
//! # #[cfg(not(feature = "macros"))] fn main() {}
//! # #[cfg(feature = "macros")]
//! # mod my_features {
//! #     typed_flags::features!("features.toml");
//! # }
//! # #[cfg(feature = "macros")]
//! # use my_features::{Context, ENABLE_CRAZY_FEATURE};
//! # #[cfg(feature = "macros")]
//! # fn main() {
//! let visitor = Context::new("user-42").is_staff(true);
//! visitor.scope(|| {
//!     if ENABLE_CRAZY_FEATURE.is_enabled() {
//!         println!("This is just crazy!");
//!     }
//! });
//! let task = visitor.scope_async(async { ENABLE_CRAZY_FEATURE.is_enabled() });
//! # drop(task);
//! # }
//! ```
//!
//! A new thread or task is outside, unless [`carry`] or [`carry_async`] takes the scope along; the
//! reason is [`Reason::NoContext`] then. [`Scope`] says what else there is to know.
//!
//! # In tests
//!
//! `ENABLE_CRAZY_FEATURE.override_with(true)` makes a feature what a test needs, on the thread of that
//! test; [`Overrides`] does it for several, and `docs/testing.md` shows everything else.
//!
//! # In libraries
//!
//! Declare the library's features in a `features.toml` of its own, evaluate them, and install
//! nothing: the application chooses the provider, the hooks and the environment. Make `REGISTRY`
//! public, so that an application can [`attach`] it. A library that is given a provider, for
//! itself alone, evaluates with [`Flags`], which shares nothing with the rest of the process.
//!
//! # In executables
//!
//! At the start, in this order:
//!
//! 1. hooks, if evaluations are to be seen: [`add_hook`];
//! 2. the provider: [`set_provider`]. It can be replaced at any time, and the one before is returned;
//! 3. the registries, the program's and its libraries': [`attach`]. Without this each attaches at its
//!    first evaluation, and a key that nobody declares stays unnoticed;
//! 4. [`on_change`], and [`status`] for a health check.
//!
//! The environment is what [`set_environment`] says, else the variable `FLAGS_ENV`, else production.
//! In development and testing `FLAGS_<KEY>` goes before the provider; see [`allow_variables`].
//!
//! # In tests
//!
//! ```
//! # #[cfg(not(feature = "macros"))] fn main() {}
//! # #[cfg(feature = "macros")]
//! # mod my_features {
//! #     typed_flags::features!("features.toml");
//! # }
//! # #[cfg(feature = "macros")]
//! # use my_features::{CHECKOUT_BUTTON, CheckoutButton, ENABLE_CRAZY_FEATURE};
//! # #[cfg(feature = "macros")]
//! #[typed_flags::with_features(ENABLE_CRAZY_FEATURE = true)]
//! fn is_crazy() -> bool {
//!     ENABLE_CRAZY_FEATURE.is_enabled()
//! }
//!
//! # #[cfg(feature = "macros")]
//! # fn main() {
//! assert!(is_crazy());
//! assert!(!ENABLE_CRAZY_FEATURE.is_enabled());
//!
//! let _blue = CHECKOUT_BUTTON.override_with(CheckoutButton::Blue);
//! assert_eq!(CHECKOUT_BUTTON.get(), CheckoutButton::Blue);
//! # }
//! ```
//!
//! `#[feature_matrix(A, B, C)]` makes a test for each of as many combinations as it takes for all pairs
//! to meet; [`MockProvider`] is strict and records what it was asked; [`Flags`] give a test a provider
//! and a stage of its own. `docs/testing.md` says which of them is for what.
//!
//! # Without a provider
//!
//! Every feature is what `features.toml` declares for the environment: the first of its rules that
//! matches, with [`Reason::TargetingMatch`] or [`Reason::Split`], or else its value, with
//! [`Reason::Default`]; and no error. Nothing is logged and nothing fails. It costs what any feature
//! costs: one atomic load and one branch for a boolean or a variant without rules, a second load for a
//! number, a clone for a string or a table, and for a rule its conditions. The first evaluation of a
//! registry attaches it, which may allocate and reads `FLAGS_*`.
//!
//! # Providers
//!
//! [`MemoryProvider`], [`EnvProvider`], [`NoopProvider`], the generated `Values`, and to combine them
//! [`Chain`], [`StagedProvider`], [`Shadow`] and [`Deadline`]; for tests [`MockProvider`]; with the
//! Cargo feature `file` also `FileProvider`, which watches a state file:
//!
//! ```no_run
//! # #[cfg(feature = "file")] {
//! typed_flags::set_provider(typed_flags::FileProvider::watch("flags.toml")?);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Writing a provider
//!
//! Implement [`Provider`]: a name, and an answer from memory. A crate that holds one depends on
//! `flags-runtime`, not on this façade.
//!
//! ```
//! use typed_flags::{
//!     EvaluationContext, FeatureInfo, Provider, Reason, Resolution, ResolveError, set_provider,
//! };
//!
//! /// Turns on what a team owns.
//! struct OwnedBy(&'static str);
//!
//! impl Provider for OwnedBy {
//!     fn name(&self) -> &str {
//!         "owned-by"
//!     }
//!
//!     fn resolve(
//!         &self,
//!         feature: &FeatureInfo,
//!         _: &dyn EvaluationContext,
//!     ) -> Result<Option<Resolution>, ResolveError> {
//!         let theirs = feature.owner() == Some(self.0);
//!         Ok(theirs.then(|| Resolution::new(true, Reason::Static)))
//!     }
//! }
//!
//! set_provider(OwnedBy("web"));
//! ```
//!
//! # Cargo features
//!
//! - `macros` (default): `features!`, `#[with_features]`, `#[feature_matrix]`
//! - `file` (default): `FileProvider`, and `check` for state files
//! - `json`: state files in JSON
//! - `matches`: the operator `matches` in rules, a regular expression in linear time
//! - `tracing`: `LogHook`, a log line for each evaluation
//! - `otel`: `OtelHook`, OpenTelemetry's event `feature_flag.evaluation`
//! - `metrics`: `MetricsHook`, counters
//! - `serde`: `Serialize` and `Deserialize` on values and on generated types; `Values` only
//!   deserializes
//!
//! # Limits
//!
//! - In a crate with `#![no_implicit_prelude]` a manifest with `[retired]` entries does not compile:
//!   the message of a retired feature is a `#[diagnostic::on_unimplemented]`, and rustc does not
//!   resolve `diagnostic` there (E0433). Declare the features in another crate of the workspace, with
//!   `features!(pub "features.toml")`, or take the entries out.
//!
//! # Rust version
//!
//! Rust 1.90 or later. A higher one is a minor release.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

/// State files: everything about [`FileProvider`].
#[cfg(feature = "file")]
#[cfg_attr(docsrs, doc(cfg(feature = "file")))]
pub use flags_file as file;
#[cfg(feature = "file")]
#[cfg_attr(docsrs, doc(cfg(feature = "file")))]
pub use flags_file::{CheckError, FileProvider, check};
/// Turns `features.toml` into documented, typed constants.
#[cfg(feature = "macros")]
#[cfg_attr(docsrs, doc(cfg(feature = "macros")))]
pub use flags_macros::features;
#[cfg(feature = "macros")]
#[cfg_attr(docsrs, doc(cfg(feature = "macros")))]
pub use flags_macros::{feature_matrix, with_features};
#[cfg(feature = "tracing")]
#[cfg_attr(docsrs, doc(cfg(feature = "tracing")))]
pub use flags_runtime::LogHook;
#[cfg(feature = "metrics")]
#[cfg_attr(docsrs, doc(cfg(feature = "metrics")))]
pub use flags_runtime::MetricsHook;
#[cfg(feature = "otel")]
#[cfg_attr(docsrs, doc(cfg(feature = "otel")))]
pub use flags_runtime::OtelHook;
pub use flags_runtime::{
    Anonymous, Answer, Answers, AttributeInfo, AttributeType, AttributeValue, Chain, Change,
    Comparison, Condition, Date, Deadline, EnvProvider, ErrorKind, Evaluated, Evaluation,
    EvaluationContext, EvaluationError, Expectation, Explanation, Feature, FeatureInfo,
    FeatureKind, FeatureValue, Field, FieldType, Flags, Frozen, Health, Hook, HookContext,
    HookHandle, List, Listener, Listeners, Matcher, MemoryProvider, MockProvider, Need,
    NoopProvider, Notice, NoticeKind, Operand, Operator, Overridable, Override, OverrideError,
    OverrideGuard, Overrides, ParseTimestampError, ParseVariantError, ParseVersionError, Provider,
    ProviderState, Question, Ramp, Reason, Recorder, Registry, Resolution, ResolveError, Retired,
    RetiredInfo, Rule, RuleSet, Rung, Scalar, Scope, SegmentInfo, Serve, Shadow, StagedProvider,
    StandIn, Status, Step, Strings, Subscription, TableType, Test, Text, Timestamp, Value,
    ValueType, Variants, Version, add_hook, allow_variables, attach, carry, carry_async, evaluated,
    on_change, ready, set_environment, set_provider, status,
};

/// Not public API: what generated code refers to.
#[doc(hidden)]
pub mod __private {
    pub use flags_runtime::__private::{
        ContextData, ContextView, Hold, Slot, bool, build_table, core, f64, generated, i64,
        implement_context, implement_key, implement_table, implement_values, implement_variants,
    };
}

#[cfg(all(doctest, feature = "file", feature = "macros"))]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(all(doctest, feature = "macros"))]
#[doc = include_str!("../docs/providers.md")]
struct Providers;

#[cfg(all(doctest, feature = "macros"))]
#[doc = include_str!("../docs/testing.md")]
struct Testing;

#[cfg(doctest)]
#[doc = include_str!("../CONTRIBUTING.md")]
struct Contributing;
