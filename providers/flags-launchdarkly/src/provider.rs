//! The provider.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use flags_http::{Document as Fetched, Poller, Request, Secret};
use flags_runtime::{
    Anonymous, Answer, Answers, ErrorKind, EvaluationContext, FeatureInfo, Listener, Notice,
    NoticeKind, Provider, ProviderState, Reason, Registry, Resolution, ResolveError, Status,
};
use flags_watched_file::WatchedFile;
use launchdarkly_server_sdk::{Client, Detail, FlagValue};
use launchdarkly_server_sdk_evaluation::{Context, ContextBuilder, evaluate};

use crate::answer;
use crate::builder::Kind;
use crate::document::{Document, FlagItem};
use crate::fallback::Fallback;
use crate::health::Health;
use crate::served::{Served, take};
use crate::snapshot::{Answering, Snapshot};
use crate::stream::Stream;
use crate::subject::{Subjects, Unidentified};
use crate::{BuildError, Builder};

/// Answers from LaunchDarkly. See the [crate](crate).
pub struct LaunchDarklyProvider {
    served: Arc<Served>,
    source: Source,
    subjects: Subjects,
    /// Whether evaluations go through the vendor's client, which tells LaunchDarkly of them.
    tells: bool,
}

enum Source {
    Stream(Stream),
    Polled(Poller),
    File(WatchedFile),
    /// A text, and when it was taken.
    Text(Instant),
}

impl LaunchDarklyProvider {
    /// Settings for LaunchDarkly's stream, or for polling it.
    ///
    /// ```no_run
    /// use flags_launchdarkly::LaunchDarklyProvider;
    ///
    /// let key = std::env::var("LAUNCHDARKLY_SDK_KEY").unwrap_or_default();
    /// flags_runtime::set_provider(LaunchDarklyProvider::builder(key).build()?);
    /// # Ok::<(), flags_launchdarkly::BuildError>(())
    /// ```
    pub fn builder(sdk_key: impl Into<String>) -> Builder {
        Builder::new(Kind::Remote(Secret::new(sdk_key)))
    }

    /// Settings for a file on the disk, which is watched: `{"flags": {…}, "segments": {…}}` as
    /// LaunchDarkly's SDKs read it, with `"flagValues": {"key": true}` for values that are the same for
    /// everybody.
    pub fn file(path: impl Into<PathBuf>) -> Builder {
        Builder::new(Kind::File(path.into()))
    }

    /// Settings for a text of the same form.
    ///
    /// ```
    /// use flags_launchdarkly::LaunchDarklyProvider;
    /// use flags_runtime::{Anonymous, Flags};
    ///
    /// let text = r#"{"flagValues": {"dark_mode": true}}"#;
    /// let provider = LaunchDarklyProvider::text(text).build()?;
    /// # let registry = flags_file::registry_from_text("shop", "[features.dark_mode]\n")?;
    /// # let dark_mode = registry.feature("dark_mode").ok_or("it is declared")?;
    /// assert!(Flags::new(provider).is_enabled(dark_mode, &Anonymous));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn text(text: impl Into<String>) -> Builder {
        Builder::new(Kind::Text(text.into()))
    }

    pub(crate) fn open(builder: Builder) -> Result<Self, BuildError> {
        let wait = builder.wait.unwrap_or(builder.http.longest_wait());
        let served = Served::new(builder.allow_empty);
        let tells = builder.stream.events;
        let source = match builder.kind {
            Kind::Remote(key) => {
                let url = format!("{}/sdk/latest-all", builder.stream.endpoints.polling);
                let request = Request::get(&url)
                    .and_then(|request| request.secret_header("authorization", &key));
                let request = request.map_err(|error| BuildError::Settings {
                    problem: error.to_string(),
                })?;
                if let Some(interval) = builder.polling {
                    let settings = builder.http.interval(interval).wait(wait);
                    let served = Arc::clone(&served);
                    let sink = move |document: &Fetched<'_>| take(document, &served);
                    let poller = Poller::start("launchdarkly", "", request, &settings, sink);
                    Source::Polled(poller.map_err(BuildError::start)?)
                } else {
                    let (after, interval) = builder.stream.fallback.unzip();
                    let http = match interval {
                        Some(interval) => builder.http.interval(interval),
                        None => builder.http,
                    };
                    let health = Arc::new(Health::default());
                    let all = (Arc::clone(&served), Arc::clone(&health));
                    let fallback = Fallback::new(request, http, after, all.0, all.1);
                    let fallback = fallback.map_err(BuildError::start)?;
                    let served = Arc::clone(&served);
                    let stream = Stream::start(key, builder.stream, fallback, served, health)
                        .map_err(BuildError::Thread)?;
                    stream.health.wait(wait);
                    Source::Stream(stream)
                }
            }
            Kind::File(path) => {
                let interval = builder.interval.unwrap_or(Duration::from_secs(1));
                let sink = {
                    let served = Arc::clone(&served);
                    move |text: &str| {
                        let taken = served.replace(Document::parse(text)?, false);
                        taken.map(drop).map_err(|suspicious| suspicious.to_string())
                    }
                };
                let file = WatchedFile::open("launchdarkly", path, interval, sink);
                Source::File(file.map_err(BuildError::file)?)
            }
            Kind::Text(text) => {
                let document =
                    Document::parse(&text).map_err(|reason| BuildError::Refused { reason })?;
                let taken = served.replace(document, false);
                taken.map_err(|suspicious| BuildError::Refused {
                    reason: suspicious.to_string(),
                })?;
                Source::Text(Instant::now())
            }
        };
        Ok(Self {
            served,
            source,
            subjects: builder.subjects,
            tells,
        })
    }

    fn answer(
        &self,
        snapshot: &Snapshot,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let key = feature.provider_key();
        match snapshot.answering(key, feature.value_type()) {
            Answering::Flag(item, is_stale) => {
                let subject = self.subject(feature, context, item)?;
                let detail = match self.client().filter(|_| !is_stale) {
                    Some(client) => ask(&client, &subject, key),
                    None => {
                        let detail = evaluate(snapshot, &item.flag, &subject, None);
                        detail.map(Clone::clone)
                    }
                };
                let current = answer::of_detail(feature, &item.facts, &detail)?;
                Ok(Some(if is_stale {
                    let old = Resolution::new(current.value().clone(), Reason::Stale);
                    match current.variant() {
                        Some(variant) => old.with_variant(variant.to_owned()),
                        None => old,
                    }
                } else {
                    current
                }))
            }
            Answering::Mismatch(item) => Err(ResolveError::new(
                ErrorKind::TypeMismatch,
                mismatch(feature, item),
            )),
            Answering::SetAside(reason) => Err(ResolveError::new(
                ErrorKind::ParseError,
                format!("LaunchDarkly's flag `{key}` is set aside: {reason}"),
            )),
            Answering::Missing => Ok(None),
        }
    }

    fn subject(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
        item: &FlagItem,
    ) -> Result<Context, ResolveError> {
        match self.subjects.context(feature.registry(), context) {
            Ok(subject) => Ok(subject),
            // Nothing is asked of the subject, so that any will do.
            Err(Unidentified) if item.facts.is_static => nobody(),
            Err(Unidentified) => Err(ResolveError::new(
                ErrorKind::TargetingKeyMissing,
                "LaunchDarkly identifies each subject by a key, and the context has none",
            )),
        }
    }

    /// The vendor's client, where it is to tell LaunchDarkly of evaluations.
    fn client(&self) -> Option<Arc<Client>> {
        match &self.source {
            Source::Stream(stream) if self.tells => stream.client(),
            _ => None,
        }
    }
}

fn nobody() -> Result<Context, ResolveError> {
    ContextBuilder::new("nobody").build().map_err(|error| {
        let message = format!("LaunchDarkly's crate refuses a subject: {error}");
        ResolveError::new(ErrorKind::InvalidContext, message)
    })
}

/// What the vendor's client says, which counts it among its events.
fn ask(client: &Client, subject: &Context, key: &str) -> Detail<FlagValue> {
    let detail = client.json_variation_detail(subject, key, serde_json::Value::Null);
    let value = detail.value.filter(|value| !value.is_null());
    Detail {
        value: value.map(FlagValue::from),
        variation_index: detail.variation_index,
        reason: detail.reason,
    }
}

impl Provider for LaunchDarklyProvider {
    fn name(&self) -> &str {
        "launchdarkly"
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
        let snapshot = self.served.load();
        let Some(snapshot) = &*snapshot else {
            return Answers::new(vec![Answer::Fixed(Ok(None)); registry.features().len()]);
        };
        let answers = registry.features().iter().map(|feature| {
            match snapshot.answering(feature.provider_key(), feature.value_type()) {
                // LaunchDarkly is to hear of each evaluation, so each has to be asked for.
                Answering::Flag(..) if self.tells => Answer::Ask,
                Answering::Flag(item, _) if !item.facts.is_static => Answer::Ask,
                _ => Answer::Fixed(self.answer(snapshot, feature, &Anonymous)),
            }
        });
        Answers::new(answers.collect()).with_version(snapshot.version.clone())
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        match &self.source {
            Source::Stream(stream) => stream.health.listeners.add(listener),
            Source::Polled(poller) => poller.subscribe(listener),
            Source::File(file) => file.subscribe(listener),
            Source::Text(_) => {}
        }
    }

    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let mut all = match &self.source {
            Source::Stream(stream) => stream.notices(),
            Source::Polled(poller) => poller.notices(),
            Source::File(file) => file.notices(),
            Source::Text(_) => Vec::new(),
        };
        if let Some(snapshot) = &*self.served.load() {
            all.extend(snapshot.problems().map(|(what, why)| {
                let message = format!("LaunchDarkly's {what} is set aside: {why}");
                Notice::new(NoticeKind::SetAside, message)
            }));
            let unknown = snapshot.unknown().into_iter();
            all.extend(unknown.map(|message| Notice::new(NoticeKind::Ignored, message)));
            let features = registries.iter().flat_map(|registry| registry.features());
            all.extend(features.filter_map(|feature| {
                let (key, ty) = (feature.provider_key(), feature.value_type());
                let message = if snapshot.is_gone(key, ty) {
                    format!("LaunchDarkly's flag `{key}` is gone; what it said last is served")
                } else {
                    mismatch(feature, snapshot.mismatch(key, ty)?)
                };
                Some(Notice::new(NoticeKind::SetAside, message))
            }));
        }
        all
    }

    fn status(&self) -> Status {
        match &self.source {
            Source::Stream(stream) => stream.status(),
            Source::Polled(poller) => poller.status(),
            Source::File(file) => file.status(),
            Source::Text(taken) => Status::new(ProviderState::Ready).good_at(*taken),
        }
    }

    fn ready(&self, timeout: Duration) -> Status {
        match &self.source {
            Source::Stream(stream) => {
                stream.health.wait(timeout);
                stream.status()
            }
            Source::Polled(poller) => poller.ready(timeout),
            Source::File(_) | Source::Text(_) => self.status(),
        }
    }

    fn shutdown(&self) {
        match &self.source {
            Source::Stream(stream) => stream.shutdown(),
            Source::Polled(poller) => poller.shutdown(),
            Source::File(file) => file.shutdown(),
            Source::Text(_) => {}
        }
    }
}

fn mismatch(feature: &FeatureInfo, item: &FlagItem) -> String {
    format!(
        "the variations of LaunchDarkly's flag `{}` are {}, and feature `{}` is {}",
        feature.provider_key(),
        item.facts.kind.in_words(),
        feature.key(),
        feature.value_type().name()
    )
}

impl fmt::Debug for LaunchDarklyProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LaunchDarklyProvider")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
