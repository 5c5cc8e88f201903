//! A line for each evaluation.

use std::fmt;

use crate::{Evaluation, FeatureInfo, Hook, HookContext, Notice, Value, ValueType};

/// Writes a line for each evaluation through `tracing`, with the target `typed_flags`:
///
/// ```text
/// INFO typed_flags: Feature 'enable_awesome_text_feature' is enabled=true
/// INFO typed_flags: Feature 'checkout_button' is value=blue
/// INFO typed_flags: Feature 'max_upload_mb' is value=25
/// WARN typed_flags: Feature 'max_upload_mb' has reason ERROR: the provider panicked (GENERAL)
/// ```
///
/// An evaluation with an error is a warning beside its line, with the first line of the error; every
/// [`Notice`] is a warning in full. The targeting key is never written. Needs the Cargo feature `tracing`.
///
/// ```
/// use flags_runtime::{LogHook, add_hook};
///
/// add_hook(LogHook::new());
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct LogHook;

impl LogHook {
    /// Writes to whatever subscriber `tracing` has.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl Hook for LogHook {
    fn finally(&self, evaluation: &HookContext<'_>, answer: &Evaluation<Value>) {
        let key = evaluation.feature().key();
        let shown = Shown {
            feature: evaluation.feature(),
            value: answer.value(),
        };
        tracing::info!(target: "typed_flags", "Feature '{key}' is {shown}");
        if let Some(error) = answer.error() {
            // A notice tells it once in full; what follows the first line is where it stood then.
            let first = error.message().lines().next().unwrap_or_default();
            tracing::warn!(
                target: "typed_flags",
                "Feature '{key}' has reason {}: {first} ({})",
                answer.reason(),
                error.kind(),
            );
        }
    }

    fn notice(&self, notice: &Notice) {
        tracing::warn!(target: "typed_flags", "{notice}");
    }
}

/// `enabled=true`, `value=blue` (a variant), `value="text in quotes"`, `value=25`.
struct Shown<'a> {
    feature: &'a FeatureInfo,
    value: &'a Value,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.feature.value_type(), self.value) {
            (_, Value::Boolean(on)) => write!(f, "enabled={on}"),
            (ValueType::Variants(_), Value::Text(name)) => write!(f, "value={name}"),
            (_, value) => write!(f, "value={value}"),
        }
    }
}
