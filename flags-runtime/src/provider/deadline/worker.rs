//! The thread of a [`Deadline`](crate::Deadline).

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crate::installed::Installed;

/// A thread that makes one call of a provider after the other. It ends when this is dropped.
pub(super) struct Worker {
    desk: Arc<Desk>,
    /// `None` if no thread could be started.
    thread: Option<ThreadId>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missed {
    /// The call took too long, or another one does.
    Late,
    /// No thread could be started.
    NoThread,
}

/// Where the callers and the thread meet.
struct Desk {
    state: Mutex<State>,
    work: Condvar,
}

#[derive(Default)]
struct State {
    queue: VecDeque<(u64, Call)>,
    last_id: u64,
    running: Option<u64>,
    /// Whether somebody has given up waiting for the running call.
    overdue: bool,
    closed: bool,
}

type Call = Box<dyn FnOnce(&Installed) + Send>;

impl Worker {
    pub(super) fn start(provider: &Arc<Installed>) -> Self {
        let desk = Arc::new(Desk {
            state: Mutex::new(State::default()),
            work: Condvar::new(),
        });
        let (theirs, provider) = (Arc::clone(&desk), Arc::clone(provider));
        let thread = thread::Builder::new()
            .name("flags-deadline".to_owned())
            .spawn(move || theirs.work_through(&provider));
        Self {
            desk,
            thread: thread.ok().map(|handle| handle.thread().id()),
        }
    }

    /// Makes a call and waits for its result, at most this long.
    pub(super) fn call<R: Send + 'static>(
        &self,
        limit: Duration,
        provider: &Installed,
        call: impl FnOnce(&Installed) -> R + Send + 'static,
    ) -> Result<R, Missed> {
        match self.thread {
            None => return Err(Missed::NoThread),
            // The provider announces a change in the middle of a call, and whoever hears of it asks:
            // to wait for oneself would be in vain.
            Some(thread) if thread == thread::current().id() => return Ok(call(provider)),
            Some(_) => {}
        }
        let (result, results) = mpsc::sync_channel(1);
        let id = {
            let mut state = self.desk.lock();
            if state.overdue {
                return Err(Missed::Late);
            }
            state.push(Box::new(move |provider| {
                // Nobody waits for a late result.
                let _ = result.send(call(provider));
            }))
        };
        self.desk.work.notify_one();
        if let Ok(result) = results.recv_timeout(limit) {
            return Ok(result);
        }
        self.desk.lock().give_up(id);
        // It may have come in between.
        results.try_recv().map_err(|_| Missed::Late)
    }

    /// Makes a call, whenever that may be.
    pub(super) fn post(&self, call: impl FnOnce(&Installed) + Send + 'static) {
        self.desk.lock().push(Box::new(call));
        self.desk.work.notify_one();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.desk.lock().closed = true;
        self.desk.work.notify_one();
    }
}

impl Desk {
    fn work_through(&self, provider: &Installed) {
        while let Some(call) = self.next() {
            // Panics of the provider stop before this; one of ours must not end the thread either.
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| call(provider))) {
                // A payload may panic when it is dropped.
                std::mem::forget(payload);
            }
            let mut state = self.lock();
            state.running = None;
            state.overdue = false;
        }
    }

    /// Waits for a call; `None` when there will be no more.
    fn next(&self) -> Option<Call> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            if let Some((id, call)) = state.queue.pop_front() {
                state.running = Some(id);
                return Some(call);
            }
            state = self
                .work
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that can panic runs under this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn push(&mut self, call: Call) -> u64 {
        self.last_id += 1;
        self.queue.push_back((self.last_id, call));
        self.last_id
    }

    /// Nobody waits for this call any longer: it takes too long, or the one before it does.
    fn give_up(&mut self, id: u64) {
        let queued = self.queue.len();
        self.queue.retain(|(other, _)| *other != id);
        let was_queued = self.queue.len() < queued;
        if self.running == Some(id) || (was_queued && self.running.is_some()) {
            self.overdue = true;
        }
    }
}
