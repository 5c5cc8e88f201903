//! The current snapshot of a registry, reached without a lock and without counting references.
//!
//! Each thread keeps the snapshot that it saw last, and takes it again for as long as the version of
//! the current one is the same: an evaluation costs a load and a comparison. So a thread that
//! evaluates no more keeps one old snapshot of each registry, until it evaluates again or ends.
//!
//! The version is marked while a snapshot is being swapped. Nobody takes what it kept then, because
//! somebody else may have seen the new one already; everybody loads it (`arc-swap`), and keeps nothing.
//!
//! A snapshot that was replaced is freed by the writer, not by the reader that happens to be the last.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use crate::snapshot::Snapshot;

/// So many registries are kept by each thread; the snapshots of further ones are loaded each time.
const KEPT: usize = 16;

/// The snapshot of this registry is being swapped.
const SWAPPING: u64 = 1;
/// Evaluations of this registry have to pass hooks.
const OBSERVED: u64 = 2;
/// From one version to the next.
const STEP: u64 = 4;

/// Versions of the current snapshots, by place. They are written so rarely that they may share cache
/// lines, and a static is found without asking anything.
static VERSIONS: [AtomicU64; KEPT] = [const { AtomicU64::new(SWAPPING) }; KEPT];

thread_local! {
    static SEEN: RefCell<[Seen; KEPT]> = const { RefCell::new([const { Seen::NOTHING }; KEPT]) };
}

struct Seen {
    version: u64,
    snapshot: Option<Arc<Snapshot>>,
}

impl Seen {
    const NOTHING: Self = Self {
        version: 0,
        snapshot: None,
    };
}

/// A registry's place among what threads keep; it gets one when it is attached.
pub(crate) struct Place(AtomicU32);

impl Place {
    pub(crate) const fn none() -> Self {
        Self(AtomicU32::new(u32::MAX))
    }

    /// Calls `read` with the current snapshot if this thread has kept it and no hook is installed:
    /// the shortest way. What `read` calls must not evaluate in turn, or that goes the longer one.
    #[inline(always)]
    pub(crate) fn with_kept<R>(&self, read: impl FnOnce(&Snapshot) -> Option<R>) -> Option<R> {
        let place = self.0.load(Ordering::Relaxed) as usize;
        let version = VERSIONS.get(place)?.load(Ordering::Acquire);
        // Inaccessible while the thread ends.
        let answer = SEEN.try_with(|seen| {
            let seen = seen.try_borrow().ok()?;
            match seen.get(place)? {
                Seen {
                    version: kept,
                    snapshot: Some(snapshot),
                } if *kept == version => read(snapshot),
                _ => None,
            }
        });
        answer.ok().flatten()
    }

    /// Says which it is, for those that do not go through the registry's [`Current`].
    pub(crate) fn set(&self, place: usize) {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        self.0.store(place, Ordering::Release);
    }
}

pub(crate) struct Current {
    snapshot: ArcSwap<Snapshot>,
    /// Place among what threads keep; `None` for one that is not kept.
    place: Option<usize>,
    /// Replaced, and kept by some thread when last looked at.
    replaced: Mutex<Vec<Arc<Snapshot>>>,
}

impl Current {
    /// `place` is the registry's own: the number of those before it, for a registry that is there
    /// for ever.
    pub(crate) fn new(snapshot: Snapshot, place: Option<usize>) -> Self {
        let place = place.filter(|place| *place < KEPT);
        let current = Self {
            snapshot: ArcSwap::from_pointee(snapshot),
            place,
            replaced: Mutex::new(Vec::new()),
        };
        if let Some(version) = current.version() {
            version.store(STEP, Ordering::Release);
        }
        current
    }

    fn version(&self) -> Option<&'static AtomicU64> {
        VERSIONS.get(self.place?)
    }

    /// Calls `read` with the current snapshot, once. It may evaluate in turn.
    #[inline]
    pub(crate) fn with<R>(&self, mut read: impl FnMut(&Snapshot) -> R) -> R {
        let (Some(place), Some(version)) = (self.place, self.version()) else {
            return read(&self.snapshot.load());
        };
        let version = version.load(Ordering::Acquire) & !OBSERVED;
        // Inaccessible while the thread ends; taken for writing by nobody who calls anything.
        let answer = SEEN.try_with(|seen| {
            let seen = seen.try_borrow().ok()?;
            match seen.get(place)? {
                Seen {
                    version: kept,
                    snapshot: Some(snapshot),
                } if *kept == version => Some(read(snapshot)),
                _ => None,
            }
        });
        match answer {
            Ok(Some(answer)) => answer,
            _ => self.with_new(place, version, read),
        }
    }

    /// Keeps the snapshot for the next time, if it is not being swapped and nothing is being read.
    #[cold]
    fn with_new<R>(&self, place: usize, version: u64, read: impl FnOnce(&Snapshot) -> R) -> R {
        if version & SWAPPING != 0 {
            return read(&self.snapshot.load());
        }
        // Loaded after the version, so it is of this version or a later one; a later one is loaded
        // again next time.
        let snapshot = self.snapshot.load_full();
        let kept = SEEN.try_with(|seen| {
            // An evaluation inside another one leaves alone what that reads.
            if let Ok(mut seen) = seen.try_borrow_mut() {
                seen[place] = Seen {
                    version,
                    snapshot: Some(Arc::clone(&snapshot)),
                };
            }
        });
        // While the thread ends there is nothing to keep it in.
        let _ = kept;
        read(&snapshot)
    }

    /// The current snapshot, for writers and whoever has time.
    pub(crate) fn load(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Makes this the current one. There is one writer at a time.
    pub(crate) fn store(&self, snapshot: Arc<Snapshot>) {
        let version = self.version();
        if let Some(version) = version {
            version.fetch_or(SWAPPING, Ordering::AcqRel);
        }
        let old = self.snapshot.swap(snapshot);
        if let Some(version) = version {
            // The next version, and not marked; whether it is observed stays as it is.
            version.fetch_add(STEP - SWAPPING, Ordering::Release);
        }
        let mut replaced = self.replaced.lock().unwrap_or_else(PoisonError::into_inner);
        if self.place.is_some() {
            replaced.push(old);
        }
        free_unused(&mut replaced);
    }

    /// Whether evaluations have to pass hooks: then nobody takes the shortest way.
    pub(crate) fn set_observed(&self, observed: bool) {
        if let Some(version) = self.version() {
            if observed {
                version.fetch_or(OBSERVED, Ordering::AcqRel);
            } else {
                version.fetch_and(!OBSERVED, Ordering::AcqRel);
            }
        }
    }

    /// Frees replaced snapshots that no thread keeps any more.
    pub(crate) fn free_replaced(&self) {
        free_unused(&mut self.replaced.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

fn free_unused(replaced: &mut Vec<Arc<Snapshot>>) {
    replaced.retain(|snapshot| Arc::strong_count(snapshot) > 1);
}
