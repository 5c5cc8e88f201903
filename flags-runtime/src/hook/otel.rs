//! An OpenTelemetry event for each evaluation.

use std::fmt;

use opentelemetry::InstrumentationScope;
use opentelemetry::logs::{AnyValue, LogRecord, Logger, LoggerProvider, Severity};

use crate::hook::semconv;
use crate::{Evaluation, Hook, HookContext, Value};

/// Emits OpenTelemetry's event `feature_flag.evaluation` for each evaluation, with the attributes of
/// the semantic conventions:
///
/// | attribute | is |
/// |---|---|
/// | `feature_flag.key` | the flag key |
/// | `feature_flag.set.id` | the registry's name |
/// | `feature_flag.provider.name` | the provider's name |
/// | `feature_flag.result.variant` | the variant, or else … |
/// | `feature_flag.result.value` | … the value |
/// | `feature_flag.result.reason` | `static`, `default`, `targeting_match` …, or our `override` |
/// | `feature_flag.version` | the provider's version of its data, where it has one |
/// | `feature_flag.context.id` | the targeting key, only [on request](OtelHook::with_targeting_key) |
/// | `error.type`, `feature_flag.error.message` | what went wrong, where something did |
///
/// The event belongs to the span that is active. Its severity is INFO, with an error WARN. Needs the
/// Cargo feature `otel`.
///
/// ```
/// use flags_runtime::{OtelHook, add_hook};
/// use opentelemetry_sdk::logs::SdkLoggerProvider;
///
/// let logs = SdkLoggerProvider::builder().build();
/// add_hook(OtelHook::new(&logs));
/// ```
pub struct OtelHook<L> {
    logger: L,
    targeting_key: bool,
}

const EVENT: &str = "feature_flag.evaluation";
const TARGET: &str = "typed_flags";

impl<L: Logger> OtelHook<L> {
    /// Emits through a logger of this provider, without the targeting key.
    pub fn new(provider: &impl LoggerProvider<Logger = L>) -> Self {
        let scope = InstrumentationScope::builder("typed-flags")
            .with_version(env!("CARGO_PKG_VERSION"))
            .build();
        Self {
            logger: provider.logger_with_scope(scope),
            targeting_key: false,
        }
    }

    /// Says for whom each evaluation was, as `feature_flag.context.id`. Targeting keys may identify
    /// people: check that they may be kept where the events go.
    #[must_use]
    pub fn with_targeting_key(mut self) -> Self {
        self.targeting_key = true;
        self
    }
}

impl<L: Logger + Send + Sync> Hook for OtelHook<L> {
    fn finally(&self, evaluation: &HookContext<'_>, answer: &Evaluation<Value>) {
        let severity = match answer.error() {
            None => Severity::Info,
            Some(_) => Severity::Warn,
        };
        if !self.logger.event_enabled(severity, TARGET, Some(EVENT)) {
            return;
        }
        let feature = evaluation.feature();
        let mut record = self.logger.create_log_record();
        record.set_event_name(EVENT);
        record.set_target(TARGET);
        record.set_severity_number(severity);
        record.set_severity_text(severity.name());
        record.add_attribute("feature_flag.key", feature.key());
        record.add_attribute("feature_flag.set.id", feature.registry().name());
        record.add_attribute("feature_flag.provider.name", answer.provider().to_owned());
        match answer.variant() {
            Some(variant) => {
                record.add_attribute("feature_flag.result.variant", variant.to_owned());
            }
            None => record.add_attribute("feature_flag.result.value", any(answer.value())),
        }
        record.add_attribute(
            "feature_flag.result.reason",
            semconv::reason(answer.reason()),
        );
        if let Some(version) = answer.version() {
            record.add_attribute("feature_flag.version", version.to_owned());
        }
        if let Some(key) = evaluation.targeting_key().filter(|_| self.targeting_key) {
            record.add_attribute("feature_flag.context.id", key.to_owned());
        }
        if let Some(error) = answer.error() {
            record.add_attribute("error.type", semconv::error_type(error.kind()));
            record.add_attribute("feature_flag.error.message", error.message().to_owned());
        }
        self.logger.emit(record);
    }
}

impl<L> fmt::Debug for OtelHook<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OtelHook")
            .field("targeting_key", &self.targeting_key)
            .finish_non_exhaustive()
    }
}

fn any(value: &Value) -> AnyValue {
    match value {
        Value::Boolean(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Float(value) => (*value).into(),
        Value::Text(value) => value.as_str().to_owned().into(),
        Value::List(items) => items.iter().map(any).collect(),
        Value::Table(fields) => fields
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), any(value)))
            .collect(),
    }
}
