//! ConfigCat's servers.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Instant;

use flags_http::{
    Client, Document as Fetched, Poller, Refused, Request, Secret, Settings, StartError, Taken,
};
use flags_runtime::{Listener, Listeners, Notice, NoticeKind, ProviderState, Status};

use crate::document::{Document, Redirect};
use crate::served::{Refusal, Served};

/// ConfigCat says of each document where it is to be had; it sends nobody around more often.
const REDIRECTS: u32 = 3;

/// Where the data is fetched, and with what.
pub(crate) struct Origin {
    pub(crate) key: Secret,
    pub(crate) base: String,
    /// Whether somebody has chosen the address, other than by data governance.
    pub(crate) is_custom: bool,
}

impl Origin {
    fn request(&self) -> Result<Request, flags_http::InvalidRequest> {
        let (base, key) = (self.base.trim_end_matches('/'), self.key.expose());
        let url = format!("{base}/configuration-files/{key}/config_v6.json");
        Ok(Request::get(&url)?.hiding(&self.key))
    }

    /// The other place, if ConfigCat's rules for this bind us, and it is one to send the key to.
    fn follow(&self, redirect: &Redirect) -> Option<Self> {
        let is_here = redirect.url == self.base.trim_end_matches('/');
        let is_proxy = self.key.expose().starts_with(PROXY);
        let is_bound = !self.is_custom || (redirect.is_forced && !is_proxy);
        (!is_here && is_bound && is_trusted(&self.base, &redirect.url)).then(|| Self {
            key: self.key.clone(),
            base: redirect.url.clone(),
            is_custom: self.is_custom,
        })
    }
}

/// SDK keys of ConfigCat's proxy begin so.
pub(crate) const PROXY: &str = "configcat-proxy/";

/// The key goes to ConfigCat, or to the host that it was given to.
fn is_trusted(base: &str, other: &str) -> bool {
    let host = |url: &str| {
        let (scheme, rest) = url.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        // Whatever stands before an `@` is no host.
        let host = authority.rsplit('@').next()?.split(':').next()?;
        Some((scheme.to_ascii_lowercase(), host.to_ascii_lowercase()))
    };
    let (Some(base), Some(other)) = (host(base), host(other)) else {
        return false;
    };
    base == other || (other.0 == "https" && other.1.ends_with(".configcat.com"))
}

/// Polls.
pub(crate) struct Polled {
    shared: Arc<Shared>,
}

struct Shared {
    served: Arc<Served>,
    settings: Settings,
    listeners: Arc<Listeners>,
    current: Mutex<Current>,
    redirects: AtomicU32,
}

struct Current {
    origin: Arc<Origin>,
    poller: Option<Arc<Poller>>,
    ended: bool,
}

impl Polled {
    pub(crate) fn start(
        origin: Origin,
        settings: Settings,
        served: Arc<Served>,
    ) -> Result<Self, RemoteError> {
        let origin = Arc::new(origin);
        let shared = Arc::new(Shared {
            served,
            settings,
            listeners: Arc::default(),
            current: Mutex::new(Current {
                origin: Arc::clone(&origin),
                poller: None,
                ended: false,
            }),
            redirects: AtomicU32::new(0),
        });
        let poller = shared.poll(&origin)?;
        let mut current = shared.current();
        // Its first document may have led on already.
        let left = match current.poller {
            None => current.poller.replace(poller),
            Some(_) => Some(poller),
        };
        drop(current);
        if let Some(left) = left {
            left.shutdown();
        }
        Ok(Self { shared })
    }

    pub(crate) fn poller(&self) -> Option<Arc<Poller>> {
        self.shared.current().poller.clone()
    }

    pub(crate) fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.shared.listeners.add(listener);
    }

    pub(crate) fn shutdown(&self) {
        let mut current = self.shared.current();
        current.ended = true;
        let poller = current.poller.clone();
        drop(current);
        if let Some(poller) = poller {
            poller.shutdown();
        }
    }
}

impl Drop for Polled {
    fn drop(&mut self) {
        self.shutdown();
    }
}

impl Shared {
    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn poll(self: &Arc<Self>, origin: &Arc<Origin>) -> Result<Arc<Poller>, RemoteError> {
        let request = origin.request().map_err(RemoteError::Request)?;
        let sink = {
            // The poller is part of what is shared.
            let (shared, origin) = (Arc::downgrade(self), Arc::clone(origin));
            move |document: &Fetched<'_>| take(&shared, &origin, document)
        };
        let poller = Poller::start("configcat", "", request, &self.settings, sink)
            .map_err(RemoteError::Start)?;
        poller.subscribe(Arc::new(Forward(Arc::clone(&self.listeners))));
        Ok(Arc::new(poller))
    }

    /// Polls elsewhere from now on. On a thread of its own, which ends with it: the poller's thread
    /// cannot end itself.
    fn follow(self: &Arc<Self>, origin: Origin) {
        if self.redirects.fetch_add(1, Ordering::Relaxed) >= REDIRECTS {
            return;
        }
        let shared = Arc::clone(self);
        let thread = thread::Builder::new().name("flags-configcat-redirect".to_owned());
        // Without a thread the next document tries again.
        let _ = thread.spawn(move || {
            let origin = Arc::new(origin);
            let Ok(poller) = shared.poll(&origin) else {
                return;
            };
            let mut current = shared.current();
            let old = if current.ended {
                Some(poller)
            } else {
                current.origin = origin;
                current.poller.replace(poller)
            };
            drop(current);
            if let Some(old) = old {
                old.shutdown();
            }
            shared.listeners.announce();
        });
    }
}

fn take(shared: &Weak<Shared>, origin: &Origin, document: &Fetched<'_>) -> Result<Taken, Refused> {
    let Some(shared) = shared.upgrade() else {
        return Ok(Taken::Same);
    };
    let text = document.text();
    let elsewhere = Served::redirect(text).and_then(|redirect| origin.follow(&redirect));
    // Two pollers share what is served for a moment; the one that is left behind says nothing.
    let is_left = {
        let current = shared.current();
        current.poller.is_some() && current.origin.base != origin.base
    };
    let taken = if is_left && elsewhere.is_some() {
        Ok(false)
    } else {
        shared.served.take(text, Document::parse)
    };
    if let Some(elsewhere) = elsewhere {
        shared.follow(elsewhere);
    }
    match taken {
        Ok(true) => Ok(Taken::Changed),
        Ok(false) => Ok(Taken::Same),
        Err(Refusal::Invalid(reason)) => Err(Refused::invalid(reason)),
        Err(Refusal::Suspicious(reason)) => Err(Refused::suspicious(reason)),
    }
}

/// Tells the listeners of the provider what a poller tells.
struct Forward(Arc<Listeners>);

impl Listener for Forward {
    fn changed(&self) -> bool {
        self.0.announce();
        true
    }
}

/// Fetches when it is told to.
pub(crate) struct Manual {
    served: Arc<Served>,
    client: Client,
    pub(crate) listeners: Listeners,
    /// Held while a document is fetched.
    fetching: Mutex<Place>,
    health: Mutex<Health>,
}

struct Place {
    origin: Origin,
    etag: Option<String>,
}

#[derive(Default)]
struct Health {
    problem: Option<(bool, String)>,
    good_at: Option<Instant>,
    shut_down: bool,
}

impl Manual {
    pub(crate) fn new(
        origin: Origin,
        settings: &Settings,
        served: Arc<Served>,
    ) -> Result<Self, RemoteError> {
        origin.request().map_err(RemoteError::Request)?;
        Ok(Self {
            served,
            client: Client::new("configcat", settings).map_err(RemoteError::Start)?,
            listeners: Listeners::new(),
            fetching: Mutex::new(Place { origin, etag: None }),
            health: Mutex::default(),
        })
    }

    /// Fetches, and waits for it.
    pub(crate) fn refresh(&self) -> Status {
        let mut place = self.fetching.lock().unwrap_or_else(PoisonError::into_inner);
        let fetched = self.fetch(&mut place);
        drop(place);
        let mut health = self.health();
        let was = health.problem.take();
        let is_news = match fetched {
            Ok(is_new) => {
                health.good_at = Some(Instant::now());
                is_new || was.is_some()
            }
            Err(problem) => {
                health.problem = Some(problem);
                health.problem != was
            }
        };
        drop(health);
        if is_news {
            self.listeners.announce();
        }
        self.status()
    }

    /// Whether there is another document, or why not, and whether that is because it is refused.
    fn fetch(&self, place: &mut Place) -> Result<bool, (bool, String)> {
        let mut is_new = false;
        for _ in 0..=REDIRECTS {
            let wrong = |error: flags_http::InvalidRequest| (false, error.to_string());
            let mut request = place.origin.request().map_err(wrong)?;
            if let Some(etag) = &place.etag {
                request = request.header("if-none-match", etag).map_err(wrong)?;
            }
            let sent = self.client.send(&request);
            let response = sent.map_err(|error| (false, error.to_string()))?;
            if let Some(failure) = response.failure() {
                return Err((false, failure.to_string()));
            }
            if response.status() == 304 {
                return Ok(is_new);
            }
            let refused = |reason: &str| (true, format!("the answer is refused: {reason}"));
            let text = response.text().map_err(|error| refused(error.reason()))?;
            let redirect = Served::redirect(text);
            let elsewhere = redirect.and_then(|redirect| place.origin.follow(&redirect));
            let taken = self.served.take(text, Document::parse);
            if let Some(elsewhere) = elsewhere {
                is_new |= taken.unwrap_or(false);
                *place = Place {
                    origin: elsewhere,
                    etag: None,
                };
                continue;
            }
            let taken = taken.map_err(|refusal| refused(&refusal.into_reason()))?;
            place.etag = response.header("etag").map(str::to_owned);
            return Ok(is_new | taken);
        }
        Err((
            false,
            "ConfigCat says that the data is elsewhere, again and again".to_owned(),
        ))
    }

    pub(crate) fn status(&self) -> Status {
        let has_data = self.served.load().is_some();
        let health = self.health();
        let status = match (&health.problem, has_data) {
            (Some((_, reason)), _) => Status::new(match has_data {
                true => ProviderState::Stale,
                false => ProviderState::Error,
            })
            .because(reason.clone()),
            (None, true) if health.shut_down => {
                Status::new(ProviderState::Stale).because("it was shut down and fetches nothing")
            }
            (None, true) => Status::new(ProviderState::Ready),
            (None, false) => {
                Status::new(ProviderState::NotReady).because("nobody has called `refresh` yet")
            }
        };
        match health.good_at {
            Some(instant) => status.good_at(instant),
            None => status,
        }
    }

    pub(crate) fn notices(&self) -> Vec<Notice> {
        let health = self.health();
        let refused = health
            .problem
            .as_ref()
            .filter(|(is_refused, _)| *is_refused);
        let refused = refused.map(|(_, reason)| Notice::new(NoticeKind::Refused, reason.clone()));
        refused.into_iter().collect()
    }

    pub(crate) fn shutdown(&self) {
        self.health().shut_down = true;
        self.client.shutdown();
    }

    fn health(&self) -> MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why nothing can be fetched.
#[derive(Debug)]
pub(crate) enum RemoteError {
    Request(flags_http::InvalidRequest),
    Start(StartError),
}

#[cfg(test)]
mod tests;
