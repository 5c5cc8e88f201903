//! Feature flags that the compiler checks.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

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
    Anonymous, Answer, Answers, AttributeInfo, AttributeType, AttributeValue, Chain, Change,
    Comparison, Condition, Date, Deadline, EnvProvider, ErrorKind, Evaluation, EvaluationContext,
    EvaluationError, Explanation, Feature, FeatureInfo, FeatureKind, FeatureValue, Field,
    FieldType, Flags, Frozen, Health, Hook, HookContext, HookHandle, List, Listener, Listeners,
    Matcher, MemoryProvider, Need, NoopProvider, Notice, NoticeKind, Operand, Operator,
    ParseTimestampError, ParseVariantError, ParseVersionError, Provider, ProviderState, Ramp,
    Reason, Registry, Resolution, ResolveError, Retired, RetiredInfo, Rule, RuleSet, Rung, Scalar,
    SegmentInfo, Serve, Shadow, Status, Step, Strings, Subscription, TableType, Test, Text,
    Timestamp, Value, ValueType, Variants, Version, add_hook, allow_variables, attach, on_change,
    ready, set_environment, set_provider, status,
};

/// Not public API: what generated code refers to.
#[doc(hidden)]
pub mod __private {
    pub use flags_runtime::__private::{
        ContextData, ContextView, Hold, Slot, core, generated, implement_context, implement_key,
        implement_table, implement_values, implement_variants,
    };
}
