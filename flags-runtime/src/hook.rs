//! Observers of evaluations.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::{Evaluation, EvaluationContext, EvaluationError, FeatureInfo, Notice, Value};

#[cfg(feature = "tracing")]
pub(crate) mod log;
#[cfg(feature = "metrics")]
pub(crate) mod metrics;
#[cfg(feature = "otel")]
pub(crate) mod otel;
#[cfg(any(feature = "metrics", feature = "otel"))]
mod semconv;

/// Observer of evaluations, as in OpenFeature: `before` and then `after` or `error`, at last
/// `finally`. While one is installed, every evaluation takes the longer way past it.
///
/// # For implementors
///
/// Hooks run on the thread that evaluates; be quick. A panic in a hook is caught and changes
/// nothing. An evaluation inside a hook does not call hooks again.
pub trait Hook: Send + Sync {
    /// Before the evaluation.
    fn before(&self, evaluation: &HookContext<'_>) {
        let _ = evaluation;
    }

    /// After an evaluation without an error.
    fn after(&self, evaluation: &HookContext<'_>, answer: &Evaluation<Value>) {
        let _ = (evaluation, answer);
    }

    /// After an evaluation with an error.
    fn error(&self, evaluation: &HookContext<'_>, error: &EvaluationError) {
        let _ = (evaluation, error);
    }

    /// After every evaluation.
    fn finally(&self, evaluation: &HookContext<'_>, answer: &Evaluation<Value>) {
        let _ = (evaluation, answer);
    }

    /// Something that a person should know has come up.
    fn notice(&self, notice: &Notice) {
        let _ = notice;
    }
}

/// What is evaluated, and for whom.
#[derive(Clone, Copy)]
pub struct HookContext<'a> {
    pub(crate) feature: &'static FeatureInfo,
    pub(crate) context: &'a dyn EvaluationContext,
}

impl<'a> HookContext<'a> {
    /// The feature.
    #[must_use]
    pub const fn feature(&self) -> &'static FeatureInfo {
        self.feature
    }

    /// Identifies the subject, where there is one.
    #[must_use]
    pub fn targeting_key(&self) -> Option<&'a str> {
        self.context.targeting_key()
    }
}

impl std::fmt::Debug for HookContext<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HookContext")
            .field("feature", &self.feature.key())
            .finish_non_exhaustive()
    }
}

/// The installed hooks, in the order of their installation.
pub(crate) type Hooks = Vec<(u64, Arc<dyn Hook>)>;

/// Calls a method of each hook; what panics is passed over, because a hook only observes.
pub(crate) fn each<'h>(
    hooks: impl Iterator<Item = &'h (u64, Arc<dyn Hook>)>,
    call: impl Fn(&dyn Hook),
) {
    for (_, hook) in hooks {
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| call(&**hook))) {
            // A payload may panic when it is dropped.
            std::mem::forget(payload);
        }
    }
}

/// An evaluation with the hooks around it. `as_data` gives the answer as hooks see it.
pub(crate) fn observe<T>(
    hooks: &Hooks,
    feature: &'static FeatureInfo,
    context: &dyn EvaluationContext,
    evaluate: impl FnOnce() -> Evaluation<T>,
    as_data: impl FnOnce(&Evaluation<T>) -> Evaluation<Value>,
) -> Evaluation<T> {
    if OBSERVED.replace(true) {
        return evaluate();
    }
    let _observed = Observed;
    let evaluation = HookContext { feature, context };
    each(hooks.iter(), |hook| hook.before(&evaluation));
    let result = evaluate();
    let answer = as_data(&result);
    // OpenFeature 4.4.2: the later stages run in the reverse order.
    match &answer.error {
        None => each(hooks.iter().rev(), |hook| hook.after(&evaluation, &answer)),
        Some(error) => each(hooks.iter().rev(), |hook| hook.error(&evaluation, error)),
    }
    each(hooks.iter().rev(), |hook| {
        hook.finally(&evaluation, &answer);
    });
    result
}

thread_local! {
    /// Whether hooks are at work on this thread; what they evaluate is not observed again.
    static OBSERVED: Cell<bool> = const { Cell::new(false) };
}

/// Ends the observation, also when a panic passes.
struct Observed;

impl Drop for Observed {
    fn drop(&mut self) {
        OBSERVED.set(false);
    }
}
