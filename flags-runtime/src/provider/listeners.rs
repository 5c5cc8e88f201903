//! For implementors: whom a provider has to tell of its changes.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::Listener;

/// The [`Listener`]s of a provider. Forward [`Provider::subscribe`](crate::Provider::subscribe) to
/// [`Listeners::add`], and call [`Listeners::announce`] after each change.
#[derive(Default)]
pub struct Listeners(Mutex<Vec<Arc<dyn Listener>>>);

impl Listeners {
    /// Nobody yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// Tells this one too from now on.
    pub fn add(&self, listener: Arc<dyn Listener>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(listener);
    }

    /// Tells everybody, on this thread, and forgets those who do not want to hear again.
    ///
    /// Call it without a lock that the provider's other methods need.
    pub fn announce(&self) {
        // A listener asks the provider, which may subscribe somebody: the list is not locked then.
        let listeners = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let gone: Vec<_> = listeners
            .into_iter()
            .filter(|listener| !listener.changed())
            .collect();
        if !gone.is_empty() {
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .retain(|listener| !gone.iter().any(|other| Arc::ptr_eq(listener, other)));
        }
    }
}

impl fmt::Debug for Listeners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listeners").finish_non_exhaustive()
    }
}
