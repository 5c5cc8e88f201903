//! Decision events: what was decided for whom, for the vendor's statistics.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use flags_http::{Client, Request, Settings};
use flags_runtime::EvaluationContext;

use crate::BuildError;
use crate::datafile::{Datafile, Flag};
use crate::decide::Decision;

mod payload;
mod worker;

use payload::Visitor;

/// How decision events are sent. They are off unless [`Builder::events`](crate::Builder::events)
/// gets one of these.
///
/// An event holds the targeting key, the attributes that the project declares and that are not
/// private, the flag, the rule and the variation. As with the vendor's SDKs, decisions of experiments
/// and holdouts are events, and those of rollouts where the project says so.
///
/// Each evaluation is an event, so is one of a feature that another `needs`, or that is explained;
/// [`OptimizelyProvider::decide`](crate::OptimizelyProvider::decide) is none. An evaluation never
/// waits: where the queue is full, the event is dropped, and counted; so is what the address does not
/// take in three attempts. A process that was forked sends none.
#[derive(Clone)]
#[must_use = "events are sent by a provider whose `Builder::events` gets this"]
pub struct Events {
    address: Option<String>,
    batch: usize,
    interval: Duration,
    capacity: usize,
}

impl Default for Events {
    fn default() -> Self {
        Self {
            address: None,
            batch: 10,
            interval: Duration::from_secs(30),
            capacity: 1000,
        }
    }
}

impl Events {
    /// To the vendor's address, in the region of the project; ten in a request, or however many there
    /// are after 30 s.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends them to this URL: a relay of one's own.
    pub fn address(mut self, url: impl Into<String>) -> Self {
        self.address = Some(url.into());
        self
    }

    /// Sends at most so many in a request. By default 10.
    pub fn batch(mut self, events: usize) -> Self {
        self.batch = events.clamp(1, 10_000);
        self
    }

    /// Sends what there is after this time, also where the batch is not full. By default 30 s.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval.max(Duration::from_millis(1));
        self
    }

    /// Keeps at most so many that are not sent yet. By default 1,000.
    pub fn capacity(mut self, events: usize) -> Self {
        self.capacity = events.clamp(1, 1_000_000);
        self
    }
}

/// An address may hold a secret.
impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("batch", &self.batch)
            .field("interval", &self.interval)
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

/// What became of decision events so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventCounts {
    /// Arrived.
    pub sent: u64,
    /// Given up, because the queue was full or the address did not take them.
    pub dropped: u64,
}

/// Queues events, and has a thread that sends them.
pub(crate) struct Sender {
    /// `None` after a shutdown.
    sender: ArcSwapOption<SyncSender<Event>>,
    counters: Arc<Counters>,
    client: Client,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// A decision about somebody.
struct Event {
    /// What it is sent in the name of.
    datafile: Arc<Datafile>,
    visitor: Visitor,
}

#[derive(Default)]
struct Counters {
    sent: AtomicU64,
    dropped: AtomicU64,
    /// A shutdown has begun.
    ended: AtomicBool,
}

impl Sender {
    pub(crate) fn start(events: &Events, settings: &Settings) -> Result<Self, BuildError> {
        if let Some(address) = &events.address {
            // Whether it is one is to be known now, and not when the first event is sent.
            Request::post(address, Vec::new())?;
        }
        let client = Client::new("optimizely-events", settings)?;
        let (sender, receiver) = mpsc::sync_channel(events.capacity);
        let counters = Arc::new(Counters::default());
        let worker = worker::Worker {
            events: events.clone(),
            receiver,
            client: client.clone(),
            counters: Arc::clone(&counters),
        };
        let thread = thread::Builder::new().name("flags-optimizely-events".to_owned());
        let thread = thread
            .spawn(move || worker.run())
            .map_err(BuildError::Thread)?;
        Ok(Self {
            sender: ArcSwapOption::from_pointee(sender),
            counters,
            client,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Queues what is to be told of a decision.
    pub(crate) fn tell(
        &self,
        datafile: &Arc<Datafile>,
        flag: &Flag,
        decision: &Decision<'_>,
        context: &dyn EvaluationContext,
    ) {
        payload::each(datafile, flag, decision, context, |visitor| {
            let event = Event {
                datafile: Arc::clone(datafile),
                visitor,
            };
            let sender = self.sender.load();
            let queued = sender
                .as_ref()
                .is_some_and(|sender| sender.try_send(event).is_ok());
            if !queued {
                self.counters.dropped.fetch_add(1, Ordering::Relaxed);
            }
        });
    }

    pub(crate) fn counts(&self) -> EventCounts {
        EventCounts {
            sent: self.counters.sent.load(Ordering::Relaxed),
            dropped: self.counters.dropped.load(Ordering::Relaxed),
        }
    }

    /// Sends what there is, for at most two seconds.
    pub(crate) fn shutdown(&self) {
        self.sender.store(None);
        self.counters.ended.store(true, Ordering::Release);
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(thread) = thread else { return };
        let deadline = Instant::now() + Duration::from_millis(1500);
        while !thread.is_finished() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
        self.client.shutdown();
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.shutdown();
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender")
            .field("counts", &self.counts())
            .finish_non_exhaustive()
    }
}
