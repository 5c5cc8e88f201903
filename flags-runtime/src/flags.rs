//! Evaluation without process-wide state.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::engine::{Engine, EngineKind};
use crate::process::Subscription;
use crate::{
    Change, Evaluation, EvaluationContext, Explanation, Feature, FeatureInfo, FeatureValue, Health,
    Provider, Scope, Status, Timestamp, Value,
};

/// A provider of one's own, beside the process-wide one: for tests, tenants and libraries.
///
/// It reads no environment variable, knows no process-wide hook, and is in production until
/// [`Flags::in_environment`] says otherwise. Cloning it gives another handle of the same.
///
/// Overrides that are in force hold for it too, since tests make them for whatever answers. A
/// [`Scope`] keeps its snapshots only where it is told to: [`Flags::scope`], [`Scope::with_flags`].
#[derive(Clone)]
pub struct Flags {
    engine: Arc<Engine>,
}

impl Flags {
    /// Answers come from this provider.
    pub fn new(provider: impl Provider + 'static) -> Self {
        let engine = Engine::new(EngineKind::Isolated, None, None);
        engine.set_provider(Arc::new(provider));
        Self { engine }
    }

    /// Chooses the environment.
    #[must_use]
    pub fn in_environment(self, name: impl Into<String>) -> Self {
        self.engine.set_environment(Some(name.into()));
        self
    }

    /// Evaluates as at this moment, for tests of what begins or grows on its own: a ramp is what its
    /// schedule makes it then. Without it, that is the present.
    ///
    /// ```
    /// use flags_runtime::{Flags, NoopProvider, Timestamp};
    ///
    /// let eve: Timestamp = "2026-12-31T23:59:59Z".parse()?;
    /// let flags = Flags::new(NoopProvider).at(eve);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn at(self, moment: Timestamp) -> Self {
        self.engine.set_moment(Some(moment));
        self
    }

    /// Replaces the provider, for every handle of these flags. Returns the one before.
    pub fn set_provider(&self, provider: impl Provider + 'static) -> Arc<dyn Provider> {
        self.engine.set_provider(Arc::new(provider))
    }

    /// Whether a feature is on for the subject of this context.
    #[must_use = "an evaluation does nothing but answer"]
    pub fn is_enabled(&self, feature: Feature<bool>, context: &dyn EvaluationContext) -> bool {
        self.get(feature, context)
    }

    /// The value for the subject of this context.
    #[must_use = "an evaluation does nothing but answer"]
    pub fn get<T: FeatureValue>(&self, feature: Feature<T>, context: &dyn EvaluationContext) -> T {
        self.engine.get(feature.info(), Some(context))
    }

    /// The value for the subject of this context, with its reason.
    #[must_use = "an evaluation does nothing but answer"]
    pub fn evaluate<T: FeatureValue>(
        &self,
        feature: Feature<T>,
        context: &dyn EvaluationContext,
    ) -> Evaluation<T> {
        self.engine.evaluate(feature.info(), Some(context))
    }

    /// The same for a feature of which only the declaration is at hand, as in tools that read their
    /// registry at run time.
    #[must_use = "an evaluation does nothing but answer"]
    pub fn evaluate_value(
        &self,
        feature: &'static FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Evaluation<Value> {
        self.engine.evaluate_value(feature, Some(context))
    }

    /// Every step that leads to the answer for the subject of this context.
    #[must_use]
    pub fn explain<T>(&self, feature: Feature<T>, context: &dyn EvaluationContext) -> Explanation {
        self.engine.explain(feature.info(), Some(context))
    }

    /// The same for a feature of which only the declaration is at hand.
    #[must_use]
    pub fn explain_value(
        &self,
        feature: &'static FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Explanation {
        self.engine.explain(feature, Some(context))
    }

    /// Calls `f` in a [`Scope`] with this context, in which these flags answer from the snapshot that
    /// is there now; as do the process-wide ones.
    pub fn scope<R>(&self, context: impl EvaluationContext + 'static, f: impl FnOnce() -> R) -> R {
        Scope::new(context).with_flags(self).run(f)
    }

    /// How the provider is, and what a person should know.
    #[must_use]
    pub fn status(&self) -> Health {
        self.engine.health()
    }

    /// Waits until the provider has data, at most this long, and says how it is then.
    pub fn ready(&self, timeout: Duration) -> Status {
        self.engine.ready(timeout)
    }

    /// Calls back on each change, on the thread that caused it.
    pub fn on_change(&self, callback: impl Fn(&Change) + Send + Sync + 'static) -> Subscription {
        Subscription::new(&self.engine, callback)
    }
}

impl Flags {
    pub(crate) const fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }
}

impl fmt::Debug for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flags").finish_non_exhaustive()
    }
}
