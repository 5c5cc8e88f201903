//! A provider on its way to being ready.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use flags_runtime::Listeners;
use open_feature::EvaluationContext;
use open_feature::provider::FeatureProvider;

/// The initialization of a provider: see [`OpenFeatureProvider::start`](crate::OpenFeatureProvider::start).
pub type Initialization = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Shared by a provider of ours and the task that initializes theirs.
pub(crate) struct Starting<P> {
    /// Set once it is initialized; never unset.
    provider: OnceLock<P>,
    lost: AtomicBool,
    /// Held while one of the above is set, and by those who wait for it.
    turn: Mutex<()>,
    turned: Condvar,
    pub(crate) listeners: Listeners,
}

impl<P: FeatureProvider> Starting<P> {
    pub(crate) fn ready(provider: P) -> Arc<Self> {
        Arc::new(Self::new(OnceLock::from(provider)))
    }

    /// The provider, and the future that makes it ready.
    pub(crate) fn begin(mut provider: P, global: EvaluationContext) -> (Arc<Self>, Initialization) {
        let starting = Arc::new(Self::new(OnceLock::new()));
        let task = Task(Arc::clone(&starting));
        let initialization = Box::pin(async move {
            provider.initialize(&global).await;
            task.end(provider);
        });
        (starting, initialization)
    }

    const fn new(provider: OnceLock<P>) -> Self {
        Self {
            provider,
            lost: AtomicBool::new(false),
            turn: Mutex::new(()),
            turned: Condvar::new(),
            listeners: Listeners::new(),
        }
    }
}

impl<P> Starting<P> {
    pub(crate) fn provider(&self) -> Option<&P> {
        self.provider.get()
    }

    /// Whether nobody initializes it any more.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Acquire)
    }

    /// Waits until it is ready or lost.
    pub(crate) fn wait(&self, timeout: Duration) {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        // Whatever ended the wait, the status tells the rest.
        let _ = self.turned.wait_timeout_while(turn, timeout, |()| {
            self.provider.get().is_none() && !self.is_lost()
        });
    }

    fn turn(&self, change: impl FnOnce()) {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        change();
        drop(turn);
        self.turned.notify_all();
        self.listeners.announce();
    }
}

impl<P> fmt::Debug for Starting<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Starting").finish_non_exhaustive()
    }
}

/// What the initialization owes those who wait, however it ends.
struct Task<P>(Arc<Starting<P>>);

impl<P> Task<P> {
    fn end(self, provider: P) {
        self.0.turn(|| {
            // Nobody else sets it.
            let _ = self.0.provider.set(provider);
        });
    }
}

impl<P> Drop for Task<P> {
    fn drop(&mut self) {
        if self.0.provider.get().is_none() {
            self.0.turn(|| self.0.lost.store(true, Ordering::Release));
        }
    }
}
