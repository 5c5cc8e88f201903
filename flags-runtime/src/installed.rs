//! A provider behind which a panic stops.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::rules::book::Books;
use crate::{
    AnswerSink, Answers, ErrorKind, EvaluationContext, EvaluationError, FeatureInfo, Listener,
    Notice, Provider, ProviderState, Registry, Resolution, ResolveError, Status, Text,
};

/// The provider of an engine. Each call of its methods ends in an answer, whatever the provider does.
pub(crate) struct Installed {
    provider: Arc<dyn Provider>,
    name: Text,
    panics: AtomicU64,
    /// The rules that were taken out of its answers.
    books: Books,
}

impl Installed {
    pub(crate) fn new(provider: Arc<dyn Provider>) -> Self {
        let panics = AtomicU64::new(0);
        let name = match guard(&panics, || provider.name().to_owned()) {
            Some(name) => name.into(),
            None => Text::literal("unnamed"),
        };
        Self {
            provider,
            name,
            panics,
            books: Books::default(),
        }
    }

    pub(crate) const fn name(&self) -> &Text {
        &self.name
    }

    pub(crate) fn provider(&self) -> Arc<dyn Provider> {
        Arc::clone(&self.provider)
    }

    pub(crate) fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        if let Some(answer) = self.books.resolve(feature, context) {
            return answer;
        }
        guard(&self.panics, || self.provider.resolve(feature, context))
            .unwrap_or_else(|| Err(panicked()))
    }

    /// Tells what it says without a context. Whether it came to an end, and did not panic.
    pub(crate) fn tell_answers(
        &self,
        registry: &'static Registry,
        environment: &str,
        to: &mut dyn AnswerSink,
    ) -> bool {
        guard(&self.panics, || {
            self.provider.tell_answers(registry, environment, to);
        })
        .is_some()
    }

    /// What it says without a context; `None` if it panicked.
    pub(crate) fn answers(
        &self,
        registry: &'static Registry,
        environment: &str,
    ) -> Option<Answers> {
        guard(&self.panics, || {
            self.provider.answers(registry, environment)
        })
    }

    /// The same for one of several providers: where it has rules, it says *ask*, and
    /// [`Installed::resolve`] evaluates them.
    pub(crate) fn answers_without_rules(
        &self,
        registry: &'static Registry,
        environment: &str,
    ) -> Option<Answers> {
        let mut answers = self.answers(registry, environment)?;
        self.books.take(registry, environment, &mut answers);
        Some(answers)
    }

    /// How its answer comes about, where it tells.
    pub(crate) fn explain(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Vec<String> {
        guard(&self.panics, || self.provider.explain(feature, context)).unwrap_or_default()
    }

    pub(crate) fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        guard(&self.panics, || self.provider.notices(registries)).unwrap_or_default()
    }

    pub(crate) fn subscribe(&self, listener: Arc<dyn Listener>) {
        // A panic is counted, and the status tells of it.
        let _ = guard(&self.panics, || self.provider.subscribe(listener));
    }

    pub(crate) fn status(&self) -> Status {
        let status = guard(&self.panics, || self.provider.status());
        self.with_panics(status)
    }

    pub(crate) fn ready(&self, timeout: Duration) -> Status {
        let status = guard(&self.panics, || self.provider.ready(timeout));
        self.with_panics(status)
    }

    pub(crate) fn shutdown(&self) {
        // A panic is counted, and the status tells of it.
        let _ = guard(&self.panics, || self.provider.shutdown());
    }

    fn with_panics(&self, status: Option<Status>) -> Status {
        match (status, self.panics.load(Ordering::Relaxed)) {
            (Some(status), 0) => status,
            (_, panics) => Status::new(ProviderState::Error).because(format!(
                "provider `{}` has panicked{}; where it has no answer, the last good or the declared value is served",
                self.name,
                if panics == 1 { String::new() } else { format!(" {panics} times") }
            )),
        }
    }
}

/// What an evaluation says of a panic, without allocating.
pub(crate) fn panicked() -> EvaluationError {
    EvaluationError::new(ErrorKind::General, "the provider panicked")
}

fn guard<R>(panics: &AtomicU64, call: impl FnOnce() -> R) -> Option<R> {
    // Whatever a panic leaves behind is the provider's own, and behind a shared reference.
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => Some(result),
        Err(payload) => {
            panics.fetch_add(1, Ordering::Relaxed);
            // A payload may panic when it is dropped.
            std::mem::forget(payload);
            None
        }
    }
}
