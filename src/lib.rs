//! Feature flags that the compiler checks.
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
    Anonymous, Answer, Answers, Chain, Change, Comparison, Date, Deadline, EnvProvider, ErrorKind,
    Evaluation, EvaluationContext, EvaluationError, Explanation, Feature, FeatureInfo, FeatureKind,
    FeatureValue, Field, FieldType, Flags, Frozen, Health, Hook, HookContext, HookHandle, List,
    Listener, Listeners, MemoryProvider, Need, NoopProvider, Notice, NoticeKind, ParseVariantError,
    Provider, ProviderState, Reason, Registry, Resolution, ResolveError, Retired, RetiredInfo,
    Rung, Scalar, Shadow, Status, Step, Subscription, TableType, Text, Value, ValueType, Variants,
    add_hook, allow_variables, attach, on_change, ready, set_environment, set_provider, status,
};

/// Not public API: what generated code refers to.
#[doc(hidden)]
pub mod __private {
    pub use flags_runtime::__private::{
        ContextData, Hold, Slot, core, generated, implement_context, implement_key,
        implement_table, implement_values, implement_variants,
    };
}
