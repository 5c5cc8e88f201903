//! A count of evaluations.

use metrics::{Label, Unit, counter, describe_counter};

use crate::hook::semconv;
use crate::{Evaluation, FeatureInfo, Hook, HookContext, Value, ValueType};

/// Counts evaluations through `metrics`:
///
/// - `feature_flag.evaluations`, with the labels `key`, `registry`, `provider`, `reason`
///   (`static`, `default`, `targeting_match` …) and, for booleans and variants, `value`;
/// - `feature_flag.errors`, with the labels `key`, `registry`, `provider` and `type`
///   (`type_mismatch`, `general` …).
///
/// Every label has few values: a number, a text or a table is never one, and neither is the targeting
/// key. Needs the Cargo feature `metrics`.
///
/// ```
/// use flags_runtime::{MetricsHook, add_hook};
///
/// add_hook(MetricsHook::new());
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct MetricsHook;

const EVALUATIONS: &str = "feature_flag.evaluations";
const ERRORS: &str = "feature_flag.errors";

impl MetricsHook {
    /// Counts with whatever recorder `metrics` has, and describes the counters to the one that is
    /// there now.
    #[must_use]
    pub fn new() -> Self {
        describe_counter!(EVALUATIONS, Unit::Count, "Evaluations of features.");
        describe_counter!(
            ERRORS,
            Unit::Count,
            "Evaluations of features that had an error."
        );
        Self
    }
}

impl Hook for MetricsHook {
    fn finally(&self, evaluation: &HookContext<'_>, answer: &Evaluation<Value>) {
        let feature = evaluation.feature();
        let mut labels = labels(feature, answer);
        labels.push(Label::from_static_parts(
            "reason",
            semconv::reason(answer.reason()),
        ));
        if let Some(value) = bounded(feature, answer.value()) {
            labels.push(Label::from_static_parts("value", value));
        }
        counter!(EVALUATIONS, labels).increment(1);
        if let Some(error) = answer.error() {
            let mut labels = self::labels(feature, answer);
            labels.push(Label::from_static_parts(
                "type",
                semconv::error_type(error.kind()),
            ));
            counter!(ERRORS, labels).increment(1);
        }
    }
}

/// What both counters have.
fn labels(feature: &'static FeatureInfo, answer: &Evaluation<Value>) -> Vec<Label> {
    vec![
        Label::from_static_parts("key", feature.key()),
        Label::from_static_parts("registry", feature.registry().name()),
        Label::new("provider", answer.provider().to_owned()),
    ]
}

/// A value that is one of few.
fn bounded(feature: &FeatureInfo, value: &Value) -> Option<&'static str> {
    match (feature.value_type(), value) {
        (_, Value::Boolean(true)) => Some("true"),
        (_, Value::Boolean(false)) => Some("false"),
        (ValueType::Variants(variants), Value::Text(name)) => {
            Some(variants.names()[variants.index_of(name)?])
        }
        _ => None,
    }
}
