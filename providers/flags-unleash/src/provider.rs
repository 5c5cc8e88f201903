//! The provider.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use flags_http::{Document, Poller, Taken};
use flags_runtime::{
    Answer, Answers, EvaluationContext, FeatureInfo, Listener, Notice, Provider, ProviderState,
    Registry, Resolution, ResolveError, Status,
};

use crate::snapshot::{Read, Snapshot};
use crate::subject::Mapping;
use crate::{BuildError, Builder};

/// Answers from the flags of an Unleash server, which are polled.
#[derive(Debug)]
pub struct UnleashProvider {
    current: Arc<ArcSwapOption<Snapshot>>,
    mapping: Mapping,
    /// `None` where it answers from a text.
    poller: Option<Poller>,
}

impl UnleashProvider {
    /// Settings for a provider of the server at this address, which mostly ends in `/api`, and an API
    /// token of type *client*.
    pub fn builder(base: impl Into<String>, token: impl Into<String>) -> Builder {
        Builder::new(base, token)
    }

    /// Answers from what `/client/features` has answered, and asks nobody: for tests and examples.
    ///
    /// ```
    /// use flags_unleash::UnleashProvider;
    ///
    /// let recorded = r#"{ "version": 2, "features": [{ "name": "dark_mode", "enabled": true }] }"#;
    /// let provider = UnleashProvider::from_text(recorded)?;
    /// # Ok::<(), flags_unleash::BuildError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it is no such text.
    pub fn from_text(text: &str) -> Result<Self, BuildError> {
        match Snapshot::read(text, None) {
            Ok(Read::New(snapshot)) => Ok(Self {
                current: Arc::new(ArcSwapOption::new(Some(Arc::from(snapshot)))),
                mapping: Mapping::default(),
                poller: None,
            }),
            // There is nothing that it could be older than.
            Ok(Read::Older) => Err(BuildError::Text {
                problem: "it is old".to_owned(),
            }),
            Err(refused) => Err(BuildError::Text {
                problem: refused.reason().to_owned(),
            }),
        }
    }

    pub(crate) fn start(builder: Builder) -> Result<Self, BuildError> {
        let request = builder.request()?;
        let current = Arc::new(ArcSwapOption::<Snapshot>::empty());
        let sink = {
            let current = Arc::clone(&current);
            move |document: &Document<'_>| {
                let before = current.load_full();
                let new = match Snapshot::read(document.text(), before.as_deref())? {
                    Read::New(new) => new,
                    Read::Older => return Ok(Taken::Older),
                };
                let is_same = before.is_some_and(|before| new.says_what(&before));
                current.store(Some(Arc::from(new)));
                Ok(if is_same { Taken::Same } else { Taken::Changed })
            }
        };
        let poller = Poller::start("unleash", "", request, &builder.settings(), sink)?;
        Ok(Self {
            current,
            mapping: builder.mapping,
            poller: Some(poller),
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

impl Provider for UnleashProvider {
    fn name(&self) -> &str {
        "unleash"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        match &*self.current.load() {
            Some(snapshot) => snapshot.resolve(feature, &self.mapping, context),
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
