//! Work in the background, for who must not block.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use crate::{FetchError, FetchErrorKind};

/// As many requests are made at once, and as many more wait for a thread.
const THREADS: usize = 8;
const QUEUE: usize = 1024;
/// A thread without work ends after this.
const IDLE: Duration = Duration::from_secs(10);

/// An answer that is on its way: a future for any async runtime, or for none. Dropped, it does no
/// harm; what has not begun by then is left out.
#[must_use = "a future does nothing for who does not wait for it"]
pub struct Pending<T, E = FetchError> {
    slot: Arc<Mutex<Slot<T, E>>>,
}

struct Slot<T, E> {
    answer: Option<Result<T, E>>,
    waker: Option<Waker>,
}

impl<T, E: From<FetchError>> Future for Pending<T, E> {
    type Output = Result<T, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut slot = lock(&self.slot);
        match slot.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl<T, E> fmt::Debug for Pending<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").finish_non_exhaustive()
    }
}

type Job = Box<dyn FnOnce() + Send>;

/// Threads that come when there is work, and go when there is none.
pub(crate) struct Workers {
    name: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    threads: usize,
    idle: usize,
    ended: bool,
}

impl Workers {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: format!("flags-{name}"),
            shared: Arc::default(),
        }
    }

    pub(crate) fn run<T: Send + 'static, E: From<FetchError> + Send + 'static>(
        &self,
        job: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Pending<T, E> {
        let slot = Arc::new(Mutex::new(Slot {
            answer: None,
            waker: None,
        }));
        let pending = Pending {
            slot: Arc::clone(&slot),
        };
        let answer = Answer(Some(slot));
        let job = Box::new(move || {
            // Nobody waits for it any more.
            if answer.is_unwanted() {
                return;
            }
            match catch_unwind(AssertUnwindSafe(job)) {
                Ok(result) => answer.give(result),
                Err(payload) => {
                    // A payload may panic when it is dropped.
                    std::mem::forget(payload);
                    let bug = "the request panicked, which is a bug";
                    answer.give(Err(FetchError::new(FetchErrorKind::Panicked, bug).into()));
                }
            }
        });
        self.push(job);
        pending
    }

    fn push(&self, job: Job) {
        let mut state = lock(&self.shared.state);
        if state.jobs.len() >= QUEUE {
            // Dropped outside the lock: whoever waits is woken by that.
            drop(state);
            drop(job);
            return;
        }
        state.jobs.push_back(job);
        if state.idle >= state.jobs.len() || state.threads >= THREADS {
            self.shared.changed.notify_one();
            return;
        }
        state.threads += 1;
        drop(state);
        let shared = Arc::clone(&self.shared);
        let started = thread::Builder::new()
            .name(self.name.clone())
            .spawn(move || work(&shared));
        if started.is_err() {
            let mut state = lock(&self.shared.state);
            state.threads -= 1;
            // The others will do it, if there are any.
            if state.threads == 0 {
                let jobs = std::mem::take(&mut state.jobs);
                drop(state);
                drop(jobs);
            }
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        lock(&self.shared.state).ended = true;
        self.shared.changed.notify_all();
    }
}

fn work(shared: &Shared) {
    let mut state = lock(&shared.state);
    loop {
        if let Some(job) = state.jobs.pop_front() {
            drop(state);
            job();
            state = lock(&shared.state);
            continue;
        }
        if state.ended {
            break;
        }
        state.idle += 1;
        let (woken, timeout) = shared
            .changed
            .wait_timeout(state, IDLE)
            .unwrap_or_else(PoisonError::into_inner);
        state = woken;
        state.idle -= 1;
        if timeout.timed_out() && state.jobs.is_empty() {
            break;
        }
    }
    state.threads -= 1;
}

/// Gives an answer once; where it is dropped without one, says that there is none.
struct Answer<T, E: From<FetchError>>(Option<Arc<Mutex<Slot<T, E>>>>);

impl<T, E: From<FetchError>> Answer<T, E> {
    fn is_unwanted(&self) -> bool {
        self.0
            .as_ref()
            .is_none_or(|slot| Arc::strong_count(slot) == 1)
    }

    fn give(mut self, answer: Result<T, E>) {
        self.put(answer);
    }

    fn put(&mut self, answer: Result<T, E>) {
        let Some(slot) = self.0.take() else {
            return;
        };
        let waker = {
            let mut slot = lock(&slot);
            slot.answer = Some(answer);
            slot.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T, E: From<FetchError>> Drop for Answer<T, E> {
    fn drop(&mut self) {
        self.put(Err(FetchError::new(
            FetchErrorKind::Busy,
            "there is no thread for the request, or too many requests wait for one",
        )
        .into()));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
