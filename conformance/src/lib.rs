//! What every rule must answer, as cases that any provider which evaluates rules can be run through.
//!
//! The cases are data, in `cases/*.toml`: a registry, the text of a state file where there is one, the
//! environment, and contexts with the value, variant and reason that each gets. Each group of cases
//! runs in two forms: with the rules declared in the registry, and with the same rules and segments
//! in a state file; and each context in two, found by name and by index. A case with `now = …` is
//! evaluated as at that moment ([`Flags::at`](flags_runtime::Flags::at)); a provider that reads a clock
//! of its own finds it in [`EvaluationContext::moment`](flags_runtime::EvaluationContext::moment).
//!
//! ```
//! use flags_file::{FileProvider, Format};
//!
//! let outcome = conformance::run(|_registry, state| {
//!     let provider = FileProvider::from_text("state.toml", state, Format::Toml);
//!     Box::new(provider.expect("the cases have good state files"))
//! });
//! assert!(outcome.expect("the file provider conforms").cases >= 250);
//! ```
#![forbid(unsafe_code)]

mod case;
mod form;
mod run;
mod subject;

pub use run::{Failures, Summary, run};

/// The case files, by name.
pub const FILES: &[(&str, &str)] = &[
    ("bool.toml", include_str!("../cases/bool.toml")),
    ("buckets.toml", include_str!("../cases/buckets.toml")),
    ("combined.toml", include_str!("../cases/combined.toml")),
    ("datetime.toml", include_str!("../cases/datetime.toml")),
    (
        "environments.toml",
        include_str!("../cases/environments.toml"),
    ),
    ("float.toml", include_str!("../cases/float.toml")),
    ("integer.toml", include_str!("../cases/integer.toml")),
    ("needs.toml", include_str!("../cases/needs.toml")),
    ("order.toml", include_str!("../cases/order.toml")),
    ("ramps.toml", include_str!("../cases/ramps.toml")),
    ("segments.toml", include_str!("../cases/segments.toml")),
    ("semver.toml", include_str!("../cases/semver.toml")),
    ("state.toml", include_str!("../cases/state.toml")),
    ("string.toml", include_str!("../cases/string.toml")),
    ("strings.toml", include_str!("../cases/strings.toml")),
    ("unknown.toml", include_str!("../cases/unknown.toml")),
    ("values.toml", include_str!("../cases/values.toml")),
    ("variants.toml", include_str!("../cases/variants.toml")),
];
