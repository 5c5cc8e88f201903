//! Polling for as long as the stream is silent or away.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::{ArcSwap, ArcSwapOption};
use flags_http::{Client, Document as Fetched, Origin, Poller, Request, Settings, Taken};
use flags_runtime::{Listener, Notice, ProviderState, Status};

use crate::health::{Health, Problem};
use crate::served::{Served, take};

/// Polls LaunchDarkly where that is wanted, and while somebody says so.
pub(crate) struct Fallback {
    request: Request,
    settings: Settings,
    /// So long a stream may be away before; `None` where nothing is ever polled.
    pub(crate) after: Option<Duration>,
    served: Arc<Served>,
    health: Arc<Health>,
    poller: ArcSwapOption<Poller>,
    /// Whether what it polls at present has been taken: known a moment before the poller says so.
    has_polled: ArcSwap<AtomicBool>,
    /// Whether it is over for good. Held while a poller is started.
    is_over: Mutex<bool>,
}

impl Fallback {
    /// Finds out whether it could be started, and waits until it is to.
    pub(crate) fn new(
        request: Request,
        settings: Settings,
        after: Option<Duration>,
        served: Arc<Served>,
        health: Arc<Health>,
    ) -> Result<Self, flags_http::StartError> {
        let settings = settings.wait(Duration::ZERO);
        Client::new("launchdarkly", &settings)?;
        Ok(Self {
            request,
            settings,
            after,
            served,
            health,
            poller: ArcSwapOption::empty(),
            has_polled: ArcSwap::default(),
            is_over: Mutex::new(false),
        })
    }

    /// Whether polling is on.
    pub(crate) fn is_on(&self) -> bool {
        self.poller.load().is_some()
    }

    /// Polls from now on.
    pub(crate) fn begin(&self) {
        let is_over = self.is_over.lock().unwrap_or_else(PoisonError::into_inner);
        if *is_over || self.is_on() {
            return;
        }
        let sink = {
            let (served, health) = (Arc::clone(&self.served), Arc::clone(&self.health));
            let has_polled = Arc::new(AtomicBool::new(false));
            self.has_polled.store(Arc::clone(&has_polled));
            move |document: &Fetched<'_>| {
                // The stream has said something newer, most likely.
                if document.origin() == Origin::Backup {
                    return Ok(Taken::Older);
                }
                let taken = take(document, &served)?;
                has_polled.store(true, Ordering::Release);
                health.polled();
                Ok(taken)
            }
        };
        let request = self.request.clone();
        match Poller::start("launchdarkly", "", request, &self.settings, sink) {
            Ok(poller) => {
                poller.subscribe(Arc::new(Forward(Arc::clone(&self.health))));
                self.poller.store(Some(Arc::new(poller)));
                drop(is_over);
                // It may have fetched before anybody listened to it.
                self.health.listeners.announce();
            }
            Err(error) => {
                drop(is_over);
                let problem = format!("LaunchDarkly's stream is away, and polling fails: {error}");
                self.health.bad(Problem::Away(problem));
            }
        }
    }

    /// Polls no more, for now. Returns what may take a while to be dropped.
    pub(crate) fn end(&self) -> Option<Arc<Poller>> {
        self.has_polled.store(Arc::default());
        self.poller.swap(None)
    }

    /// Polls no more, whoever says so.
    pub(crate) fn end_for_good(&self) {
        *self.is_over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        drop(self.end());
    }

    /// How the provider is, given how its stream is.
    pub(crate) fn status(&self, stream: Status) -> Status {
        if stream.state() == ProviderState::Ready {
            return stream;
        }
        let poller = self.poller.load();
        let polled = poller.as_ref().map(|poller| poller.status());
        let good_at = match &polled {
            Some(polled) if polled.state() == ProviderState::Ready => {
                polled.age().and_then(|age| Instant::now().checked_sub(age))
            }
            // The poller is about to say so.
            Some(polled) if polled.state() != ProviderState::NotReady => return stream,
            _ if self.has_polled.load().load(Ordering::Acquire) => Some(Instant::now()),
            _ => return stream,
        };
        let reason = stream.reason().unwrap_or("LaunchDarkly's stream is away");
        let status =
            Status::new(ProviderState::Ready).because(format!("{reason}; it is polled meanwhile"));
        good_at.map_or(status.clone(), |instant| status.good_at(instant))
    }

    pub(crate) fn notices(&self) -> Vec<Notice> {
        let poller = self.poller.load();
        poller.as_ref().map(|it| it.notices()).unwrap_or_default()
    }
}

/// Tells the provider's listeners of what the poller says.
struct Forward(Arc<Health>);

impl Listener for Forward {
    fn changed(&self) -> bool {
        self.0.listeners.announce();
        true
    }
}
