//! The provider.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use flags_http::Secret;
use flags_runtime::{
    Anonymous, Answer, Answers, ErrorKind, EvaluationContext, FeatureInfo, Listener, Notice,
    NoticeKind, Provider, ProviderState, Reason, Registry, Resolution, ResolveError, Status,
};
use flags_watched_file::WatchedFile;

use crate::builder::Kind;
use crate::document::Document;
use crate::evaluator::{Answering, Snapshot};
use crate::remote::{Manual, Origin, Polled};
use crate::served::Served;
use crate::subject::Subjects;
use crate::{BuildError, Builder};

/// Answers from ConfigCat. See the [crate](crate).
pub struct ConfigCatProvider {
    served: Arc<Served>,
    source: Source,
    subjects: Subjects,
}

enum Source {
    Polled(Polled),
    Manual(Manual),
    File(WatchedFile),
    /// A text, and when it was taken.
    Text(Instant),
}

impl ConfigCatProvider {
    /// Settings for ConfigCat's servers.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use flags_configcat::ConfigCatProvider;
    ///
    /// let key = std::env::var("CONFIGCAT_SDK_KEY").unwrap_or_default();
    /// let provider = ConfigCatProvider::builder(key).interval(Duration::from_secs(60)).build()?;
    /// flags_runtime::set_provider(provider);
    /// # Ok::<(), flags_configcat::BuildError>(())
    /// ```
    pub fn builder(sdk_key: impl Into<String>) -> Builder {
        Builder::new(Kind::Remote(Secret::new(sdk_key)))
    }

    /// Settings for a file on the disk, which is watched: config JSON as ConfigCat serves it, or the
    /// short form `{"flags": {"key": true}}`.
    pub fn file(path: impl Into<PathBuf>) -> Builder {
        Builder::new(Kind::File(path.into()))
    }

    /// Settings for a text in either form.
    ///
    /// ```
    /// use flags_configcat::ConfigCatProvider;
    /// use flags_runtime::{Anonymous, Flags};
    ///
    /// let provider = ConfigCatProvider::text(r#"{"flags": {"dark_mode": true}}"#).build()?;
    /// # let registry = flags_file::registry_from_text("shop", "[features.dark_mode]\n")?;
    /// # let dark_mode = registry.feature("dark_mode").ok_or("it is declared")?;
    /// assert!(Flags::new(provider).is_enabled(dark_mode, &Anonymous));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn text(text: impl Into<String>) -> Builder {
        Builder::new(Kind::Text(text.into()))
    }

    /// Fetches. With [`Builder::manual`] this waits for it, at most as long as a request may take;
    /// otherwise it is done soon, on the provider's own thread. A file is not fetched.
    pub fn refresh(&self) -> Status {
        match &self.source {
            Source::Polled(polled) => {
                if let Some(poller) = polled.poller() {
                    poller.refresh();
                }
                self.status()
            }
            Source::Manual(manual) => manual.refresh(),
            Source::File(_) | Source::Text(_) => self.status(),
        }
    }

    pub(crate) fn open(builder: Builder) -> Result<Self, BuildError> {
        let served = Served::new(builder.allow_empty);
        let (base, is_custom) = builder.address();
        let http = match builder.interval {
            Some(interval) => builder.http.interval(interval),
            None => builder.http,
        };
        let source = match builder.kind {
            Kind::Remote(key) => {
                let origin = Origin {
                    key,
                    base,
                    is_custom,
                };
                if builder.manual {
                    let manual = Manual::new(origin, &http, Arc::clone(&served));
                    Source::Manual(manual.map_err(BuildError::remote)?)
                } else {
                    let polled = Polled::start(origin, http, Arc::clone(&served));
                    Source::Polled(polled.map_err(BuildError::remote)?)
                }
            }
            Kind::File(path) => {
                let interval = builder.interval.unwrap_or(Duration::from_secs(1));
                let sink = {
                    let served = Arc::clone(&served);
                    move |text: &str| {
                        let taken = served.take(text, Document::parse_local);
                        taken.map(drop).map_err(|refusal| refusal.into_reason())
                    }
                };
                let file = WatchedFile::open("configcat", path, interval, sink);
                Source::File(file.map_err(BuildError::file)?)
            }
            Kind::Text(text) => {
                let taken = served.take(&text, Document::parse_local);
                taken.map_err(|refusal| BuildError::Refused {
                    reason: refusal.into_reason(),
                })?;
                Source::Text(Instant::now())
            }
        };
        Ok(Self {
            served,
            source,
            subjects: builder.subjects,
        })
    }

    fn answer(
        &self,
        snapshot: &Snapshot,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let (key, ty) = (feature.provider_key(), feature.value_type());
        let user = || self.subjects.user(feature.registry(), context);
        match snapshot.answering(key, ty) {
            Answering::Current(evaluator, facts) => {
                evaluator.resolve(key, facts, ty, user()).map(Some)
            }
            Answering::Older(evaluator, facts) => {
                let old = evaluator.resolve(key, facts, ty, user())?;
                let resolution = Resolution::new(old.value().clone(), Reason::Stale);
                Ok(Some(match old.variant() {
                    Some(variant) => resolution.with_variant(variant.to_owned()),
                    None => resolution,
                }))
            }
            Answering::Mismatch(facts) => Err(ResolveError::new(
                ErrorKind::TypeMismatch,
                mismatch(feature, &facts.ty),
            )),
            Answering::SetAside(reason) => Err(ResolveError::new(
                ErrorKind::ParseError,
                format!("ConfigCat's setting `{key}` is set aside: {reason}"),
            )),
            Answering::Missing => Ok(None),
        }
    }
}

impl Provider for ConfigCatProvider {
    fn name(&self) -> &str {
        "configcat"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        match &*self.served.load() {
            Some(snapshot) => self.answer(snapshot, feature, context),
            None => Ok(None),
        }
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        self.served.asked_by(registry);
        let snapshot = self.served.load();
        let Some(snapshot) = &*snapshot else {
            return Answers::new(vec![Answer::Fixed(Ok(None)); registry.features().len()]);
        };
        let answers = registry.features().iter().map(|feature| {
            match snapshot.answering(feature.provider_key(), feature.value_type()) {
                Answering::Current(_, facts) | Answering::Older(_, facts) if !facts.is_static => {
                    Answer::Ask
                }
                _ => Answer::Fixed(self.answer(snapshot, feature, &Anonymous)),
            }
        });
        Answers::new(answers.collect()).with_version(snapshot.version.clone())
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        match &self.source {
            Source::Polled(polled) => polled.subscribe(listener),
            Source::Manual(manual) => manual.listeners.add(listener),
            Source::File(file) => file.subscribe(listener),
            Source::Text(_) => {}
        }
    }

    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let mut all = match &self.source {
            Source::Polled(polled) => polled.poller().map(|it| it.notices()).unwrap_or_default(),
            Source::Manual(manual) => manual.notices(),
            Source::File(file) => file.notices(),
            Source::Text(_) => Vec::new(),
        };
        if let Some(snapshot) = &*self.served.load() {
            all.extend(notices(snapshot, registries));
        }
        all
    }

    fn status(&self) -> Status {
        match &self.source {
            Source::Polled(polled) => match polled.poller() {
                Some(poller) => poller.status(),
                None => Status::new(ProviderState::NotReady),
            },
            Source::Manual(manual) => manual.status(),
            Source::File(file) => file.status(),
            Source::Text(taken) => Status::new(ProviderState::Ready).good_at(*taken),
        }
    }

    fn ready(&self, timeout: Duration) -> Status {
        let until = Instant::now() + timeout;
        while let Source::Polled(polled) = &self.source
            && let Some(poller) = polled.poller()
        {
            let status = poller.ready(until.saturating_duration_since(Instant::now()));
            // ConfigCat may have sent us elsewhere meanwhile.
            let is_same = polled
                .poller()
                .is_some_and(|now| Arc::ptr_eq(&now, &poller));
            if is_same || Instant::now() >= until {
                return status;
            }
        }
        self.status()
    }

    fn shutdown(&self) {
        match &self.source {
            Source::Polled(polled) => polled.shutdown(),
            Source::Manual(manual) => manual.shutdown(),
            Source::File(file) => file.shutdown(),
            Source::Text(_) => {}
        }
    }
}

/// What a person should know of a document.
fn notices(snapshot: &Snapshot, registries: &[&'static Registry]) -> Vec<Notice> {
    let aside = snapshot.set_aside.iter().map(|(key, reason)| {
        let message = format!("ConfigCat's setting `{key}` is set aside: {reason}");
        Notice::new(NoticeKind::SetAside, message)
    });
    let features = registries.iter().flat_map(|registry| registry.features());
    let features = features.filter_map(|feature| {
        let (key, ty) = (feature.provider_key(), feature.value_type());
        let message = if snapshot.is_gone(key, ty) {
            format!("ConfigCat's setting `{key}` is gone; what it said last is served")
        } else {
            mismatch(feature, snapshot.mismatch(key, ty)?)
        };
        Some(Notice::new(NoticeKind::SetAside, message))
    });
    aside.chain(features).collect()
}

fn mismatch(feature: &FeatureInfo, setting: &configcat::SettingType) -> String {
    use configcat::SettingType;

    let is = match setting {
        SettingType::Bool => "on or off",
        SettingType::String => "a text",
        SettingType::Int => "a whole number",
        SettingType::Float => "a decimal number",
    };
    format!(
        "ConfigCat's setting `{}` is {is}, and feature `{}` is {}",
        feature.provider_key(),
        feature.key(),
        feature.value_type().name()
    )
}

impl fmt::Debug for ConfigCatProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigCatProvider")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
