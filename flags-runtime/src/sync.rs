//! What the exchange of snapshots and slots is made of: the standard library's, or loom's where that
//! runs it in every order that it can happen in (`--cfg flags_loom`, see `models.rs`).

#[cfg(not(flags_loom))]
pub(crate) use arc_swap::ArcSwap;
#[cfg(not(flags_loom))]
pub(crate) use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, fence};
#[cfg(not(flags_loom))]
pub(crate) use std::sync::{Mutex, MutexGuard};

#[cfg(flags_loom)]
pub(crate) use loom::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, fence};
#[cfg(flags_loom)]
pub(crate) use loom::sync::{Mutex, MutexGuard};
#[cfg(flags_loom)]
pub(crate) use stand_in::ArcSwap;

/// loom cannot look into `arc-swap`, so what that promises stands in for it: one exchange happens
/// wholly before or after another, and whoever loads sees all that was done before the exchange.
#[cfg(flags_loom)]
mod stand_in {
    use std::ops::Deref;
    use std::sync::Arc;

    use loom::sync::Mutex;

    pub(crate) struct ArcSwap<T>(Mutex<Arc<T>>);

    pub(crate) struct Guard<T>(Arc<T>);

    impl<T> Deref for Guard<T> {
        type Target = Arc<T>;

        fn deref(&self) -> &Arc<T> {
            &self.0
        }
    }

    impl<T> ArcSwap<T> {
        pub(crate) fn new(first: Arc<T>) -> Self {
            Self(Mutex::new(first))
        }

        pub(crate) fn load(&self) -> Guard<T> {
            Guard(self.load_full())
        }

        pub(crate) fn load_full(&self) -> Arc<T> {
            Arc::clone(&self.0.lock().expect("nothing panics under it"))
        }

        pub(crate) fn swap(&self, new: Arc<T>) -> Arc<T> {
            std::mem::replace(&mut *self.0.lock().expect("nothing panics under it"), new)
        }
    }
}
