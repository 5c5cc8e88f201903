//! A provider that may take no longer than a while.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::context::{ContextData, InEnvironment};
use crate::installed::{Installed, panicked};
use crate::{
    Answer, Answers, EvaluationContext, FeatureInfo, Listener, Notice, Provider, ProviderState,
    Registry, Resolution, ResolveError, Status,
};

mod worker;

use worker::{Missed, Worker};

/// Gives a provider that might block a thread of its own and a time limit, after which it has no
/// opinion.
///
/// While a call is overdue, further calls get no opinion at once, so that a provider that hangs
/// costs one evaluation its time limit, not every one. Calls of several threads wait for one
/// another, each for its limit at most. A panic in the provider ends no thread.
///
/// This is the stated exception to the runtime's rule that an evaluation never blocks, locks or
/// allocates, and that the runtime starts no thread: an evaluation that reaches the provider waits
/// for its thread. Features that the provider answers without a context stay on the fast path.
///
/// - Answers that are late leave every feature to be asked each time, until the next change.
/// - While a call is overdue, its status is `Error`, with the reason; notices are not told.
/// - [`Provider::ready`] and [`Provider::shutdown`] run on a thread of their own, so that evaluations
///   do not wait for them, and end after their timeout or 2 s, whatever the provider does.
/// - The thread ends when this is dropped, or as soon as the provider lets it after that. After a
///   shutdown it stays, because the provider's last answers do.
///
/// ```
/// use flags_runtime::{Deadline, NoopProvider, set_provider};
///
/// set_provider(Deadline::new(NoopProvider));
/// ```
pub struct Deadline {
    provider: Arc<Installed>,
    worker: Worker,
    limit: Duration,
}

const LIMIT: Duration = Duration::from_millis(50);
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(2);

impl Deadline {
    /// The provider has 50 ms for each call.
    pub fn new(provider: impl Provider + 'static) -> Self {
        Self::within(LIMIT, provider)
    }

    /// The provider has this long for each call.
    pub fn within(limit: Duration, provider: impl Provider + 'static) -> Self {
        let provider = Arc::new(Installed::new(Arc::new(provider)));
        Self {
            worker: Worker::start(&provider),
            provider,
            limit,
        }
    }

    fn call<R: Send + 'static>(
        &self,
        call: impl FnOnce(&Installed) -> R + Send + 'static,
    ) -> Result<R, Missed> {
        self.worker.call(self.limit, &self.provider, call)
    }

    fn missed(&self, missed: Missed) -> Status {
        match missed {
            Missed::Late => Status::new(ProviderState::Error).because(format!(
                "provider `{}` has not answered within {:?}",
                self.provider.name(),
                self.limit
            )),
            Missed::NoThread => Status::new(ProviderState::Fatal).because(format!(
                "no thread could be started for provider `{}`",
                self.provider.name()
            )),
        }
    }
}

impl Provider for Deadline {
    fn name(&self) -> &str {
        self.provider.name()
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        // The thread may still be at it when the borrows have ended.
        let feature = &feature.registry().features()[feature.index()];
        let subject = match context.targeting_key() {
            Some(key) => ContextData::new(key.to_owned()),
            None => ContextData::anonymous(),
        };
        let environment = declared_environment(feature, context);
        let moment = context.moment();
        self.call(move |provider| {
            let context = InEnvironment {
                context: &subject,
                environment,
                moment,
            };
            provider.resolve(feature, &context)
        })
        .unwrap_or(Ok(None))
    }

    fn answers(&self, registry: &'static Registry, environment: &str) -> Answers {
        let environment = environment.to_owned();
        match self.call(move |provider| provider.answers(registry, &environment)) {
            Ok(Some(answers)) => answers,
            Ok(None) => Answers::new(vec![
                Answer::Fixed(Err(panicked()));
                registry.features().len()
            ]),
            Err(_) => Answers::ask(),
        }
    }

    /// Passes it on as soon as the provider lets it.
    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.worker
            .post(move |provider| provider.subscribe(listener));
    }

    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let registries = registries.to_vec();
        self.call(move |provider| provider.notices(&registries))
            .unwrap_or_default()
    }

    fn status(&self) -> Status {
        self.call(Installed::status)
            .unwrap_or_else(|missed| self.missed(missed))
    }

    fn ready(&self, timeout: Duration) -> Status {
        let provider = Arc::clone(&self.provider);
        aside(timeout, move || provider.ready(timeout)).unwrap_or_else(|| self.status())
    }

    fn shutdown(&self) {
        let provider = Arc::clone(&self.provider);
        // Whether it has come to its end in time or not, there is nothing more to do.
        let _ = aside(SHUTDOWN_LIMIT, move || provider.shutdown());
    }
}

impl fmt::Debug for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deadline")
            .field("provider", self.provider.name())
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// The environment that is evaluated for, as the registry spells it.
fn declared_environment(
    feature: &'static FeatureInfo,
    context: &dyn EvaluationContext,
) -> Option<&'static str> {
    let name = context.environment()?;
    let known = feature.registry().environments();
    known.iter().copied().find(|known| *known == name)
}

/// Runs something on a thread of its own and waits for it this long; `None` if it takes longer or
/// there is no thread to be had.
fn aside<R: Send + 'static>(
    limit: Duration,
    run: impl FnOnce() -> R + Send + 'static,
) -> Option<R> {
    let (result, results) = mpsc::sync_channel(1);
    thread::Builder::new()
        .name("flags-deadline-aside".to_owned())
        .spawn(move || {
            // Nobody waits for a late result.
            let _ = result.send(run());
        })
        .ok()?;
    results.recv_timeout(limit).ok()
}
