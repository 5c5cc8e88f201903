//! The client for many contexts.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Instant;

use arc_swap::ArcSwap;
use flags_http::{Client, FetchError, FetchErrorKind, Pending, Request, Response};
use flags_runtime::{
    Answer, Answers, ErrorKind, Evaluation, EvaluationContext, Feature, FeatureInfo, FeatureValue,
    Flags, Listener, Listeners, Provider, ProviderState, Registry, Resolution, ResolveError,
    Status,
};
use serde_json::Value as Json;

use crate::answer::{Flag, failure};
use crate::builder::Endpoint;
use crate::context::Disclosure;
use crate::pinned::{Pins, Prefetched};
use crate::snapshot::Snapshot;
use crate::{BuildError, Builder, Details, OfrepError};

/// Asks a service for whichever context, and pins what it answers.
///
/// Clones are one client. As a provider it answers, from memory, for the contexts that are pinned at the
/// time. [`Provider::shutdown`] ends what is under way.
#[derive(Clone)]
pub struct OfrepClient {
    inner: Arc<Inner>,
}

struct Inner {
    name: &'static str,
    client: Client,
    endpoint: Endpoint,
    disclosure: Disclosure,
    pins: Arc<Pins>,
    /// Fingerprints cannot be guessed, so that no visitor can pass for another.
    seed: u64,
    health: ArcSwap<Health>,
    listeners: Listeners,
}

#[derive(Clone, Debug, Default)]
struct Health {
    error: Option<OfrepError>,
    good_at: Option<Instant>,
}

impl OfrepClient {
    /// Settings for a client of the service at this address: what stands before `/ofrep/v1` there.
    pub fn builder(base: impl Into<String>) -> Builder {
        Builder::new(base)
    }

    /// The preset for CloudBees Feature Management behind a sidecar of yours that speaks OFREP: see
    /// [`OfrepProvider::cloudbees`](crate::OfrepProvider::cloudbees) for what was proven of it.
    pub fn cloudbees(sidecar: Option<&str>) -> Builder {
        crate::OfrepProvider::cloudbees(sidecar)
    }

    pub(crate) fn start(builder: Builder) -> Result<Self, BuildError> {
        // What is wrong with the address is said now, not in the first request.
        builder.endpoint.check()?;
        Ok(Self {
            inner: Arc::new(Inner {
                client: Client::new(builder.name, &builder.settings())?,
                name: builder.name,
                endpoint: builder.endpoint,
                disclosure: builder.disclosure,
                pins: Arc::default(),
                seed: RandomState::new().hash_one(0_u8),
                health: ArcSwap::default(),
                listeners: Listeners::new(),
            }),
        })
    }

    /// Fetches all flags for a context, and pins them for as long as the answer lives.
    ///
    /// The future fails where the context has no targeting key, or the service does not evaluate it.
    pub fn prefetch(&self, context: &dyn EvaluationContext) -> Pending<Prefetched, OfrepError> {
        let asked = self.asked(context);
        self.in_background(move |this| this.fetch(asked?, None))
    }

    /// The same on this thread, which it blocks; at most for
    /// [`Settings::timeout`](crate::Settings::timeout).
    ///
    /// # Errors
    ///
    /// If the context has no targeting key, or the service does not evaluate it.
    pub fn prefetch_blocking(
        &self,
        context: &dyn EvaluationContext,
    ) -> Result<Prefetched, OfrepError> {
        self.fetch(self.asked(context)?, None)
    }

    /// Fetches what was prefetched again, for the same context; the service need not send what has not
    /// changed. The old answer stays pinned for as long as it lives.
    pub fn refetch(&self, prefetched: &Prefetched) -> Pending<Prefetched, OfrepError> {
        let asked = Asked {
            body: prefetched.body.clone(),
            fingerprint: prefetched.fingerprint,
        };
        let known = Known {
            snapshot: Arc::clone(&prefetched.snapshot),
            etag: prefetched.etag.clone(),
        };
        self.in_background(move |this| this.fetch(asked, Some(known)))
    }

    /// Asks the service for one feature and one context, now. What goes wrong is in
    /// [`Evaluation::error`], beside the declared value.
    ///
    /// The features that it `needs` are not asked for; their declared values and rules say whether they
    /// hold.
    pub async fn evaluate<T: FeatureValue>(
        &self,
        feature: Feature<T>,
        context: &dyn EvaluationContext,
    ) -> Evaluation<T> {
        let info = feature.info();
        let answer = match self.details(info.provider_key(), context).await {
            Ok(details) => details.flag.resolution(info),
            Err(error) => Err(error.into_resolve_error()),
        };
        let one = One {
            name: self.inner.name,
            feature: info,
            answer,
        };
        Flags::new(one).evaluate(feature, context)
    }

    /// Asks the service for one flag and one context, now, and gives all that it says, metadata
    /// included.
    pub fn details(
        &self,
        key: &str,
        context: &dyn EvaluationContext,
    ) -> Pending<Details, OfrepError> {
        let body = self.inner.disclosure.body(context);
        let key = key.to_owned();
        self.in_background(move |this| {
            let request = this.inner.endpoint.single(&key, body?)?;
            this.noting(|client| {
                let response = client.send(&request)?;
                single(&key, &response)
            })
        })
    }

    /// How many answers are pinned at present.
    #[must_use]
    pub fn pinned(&self) -> usize {
        self.inner.pins.len()
    }

    fn in_background<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Self) -> Result<T, OfrepError> + Send + 'static,
    ) -> Pending<T, OfrepError> {
        let this = self.clone();
        self.inner.client.in_background(move |_| job(&this))
    }

    fn asked(&self, context: &dyn EvaluationContext) -> Result<Asked, OfrepError> {
        Ok(Asked {
            body: self.inner.disclosure.body(context)?,
            fingerprint: self.inner.disclosure.fingerprint(context, self.inner.seed),
        })
    }

    fn fetch(&self, asked: Asked, known: Option<Known>) -> Result<Prefetched, OfrepError> {
        let request = self.inner.endpoint.bulk(asked.body.clone());
        let mut request =
            request.map_err(|error| OfrepError::new(ErrorKind::General, error.to_string()))?;
        if let Some(etag) = known.as_ref().and_then(|known| known.etag.as_deref()) {
            request = conditional(request, etag);
        }
        let (snapshot, etag) = self.noting(|client| {
            let response = client.send(&request)?;
            if let (304, Some(known)) = (response.status(), known) {
                return Ok((known.snapshot, known.etag));
            }
            let etag = response.header("etag").map(str::to_owned);
            Ok((Arc::new(bulk(&response)?), etag))
        })?;
        self.inner.pins.add(asked.fingerprint, &snapshot);
        Ok(Prefetched {
            name: self.inner.name,
            snapshot,
            fingerprint: asked.fingerprint,
            pins: Arc::clone(&self.inner.pins),
            body: asked.body,
            etag,
        })
    }

    /// Makes a request, and remembers how it went.
    fn noting<T>(
        &self,
        ask: impl FnOnce(&Client) -> Result<T, OfrepError>,
    ) -> Result<T, OfrepError> {
        let answer = ask(&self.inner.client);
        // That the service answers about a flag or a context says that it is well.
        let error = answer
            .as_ref()
            .err()
            .filter(|error| error.fetch_kind().is_some());
        let before = self.inner.health.load_full();
        let is_news = before.error.is_some() != error.is_some() || before.good_at.is_none();
        self.inner.health.store(Arc::new(Health {
            error: error.cloned(),
            good_at: match error {
                None => Some(Instant::now()),
                Some(_) => before.good_at,
            },
        }));
        if is_news {
            self.inner.listeners.announce();
        }
        answer
    }
}

/// What is asked for.
struct Asked {
    body: String,
    fingerprint: u128,
}

/// What was answered before to the same.
struct Known {
    snapshot: Arc<Snapshot>,
    etag: Option<String>,
}

fn conditional(request: Request, etag: &str) -> Request {
    match request.clone().header("if-none-match", etag) {
        Ok(request) => request,
        // It came in a header, and so fits into one.
        Err(_) => request,
    }
}

/// The body of a bulk evaluation, or why it was none.
fn bulk(response: &Response) -> Result<Snapshot, OfrepError> {
    if let Some(error) = reported(response) {
        return Err(error);
    }
    let refused = |refused: flags_http::Refused| {
        OfrepError::from(FetchError::new(
            FetchErrorKind::Refused,
            refused.to_string(),
        ))
        .with_kind(ErrorKind::ParseError)
    };
    if response.status() == 304 {
        let unasked = "the service answered 304, which was not asked for";
        return Err(FetchError::new(FetchErrorKind::Protocol, unasked).into());
    }
    let text = response.text().map_err(refused)?;
    Snapshot::read(text, response.header("etag"), None).map_err(refused)
}

/// The body of a single evaluation, or why it was none.
fn single(key: &str, response: &Response) -> Result<Details, OfrepError> {
    if let Some(error) = reported(response) {
        return Err(error);
    }
    let invalid = |problem: &str| {
        OfrepError::new(
            ErrorKind::ParseError,
            format!("the service's answer for `{key}` is refused: {problem}"),
        )
    };
    let text = response
        .text()
        .map_err(|refused| invalid(refused.reason()))?;
    let json: Json = serde_json::from_str(text).map_err(|error| invalid(&error.to_string()))?;
    let (named, flag) = Flag::read(&json).map_err(invalid)?;
    if named != key {
        return Err(invalid(&format!("it is for `{named}`")));
    }
    Ok(Details { flag })
}

/// What the service reports instead of an evaluation.
fn reported(response: &Response) -> Option<OfrepError> {
    let failed = response.failure()?;
    let body: Option<Json> = response
        .text()
        .ok()
        .and_then(|text| serde_json::from_str(text).ok());
    let text = |name: &str| {
        let text = body.as_ref()?.get(name)?.as_str()?;
        Some(text.to_owned())
    };
    let error = match (response.status(), text("errorCode")) {
        (400 | 404, Some(code)) => {
            let error = failure(&code, text("errorDetails"));
            return Some(OfrepError::new(error.kind(), error.message()));
        }
        (404, None) => FetchError::new(
            failed.kind(),
            format!("{failed}; the address is what stands before `/ofrep/v1`"),
        ),
        (_, _) => match text("errorDetails") {
            Some(details) => FetchError::new(failed.kind(), format!("{failed}: {details}")),
            None => failed.clone(),
        },
    };
    Some(OfrepError::of(error, failed.retry_after()))
}

impl Provider for OfrepClient {
    fn name(&self) -> &str {
        self.inner.name
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let inner = &self.inner;
        let fingerprint = inner.disclosure.fingerprint(context, inner.seed);
        inner.pins.with(fingerprint, |snapshot| match snapshot {
            Some(snapshot) => snapshot.resolve(feature),
            None => Err(ResolveError::new(
                ErrorKind::ProviderNotReady,
                "nothing was prefetched for this context",
            )),
        })
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.inner.listeners.add(listener);
    }

    /// NotReady before the first request; how the last one went, after that.
    fn status(&self) -> Status {
        let health = self.inner.health.load();
        let status = match (&health.error, health.good_at) {
            (None, None) => Status::new(ProviderState::NotReady).because("nothing was asked yet"),
            (None, Some(_)) => Status::new(ProviderState::Ready),
            (Some(error), _) => Status::new(ProviderState::Error).because(error.to_string()),
        };
        match health.good_at {
            Some(instant) => status.good_at(instant),
            None => status,
        }
    }

    fn shutdown(&self) {
        self.inner.client.shutdown();
    }
}

impl fmt::Debug for OfrepClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OfrepClient")
            .field("name", &self.inner.name)
            .field("endpoint", &self.inner.endpoint)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

/// An answer for one feature, and no opinion on others.
struct One {
    name: &'static str,
    feature: &'static FeatureInfo,
    answer: Result<Option<Resolution>, ResolveError>,
}

impl One {
    fn answer(&self, feature: &FeatureInfo) -> Result<Option<Resolution>, ResolveError> {
        if std::ptr::eq(feature.registry(), self.feature.registry())
            && feature.index() == self.feature.index()
        {
            self.answer.clone()
        } else {
            Ok(None)
        }
    }
}

impl Provider for One {
    fn name(&self) -> &str {
        self.name
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        self.answer(feature)
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        let features = registry.features().iter();
        Answers::new(
            features
                .map(|feature| Answer::Fixed(self.answer(feature)))
                .collect(),
        )
    }
}
