//! The thread that sends events.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use flags_http::{Client, Request};

use super::{Counters, Event, Events, payload};
use crate::datafile::Datafile;

/// Collects what is queued, and sends it.
pub(super) struct Worker {
    pub(super) events: Events,
    pub(super) receiver: Receiver<Event>,
    pub(super) client: Client,
    pub(super) counters: Arc<Counters>,
}

impl Worker {
    /// Ends when nobody can queue any more, and everything is sent.
    pub(super) fn run(self) {
        let mut batch: Vec<Event> = Vec::new();
        let mut due = Instant::now() + self.events.interval;
        loop {
            let wait = due.saturating_duration_since(Instant::now());
            match self.receiver.recv_timeout(wait) {
                Ok(event) => {
                    if batch.is_empty() {
                        due = Instant::now() + self.events.interval;
                    }
                    // What is sent together is sent in the name of one datafile.
                    if let Some(first) = batch.first()
                        && !Arc::ptr_eq(&first.datafile, &event.datafile)
                    {
                        self.send(&mut batch);
                    }
                    batch.push(event);
                    if batch.len() >= self.events.batch {
                        self.send(&mut batch);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.send(&mut batch);
                    due = Instant::now() + self.events.interval;
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.send(&mut batch);
                    return;
                }
            }
        }
    }

    /// Sends a batch. What is not taken in three attempts is given up, so that the next ones find a
    /// place.
    fn send(&self, batch: &mut Vec<Event>) {
        let Some(first) = batch.first() else { return };
        let datafile = Arc::clone(&first.datafile);
        let count = batch.len() as u64;
        let visitors = batch.drain(..).map(|event| event.visitor);
        let body = payload::batch(&datafile, visitors.collect());
        let request = Request::post(self.address(&datafile), body);
        let counter = match request {
            Ok(request) if self.arrives(&request) => &self.counters.sent,
            _ => &self.counters.dropped,
        };
        counter.fetch_add(count, Ordering::Relaxed);
    }

    fn arrives(&self, request: &Request) -> bool {
        let pauses = [Duration::from_millis(200), Duration::from_millis(800)];
        for pause in pauses.into_iter().map(Some).chain([None]) {
            match self.client.send(request) {
                Ok(response) => match response.status() {
                    200..300 => return true,
                    429 => {}
                    // Asking again would not help.
                    400..500 => return false,
                    _ => {}
                },
                Err(_) if self.counters.ended.load(Ordering::Acquire) => return false,
                Err(_) => {}
            }
            match pause {
                Some(pause) if !self.counters.ended.load(Ordering::Acquire) => thread::sleep(pause),
                _ => break,
            }
        }
        false
    }

    fn address(&self, datafile: &Datafile) -> &str {
        match (&self.events.address, datafile.project.region.as_deref()) {
            (Some(address), _) => address,
            (None, Some("EU" | "eu")) => "https://eu.logx.optimizely.com/v1/events",
            (None, _) => "https://logx.optimizely.com/v1/events",
        }
    }
}
