//! Polling for as long as the stream is silent or away.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use flags_http::{Client, Document as Fetched, Origin, Poller, Refused, Request, Settings, Taken};
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
            move |document: &Fetched<'_>| polled(document, &served, &health)
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
        self.poller.swap(None)
    }

    /// Polls no more, whoever says so.
    pub(crate) fn end_for_good(&self) {
        *self.is_over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        drop(self.end());
    }

    /// How the provider is, given how its stream is.
    pub(crate) fn status(&self, stream: Status) -> Status {
        let poller = self.poller.load();
        let polled = poller.as_ref().map(|poller| poller.status());
        match polled.filter(|polled| polled.state() == ProviderState::Ready) {
            Some(polled) if stream.state() != ProviderState::Ready => {
                let reason = stream.reason().unwrap_or("LaunchDarkly's stream is away");
                let status = Status::new(ProviderState::Ready)
                    .because(format!("{reason}; it is polled meanwhile"));
                let good_at = polled.age().and_then(|age| Instant::now().checked_sub(age));
                good_at.map_or(status.clone(), |instant| status.good_at(instant))
            }
            _ => stream,
        }
    }

    pub(crate) fn notices(&self) -> Vec<Notice> {
        let poller = self.poller.load();
        poller.as_ref().map(|it| it.notices()).unwrap_or_default()
    }
}

fn polled(document: &Fetched<'_>, served: &Served, health: &Health) -> Result<Taken, Refused> {
    // The stream has said something newer, most likely.
    if document.origin() == Origin::Backup {
        return Ok(Taken::Older);
    }
    let taken = take(document, served)?;
    health.polled();
    Ok(taken)
}

/// Tells the provider's listeners of what the poller says.
struct Forward(Arc<Health>);

impl Listener for Forward {
    fn changed(&self) -> bool {
        self.0.listeners.announce();
        true
    }
}
