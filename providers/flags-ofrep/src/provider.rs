//! The provider for one context.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use flags_http::{Document, Poller, Taken};
use flags_runtime::{
    Answer, Answers, EvaluationContext, FeatureInfo, Listener, Notice, Provider, ProviderState,
    Registry, Resolution, ResolveError, Status,
};

use crate::snapshot::Snapshot;
use crate::{BuildError, Builder, Details};

/// Answers for one context, which stays the same: what the service says of it, refreshed.
///
/// It answers the same whichever context an evaluation is given, and is on the fast path. For contexts
/// that come and go there is [`OfrepClient`](crate::OfrepClient).
#[derive(Debug)]
pub struct OfrepProvider {
    name: &'static str,
    current: Arc<ArcSwapOption<Snapshot>>,
    /// `None` where it answers from a text.
    poller: Option<Poller>,
}

impl OfrepProvider {
    /// Settings for a provider of the service at this address: what stands before `/ofrep/v1` there.
    pub fn builder(base: impl Into<String>) -> Builder {
        Builder::new(base)
    }

    /// The preset for CloudBees Feature Management behind a sidecar of yours that speaks OFREP, at
    /// `http://127.0.0.1:8016` unless told otherwise: the provider is called `cloudbees`, and refreshed
    /// every 30 s.
    ///
    /// Proven is this client against OFREP. Not proven is anything against CloudBees itself: see the
    /// [crate](crate#cloudbees-feature-management).
    ///
    /// ```no_run
    /// use flags_ofrep::{OfrepProvider, Subject};
    ///
    /// let provider = OfrepProvider::cloudbees(None).build(&Subject::new("checkout-service"))?;
    /// # Ok::<(), flags_ofrep::BuildError>(())
    /// ```
    pub fn cloudbees(sidecar: Option<&str>) -> Builder {
        Builder::new(sidecar.unwrap_or("http://127.0.0.1:8016")).named("cloudbees")
    }

    /// Answers from the recorded body of a bulk evaluation, and asks nobody: for tests and examples.
    ///
    /// ```
    /// use flags_ofrep::OfrepProvider;
    ///
    /// let recorded = r#"{ "flags": [{ "key": "dark_mode", "value": true, "reason": "STATIC" }] }"#;
    /// let provider = OfrepProvider::from_text(recorded)?;
    /// # Ok::<(), flags_ofrep::BuildError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it is no such body.
    pub fn from_text(text: &str) -> Result<Self, BuildError> {
        let snapshot = Snapshot::read(text, None, None).map_err(|refused| BuildError::Answer {
            problem: refused.reason().to_owned(),
        })?;
        Ok(Self {
            name: "ofrep",
            current: Arc::new(ArcSwapOption::from_pointee(snapshot)),
            poller: None,
        })
    }

    pub(crate) fn start(
        builder: Builder,
        context: &dyn EvaluationContext,
    ) -> Result<Self, BuildError> {
        builder.endpoint.check()?;
        let body = builder.disclosure.body(context);
        let body = body.map_err(|_| BuildError::NoTargetingKey)?;
        let request = builder.endpoint.bulk(body)?;
        let current = Arc::new(ArcSwapOption::<Snapshot>::empty());
        let sink = {
            let current = Arc::clone(&current);
            move |document: &Document<'_>| {
                let before = current.load_full();
                let new = Snapshot::read(document.text(), None, before.as_deref())?;
                if before.is_some_and(|before| new.says_what(&before)) {
                    return Ok(Taken::Same);
                }
                current.store(Some(Arc::new(new)));
                Ok(Taken::Changed)
            }
        };
        let poller = Poller::start(builder.name, "", request, &builder.settings(), sink)?;
        Ok(Self {
            name: builder.name,
            current,
            poller: Some(poller),
        })
    }

    /// All that the service says of a flag, metadata included.
    #[must_use]
    pub fn details(&self, key: &str) -> Option<Details> {
        let current = self.current.load();
        let flag = current.as_ref()?.flag(key)?;
        Some(Details {
            flag: flag.as_ref().clone(),
        })
    }

    /// Fetches soon, without waiting for the interval.
    pub fn refresh(&self) {
        if let Some(poller) = &self.poller {
            poller.refresh();
        }
    }

    /// Refreshes in a forked child, too, which has no thread of its own at first.
    ///
    /// # Errors
    ///
    /// If there is no thread to be had.
    pub fn postfork(&self) -> Result<(), BuildError> {
        match &self.poller {
            Some(poller) => Ok(poller.postfork()?),
            None => Ok(()),
        }
    }
}

impl Provider for OfrepProvider {
    fn name(&self) -> &str {
        self.name
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        match &*self.current.load() {
            Some(snapshot) => snapshot.resolve(feature),
            None => Ok(None),
        }
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        match self.current.load_full() {
            Some(snapshot) => snapshot.answers(registry),
            None => Answers::new(vec![Answer::Fixed(Ok(None)); registry.features().len()]),
        }
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        if let Some(poller) = &self.poller {
            poller.subscribe(listener);
        }
    }

    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let mut notices = self
            .poller
            .as_ref()
            .map(Poller::notices)
            .unwrap_or_default();
        if let Some(snapshot) = self.current.load_full() {
            notices.extend(snapshot.notices(registries));
        }
        notices
    }

    fn status(&self) -> Status {
        match &self.poller {
            Some(poller) => poller.status(),
            None => Status::new(ProviderState::Ready),
        }
    }

    fn ready(&self, timeout: Duration) -> Status {
        match &self.poller {
            Some(poller) => poller.ready(timeout),
            None => self.status(),
        }
    }

    fn shutdown(&self) {
        if let Some(poller) = &self.poller {
            poller.shutdown();
        }
    }
}
