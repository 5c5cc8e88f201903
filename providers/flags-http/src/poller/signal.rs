//! What a poller and its thread tell each other.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

#[derive(Debug, Default)]
pub(crate) struct Signal {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_end_wanted: bool,
    is_end_reached: bool,
    is_refresh_wanted: bool,
}

impl Signal {
    /// Waits this long, or until a refresh or the end is wanted. Returns whether to go on.
    pub(crate) fn pause(&self, time: Duration) -> bool {
        let (mut state, _) = self
            .changed
            .wait_timeout_while(self.lock(), time, |state| {
                !state.is_end_wanted && !state.is_refresh_wanted
            })
            .unwrap_or_else(PoisonError::into_inner);
        state.is_refresh_wanted = false;
        !state.is_end_wanted
    }

    pub(crate) fn refresh(&self) {
        self.lock().is_refresh_wanted = true;
        self.changed.notify_all();
    }

    pub(crate) fn end(&self) {
        self.lock().is_end_wanted = true;
        self.changed.notify_all();
    }

    pub(crate) fn is_end_wanted(&self) -> bool {
        self.lock().is_end_wanted
    }

    pub(crate) fn reached_end(&self) {
        self.lock().is_end_reached = true;
        self.changed.notify_all();
    }

    /// Something else is different for those who wait.
    pub(crate) fn changed(&self) {
        // Who has just looked and is about to wait holds the lock until then.
        drop(self.lock());
        self.changed.notify_all();
    }

    /// Waits until this holds or the end is reached, at most this long.
    pub(crate) fn wait_until(&self, timeout: Duration, is_enough: impl Fn() -> bool) {
        let started = Instant::now();
        let mut state = self.lock();
        while !state.is_end_reached && !is_enough() {
            let left = timeout.saturating_sub(started.elapsed());
            if left.is_zero() {
                return;
            }
            let wait = self.changed.wait_timeout(state, left);
            state = wait.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Three booleans cannot be half-made.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
