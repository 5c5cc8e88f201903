//! The provider.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use flags_http::Counts;
use flags_runtime::{
    Answer, Answers, ErrorKind, EvaluationContext, FeatureInfo, Listener, Listeners, Notice,
    Provider, Registry, Resolution, ResolveError, Status,
};

use crate::decide::trace::Silent;
use crate::events::{EventCounts, Sender};
use crate::feed::Feed;
use crate::forced::Forced;
use crate::served::Served;
use crate::subject::Person;
use crate::{BuildError, Builder, Decision, decision};

/// Answers from an Optimizely datafile.
#[derive(Debug)]
pub struct OptimizelyProvider {
    served: Arc<Served>,
    feed: Feed,
    /// Where decisions are told, if they are.
    events: Option<Sender>,
    /// Whom to tell of decisions that are forced; the feed tells of everything else.
    listeners: Listeners,
}

impl OptimizelyProvider {
    /// Fetches the datafile of an environment by its SDK key, and refreshes it every 300 s, on a
    /// thread of its own: see [`Builder::poll`].
    ///
    /// # Errors
    ///
    /// If the key is missing or can be none; if there is no thread to be had. Not because the service
    /// cannot be reached.
    pub fn new(sdk_key: impl Into<String>) -> Result<Self, BuildError> {
        Self::builder().poll(sdk_key)
    }

    /// Reads a datafile from a file, and watches it from now on, on a thread of its own.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is refused as a whole; if there is no thread to be had.
    pub fn watch(path: impl Into<PathBuf>) -> Result<Self, BuildError> {
        Self::builder().watch(path)
    }

    /// Takes the text of a datafile.
    ///
    /// # Errors
    ///
    /// If it is refused as a whole.
    pub fn from_text(text: &str) -> Result<Self, BuildError> {
        Self::builder().text(text)
    }

    /// Settings for a provider.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Decides a flag for a context, and says how it came about: for tests, tools and pages that
    /// explain. It sends no event.
    ///
    /// # Errors
    ///
    /// If there is no datafile yet, no such flag, one that is set aside, or if the flag is split by
    /// user and the context has no targeting key.
    pub fn decide(
        &self,
        flag_key: &str,
        context: &dyn EvaluationContext,
    ) -> Result<Decision, ResolveError> {
        let snapshot = self.served.snapshot();
        let Some(snapshot) = &*snapshot else {
            return Err(ResolveError::new(
                ErrorKind::ProviderNotReady,
                "there is no datafile yet",
            ));
        };
        let forced = self.served.forced.load();
        decision::of(&snapshot.datafile, flag_key, forced.as_deref(), context)
    }

    /// Serves a variation to one user, whatever the datafile says: of the flag as a whole, or, with
    /// the key of a rule, wherever that rule is asked. For testers, and for support.
    ///
    /// A variation that the flag does not have is passed over.
    pub fn force(&self, user: &str, flag_key: &str, rule_key: Option<&str>, variation_key: &str) {
        self.change_forced(|forced| forced.insert(user, flag_key, rule_key, variation_key));
    }

    /// Takes back what [`OptimizelyProvider::force`] did.
    pub fn unforce(&self, user: &str, flag_key: &str, rule_key: Option<&str>) {
        self.change_forced(|forced| forced.remove(user, flag_key, rule_key));
    }

    /// The keys of all flags of the datafile, in its order.
    #[must_use]
    pub fn flag_keys(&self) -> Vec<String> {
        let snapshot = self.served.snapshot();
        let Some(snapshot) = &*snapshot else {
            return Vec::new();
        };
        let flags = snapshot.datafile.flags();
        flags.map(|(key, _)| key.to_string()).collect()
    }

    /// The flags of the datafile that cannot be used, and why.
    #[must_use]
    pub fn set_aside(&self) -> Vec<(String, String)> {
        let snapshot = self.served.snapshot();
        let Some(snapshot) = &*snapshot else {
            return Vec::new();
        };
        let flags = snapshot.datafile.flags();
        flags
            .filter_map(|(key, problem)| Some((key.to_string(), problem?.to_string())))
            .collect()
    }

    /// Fetches the datafile soon, without waiting for it, where it is polled.
    pub fn refresh(&self) {
        if let Feed::Poll(poller) = &self.feed {
            poller.refresh();
        }
    }

    /// How often the datafile was fetched, and what went wrong; `None` where it is not polled.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        match &self.feed {
            Feed::Poll(poller) => Some(poller.counts()),
            Feed::Once(_) | Feed::File(_) => None,
        }
    }

    /// What became of decision events; `None` where they are off.
    #[must_use]
    pub fn event_counts(&self) -> Option<EventCounts> {
        self.events.as_ref().map(Sender::counts)
    }

    /// Starts the thread that polls again in a process that was forked, which has none.
    ///
    /// # Errors
    ///
    /// If there is no thread to be had.
    pub fn postfork(&self) -> Result<(), BuildError> {
        match &self.feed {
            Feed::Poll(poller) => Ok(poller.postfork()?),
            Feed::Once(_) | Feed::File(_) => Ok(()),
        }
    }

    pub(crate) fn new_with(served: Arc<Served>, feed: Feed, events: Option<Sender>) -> Self {
        Self {
            served,
            feed,
            events,
            listeners: Listeners::new(),
        }
    }

    fn change_forced(&self, change: impl Fn(&mut Forced)) {
        self.served.forced.rcu(|forced| {
            let mut forced = forced.as_deref().cloned().unwrap_or_default();
            change(&mut forced);
            (!forced.is_empty()).then(|| Arc::new(forced))
        });
        self.listeners.announce();
    }

    /// Whether a flag has to be asked each time, although its answer is always the same.
    fn asks(&self, flag_key: &str) -> bool {
        let forced = self.served.forced.load();
        let forced = forced.as_ref();
        self.events.is_some() || forced.is_some_and(|forced| forced.concern(flag_key))
    }
}

impl Provider for OptimizelyProvider {
    fn name(&self) -> &str {
        "optimizely"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let snapshot = self.served.snapshot();
        let Some(snapshot) = &*snapshot else {
            return Ok(None);
        };
        let bound = snapshot.bound(feature.registry());
        let Some(serving) = bound.serving(feature).map_err(Clone::clone)? else {
            return Ok(None);
        };
        let forced = self.served.forced.load();
        serving.resolve(
            forced.as_deref(),
            &Person(context),
            &mut Silent,
            |datafile, flag, decision| {
                if let Some(events) = &self.events {
                    events.tell(datafile, flag, decision, context);
                }
            },
        )
    }

    /// The steps of the decision, as [`OptimizelyProvider::decide`] tells them.
    fn explain(&self, feature: &FeatureInfo, context: &dyn EvaluationContext) -> Vec<String> {
        let snapshot = self.served.snapshot();
        let Some(snapshot) = &*snapshot else {
            return vec!["there is no datafile yet".to_owned()];
        };
        let bound = snapshot.bound(feature.registry());
        let mut steps = Vec::new();
        match bound.serving(feature) {
            Ok(Some(serving)) => {
                if let Some(why) = &serving.stale {
                    steps.push(format!(
                        "{why}; revision {} is served",
                        serving.datafile.revision
                    ));
                }
                let forced = self.served.forced.load();
                let person = Person(context);
                // What cannot be decided has been told by the answer itself.
                let _ = serving.resolve(forced.as_deref(), &person, &mut steps, |_, _, _| {});
            }
            Ok(None) => steps.push(format!("there is no flag `{}`", feature.provider_key())),
            // It is the answer.
            Err(_) => {}
        }
        steps
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        let snapshot = self.served.snapshot();
        let features = registry.features().iter();
        let Some(snapshot) = &*snapshot else {
            return Answers::new(features.map(|_| Answer::Fixed(Ok(None))).collect());
        };
        let bound = snapshot.bound(registry);
        Answers::new(
            features
                .map(|feature| bound.answer(feature, |flag| self.asks(flag)))
                .collect(),
        )
        .with_version(snapshot.datafile.revision.clone())
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.listeners.add(Arc::clone(&listener));
        self.feed.subscribe(listener);
    }

    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let mut notices = self.feed.notices();
        notices.extend(self.served.notices(registries));
        notices
    }

    fn status(&self) -> Status {
        self.feed.status()
    }

    fn ready(&self, timeout: Duration) -> Status {
        self.feed.ready(timeout)
    }

    fn shutdown(&self) {
        self.feed.shutdown();
        if let Some(events) = &self.events {
            events.shutdown();
        }
    }
}
