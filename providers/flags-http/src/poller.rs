//! Fetches a document again and again.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use flags_runtime::{Listener, Listeners, Notice, NoticeKind, ProviderState, Status};

use crate::backup::{Backup, Stored};
use crate::counts::Counters;
use crate::document::{Document, Origin};
use crate::failure::Class;
use crate::health::{Data, Health};
use crate::{Client, Counts, Request, Settings, Sink, StartError};

use signal::Signal;
use worker::Worker;

mod signal;
mod worker;

/// Fetches a document on a thread of its own, again and again, and hands it to a provider.
///
/// Its methods are what a provider's own methods of the same names are to call. It is shut down when
/// it is dropped.
///
/// After a fork, the child has no thread: the status says so, and [`Poller::postfork`] starts one.
/// The answers stay correct meanwhile, as far as they are known.
pub struct Poller {
    shared: Arc<Shared>,
    worker: Mutex<Option<Worker>>,
}

/// What a poller and its thread have in common.
pub(crate) struct Shared {
    name: String,
    request: Request,
    settings: Settings,
    sink: Box<dyn Sink>,
    backup: Option<Backup>,
    /// Replaced after a fork, as is the signal: what was locked in the parent stays locked for ever.
    client: ArcSwap<Client>,
    signal: ArcSwap<Signal>,
    /// Read without a lock.
    health: ArcSwap<Health>,
    listeners: Listeners,
    counters: Counters,
    /// The process whose thread refreshes.
    process: AtomicU32,
}

impl Poller {
    /// Takes the backup, if there is one, and fetches from now on; waits for the first data as long
    /// as [`Settings::wait`] says.
    ///
    /// `name` is the provider's: the thread is called after it. `identity` names an environment or
    /// project that URL and key do not tell, for the backup; it may be empty.
    ///
    /// # Errors
    ///
    /// If the settings cannot be used, or there is no thread to be had; not because the service
    /// cannot be reached.
    pub fn start(
        name: &str,
        identity: &str,
        request: Request,
        settings: &Settings,
        sink: impl Sink,
    ) -> Result<Self, StartError> {
        let backup = settings
            .backup
            .as_ref()
            .map(|path| Backup::new(path.clone(), identity, &request, settings.max_size));
        let shared = Arc::new(Shared {
            name: name.to_owned(),
            request,
            settings: settings.clone(),
            sink: Box::new(sink),
            backup,
            client: ArcSwap::from_pointee(Client::new(name, settings)?),
            signal: ArcSwap::default(),
            health: ArcSwap::default(),
            listeners: Listeners::new(),
            counters: Counters::default(),
            process: AtomicU32::new(std::process::id()),
        });
        let stored = shared.take_backup();
        let worker = Worker::start(&shared, stored).map_err(StartError::Thread)?;
        let poller = Self {
            shared,
            worker: Mutex::new(Some(worker)),
        };
        poller.wait_for(settings.wait, |health| {
            // The backup may be old, so the first attempt is waited for all the same.
            health.data == Data::Fetched || (health.data == Data::Backup && health.attempts > 0)
        });
        Ok(poller)
    }

    /// Tells this one too of changes: of what is served, of the status, of notices.
    pub fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.shared.listeners.add(listener);
    }

    /// Tells everybody of a change that is the provider's own.
    pub fn announce(&self) {
        self.shared.listeners.announce();
    }

    /// How it is: NotReady before there is data, Ready, Stale with the age where newer data cannot be
    /// had, Error where the service denies access or has never said anything that could be used.
    #[must_use]
    pub fn status(&self) -> Status {
        let health = self.shared.health.load();
        if self.shared.is_in_other_process() && !health.is_shut_down {
            let state = match health.data {
                Data::None => ProviderState::NotReady,
                Data::Backup | Data::Fetched => ProviderState::Stale,
            };
            let status = Status::new(state).because(
                "the process was forked, and the child has no thread that refreshes; call \
                 `postfork` in it, or build the provider there",
            );
            return match health.good_at {
                Some(instant) => status.good_at(instant),
                None => status,
            };
        }
        health.status()
    }

    /// Waits until there is data, at most this long, and says how it is then. Where the service
    /// denies access, or it was shut down, it does not wait on.
    pub fn ready(&self, timeout: Duration) -> Status {
        self.wait_for(timeout, |health| health.data != Data::None);
        self.status()
    }

    /// What a person should read: why a document was refused, why the backup is not used.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let health = self.shared.health.load();
        let refused = health.problem.as_ref();
        let refused = refused.and_then(|problem| problem.report.clone());
        let refused = refused.map(|report| Notice::new(NoticeKind::Refused, report));
        let backup = health.backup.clone();
        let backup = backup.map(|problem| Notice::new(NoticeKind::Ignored, problem));
        refused.into_iter().chain(backup).collect()
    }

    /// Fetches soon, without waiting for the interval; a `Retry-After` that is running still holds.
    pub fn refresh(&self) {
        self.shared.signal.load().refresh();
    }

    /// What it has done so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.shared.counters.read()
    }

    /// Starts the thread that a forked child does not have. In the parent it does nothing.
    ///
    /// # Errors
    ///
    /// If there is no thread to be had.
    pub fn postfork(&self) -> Result<(), StartError> {
        if !self.shared.is_in_other_process() || self.shared.health.load().is_shut_down {
            return Ok(());
        }
        let client = Client::new(&self.shared.name, &self.shared.settings)?;
        self.shared.client.store(Arc::new(client));
        self.shared.signal.store(Arc::default());
        self.shared
            .process
            .store(std::process::id(), Ordering::Release);
        let worker = Worker::start(&self.shared, None).map_err(StartError::Thread)?;
        *self.worker() = Some(worker);
        Ok(())
    }

    /// Ends the thread, also in the middle of a request, and waits for it up to 2 s. Its last answers
    /// stay. Harmless when repeated.
    pub fn shutdown(&self) {
        let is_first = !self.shared.health.load().is_shut_down;
        self.shared.change(|health| health.is_shut_down = true);
        let Some(worker) = self.worker().take() else {
            return;
        };
        self.shared.signal.load().end();
        if self.shared.is_in_other_process() {
            // There is no thread to wait for, and its locks may be held for ever.
            return;
        }
        self.shared.client.load().shutdown();
        worker.wait(&self.shared.signal.load());
        if is_first {
            self.shared.announce();
        }
    }

    fn wait_for(&self, timeout: Duration, is_enough: impl Fn(&Health) -> bool) {
        if self.shared.is_in_other_process() {
            return;
        }
        let signal = self.shared.signal.load_full();
        signal.wait_until(timeout, || {
            let health = self.shared.health.load();
            let class = health.problem.as_ref().map(|problem| problem.class);
            is_enough(&health) || class == Some(Class::Denied) || health.is_shut_down
        });
    }

    fn worker(&self) -> std::sync::MutexGuard<'_, Option<Worker>> {
        self.worker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Poller {
    fn drop(&mut self) {
        self.shutdown();
    }
}

impl fmt::Debug for Poller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller")
            .field("name", &self.shared.name)
            .field("request", &self.shared.request)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl Shared {
    fn is_in_other_process(&self) -> bool {
        self.process.load(Ordering::Acquire) != std::process::id()
    }

    /// Changes what is known, and wakes who waits for it. Returns whether that is worth telling.
    fn change(&self, change: impl Fn(&mut Health)) -> bool {
        let before = self.health.rcu(|health| {
            let mut health = Health::clone(health);
            change(&mut health);
            health
        });
        let after = self.health.load();
        if !self.is_in_other_process() {
            self.signal.load().changed();
        }
        before.told() != after.told()
    }

    fn announce(&self) {
        // Listeners are other people's code, and the refreshing has to go on whatever they do.
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| self.listeners.announce())) {
            std::mem::forget(payload);
        }
    }

    /// Serves the backup, if there is one that can be used.
    fn take_backup(&self) -> Option<Stored> {
        let problem = match self.backup.as_ref()?.read() {
            Ok(None) => return None,
            Ok(Some(stored)) => {
                let document = Document::new(&stored.text, Origin::Backup);
                match document.and_then(|document| self.offer(&document)) {
                    Ok(_) => {
                        let good_at = Instant::now().checked_sub(stored.age);
                        self.change(|health| {
                            health.data = Data::Backup;
                            health.good_at = good_at;
                        });
                        return Some(stored);
                    }
                    Err(refused) => format!(
                        "the backup is not used, because it is refused: {}",
                        refused.reason()
                    ),
                }
            }
            Err(problem) => problem,
        };
        self.change(|health| health.backup = Some(problem.clone()));
        None
    }
}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::Thread(error)
    }
}
