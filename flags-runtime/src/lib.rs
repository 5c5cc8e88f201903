//! Evaluation, providers and hooks of `typed-flags`.
//!
//! Programs use this through the façade, `typed-flags`, and its `features!` macro; providers depend
//! on this crate alone. It reads `FLAGS_…` environment variables once, does no other I/O, and
//! starts no thread.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod attached;
mod attribute_info;
mod attribute_value;
mod bucketing;
mod carry;
mod change;
mod compile;
mod condition;
mod context;
mod date;
mod declared;
mod engine;
mod evaluation;
mod explain;
mod feature;
mod feature_info;
mod feature_value;
mod flags;
mod frozen;
#[doc(hidden)]
pub mod generated;
mod generation;
mod here;
mod hold;
mod hook;
mod installed;
mod list;
#[cfg(test)]
#[cfg(flags_loom)]
mod models;
mod overrides;
mod payload;
mod process;
mod provider;
mod reach;
mod registry;
mod rule;
mod rules;
mod scope;
#[cfg(feature = "serde")]
mod serialize;
mod served;
mod slot;
mod snapshot;
mod stand_in;
mod sync;
mod text;
mod timestamp;
mod value;
mod value_type;
mod variable;
mod version;

pub use attribute_info::{AttributeInfo, AttributeType, SegmentInfo};
pub use attribute_value::{AttributeValue, Strings};
pub use carry::{carry, carry_async};
pub use change::{Change, Health};
pub use condition::{Condition, Matcher, Operand, Operator, Test};
pub use context::{Anonymous, EvaluationContext};
pub use date::Date;
pub use evaluation::{ErrorKind, Evaluation, EvaluationError, Reason, ResolveError};
pub use explain::{Explanation, Rung, Step};
pub use feature::Feature;
pub use feature_info::{FeatureInfo, FeatureKind, Need};
pub use feature_value::FeatureValue;
pub use flags::Flags;
pub use frozen::Frozen;
pub use generated::{ParseVariantError, Retired};
#[cfg(feature = "tracing")]
#[cfg_attr(docsrs, doc(cfg(feature = "tracing")))]
pub use hook::log::LogHook;
#[cfg(feature = "metrics")]
#[cfg_attr(docsrs, doc(cfg(feature = "metrics")))]
pub use hook::metrics::MetricsHook;
#[cfg(feature = "otel")]
#[cfg_attr(docsrs, doc(cfg(feature = "otel")))]
pub use hook::otel::OtelHook;
pub use hook::{Hook, HookContext};
pub use list::List;
pub use overrides::one::{Overridable, Override, OverrideError};
pub use overrides::{OverrideGuard, Overrides};
pub use process::{
    HookHandle, Subscription, add_hook, allow_variables, attach, on_change, ready, set_environment,
    set_provider, status,
};
pub use provider::chain::Chain;
pub use provider::deadline::Deadline;
pub use provider::env::EnvProvider;
pub use provider::listeners::Listeners;
pub use provider::memory::MemoryProvider;
pub use provider::mock::{Expectation, MockProvider, Question};
pub use provider::noop::NoopProvider;
pub use provider::shadow::{Comparison, Shadow};
pub use provider::staged::StagedProvider;
pub use provider::{
    Answer, AnswerSink, Answers, Listener, Notice, NoticeKind, Provider, ProviderState, Resolution,
    Status,
};
pub use registry::{Registry, RetiredInfo};
pub use rule::{Ramp, Rule, RuleSet, Serve};
pub use rules::trace::{BucketStep, RuleOutcome, RuleStep};
pub use scope::Scope;
pub use scope::record::{Evaluated, Recorder, evaluated};
pub use stand_in::StandIn;
pub use text::Text;
pub use timestamp::{ParseTimestampError, Timestamp};
pub use value::Value;
pub use value_type::{Field, FieldType, Scalar, TableType, ValueType, Variants};
pub use version::{ParseVersionError, Version};

pub(crate) use slot::Slot;

/// Not public API: what generated code is made of.
#[doc(hidden)]
pub mod __private {
    pub use crate::context::{ContextData, ContextView, Parts, StoredValue};
    pub use crate::feature_value::{
        FromValue, ToValue, build_table, field, read_variant, table_from_payload,
        variant_from_payload,
    };
    pub use crate::generated;
    pub use crate::hold::Hold;
    pub use crate::payload::Payload;
    pub use crate::slot::Slot;
    pub use crate::value_type::BuildTable;
    pub use crate::{
        __implement_context as implement_context, __implement_key as implement_key,
        __implement_table as implement_table, __implement_values as implement_values,
        __implement_variants as implement_variants,
    };
    pub use core;
    /// By the shortest path there is: generated code names them for every feature.
    pub use core::primitive::{bool, f64, i64};
    pub use std;
}
