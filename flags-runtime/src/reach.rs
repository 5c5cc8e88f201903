//! The current snapshot of a registry, reached without a lock and without counting references.
//!
//! Each thread keeps the snapshot that it saw last, and takes it again for as long as the version
//! beside the current one is the same: an evaluation costs a load and a comparison. So a thread that
//! evaluates no more keeps one old snapshot of each registry, until it evaluates again or ends.
//!
//! The version is odd while a snapshot is being swapped. Nobody takes what it kept then, because
//! somebody else may have seen the new one already; everybody loads it (`arc-swap`), and keeps nothing.
//!
//! A snapshot that was replaced is freed by the writer, not by the reader that happens to be the last.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use crate::snapshot::Snapshot;

/// So many registries are kept by each thread; the snapshots of further ones are loaded each time.
const KEPT: usize = 8;

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

pub(crate) struct Current {
    version: AtomicU64,
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
        Self {
            version: AtomicU64::new(2),
            snapshot: ArcSwap::from_pointee(snapshot),
            place: place.filter(|place| *place < KEPT),
            replaced: Mutex::new(Vec::new()),
        }
    }

    /// Calls `read` with the current snapshot, once. It may evaluate in turn.
    #[inline]
    pub(crate) fn with<R>(&self, mut read: impl FnMut(&Snapshot) -> R) -> R {
        let version = self.version.load(Ordering::Acquire);
        if let Some(place) = self.place {
            // Inaccessible while the thread ends; taken for writing by nobody who calls anything.
            let answer = SEEN.try_with(|seen| {
                let seen = seen.try_borrow().ok()?;
                match &seen[place % KEPT] {
                    Seen {
                        version: kept,
                        snapshot: Some(snapshot),
                    } if *kept == version => Some(read(snapshot)),
                    _ => None,
                }
            });
            if let Ok(Some(answer)) = answer {
                return answer;
            }
        }
        self.with_new(version, read)
    }

    /// Keeps the snapshot for the next time, if it is not being swapped and nothing is being read.
    #[cold]
    fn with_new<R>(&self, version: u64, mut read: impl FnMut(&Snapshot) -> R) -> R {
        let (Some(place), true) = (self.place, version.is_multiple_of(2)) else {
            return read(&self.snapshot.load());
        };
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
        self.version.fetch_add(1, Ordering::AcqRel);
        let old = self.snapshot.swap(snapshot);
        self.version.fetch_add(1, Ordering::Release);
        let mut replaced = self.replaced.lock().unwrap_or_else(PoisonError::into_inner);
        if self.place.is_some() {
            replaced.push(old);
        }
        free_unused(&mut replaced);
    }

    /// Frees replaced snapshots that no thread keeps any more.
    pub(crate) fn free_replaced(&self) {
        free_unused(&mut self.replaced.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

fn free_unused(replaced: &mut Vec<Arc<Snapshot>>) {
    replaced.retain(|snapshot| Arc::strong_count(snapshot) > 1);
}
