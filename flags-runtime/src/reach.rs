//! The current snapshot of a registry, reached without a lock and without counting references.
//!
//! Each thread keeps the snapshot that it saw last, and takes it again for as long as that is the
//! current one, which its address tells: an address is not used again while somebody keeps what is
//! there. So an evaluation costs a load and a comparison, and a thread that evaluates no more keeps
//! one old snapshot of each registry, until it evaluates again or ends.
//!
//! While a snapshot is being swapped none is the current one. Nobody takes what it kept then, because
//! somebody else may have seen the new one already; everybody loads it (`arc-swap`).
//!
//! A snapshot that was replaced is freed by the writer, not by the reader that happens to be the last.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::Duration;

use crate::context::ContextView;
use crate::rules::{self, Quick};
use crate::snapshot::Snapshot;
use crate::sync::{ArcSwap, AtomicBool, AtomicUsize, Mutex, MutexGuard};
use crate::{EvaluationContext, FeatureInfo};

/// So many registries are kept by each thread; the snapshots of further ones are loaded each time.
const KEPT: usize = 16;

/// No snapshot has this address.
const NONE: usize = 0;
/// Added to the address while evaluations have to pass hooks: so none of them takes the shortest way.
const OBSERVED: usize = 1;

/// Addresses of the current snapshots, by place. They are written so rarely that they may share cache
/// lines, and a static is found without asking anything.
#[cfg(not(flags_loom))]
static CURRENT: [AtomicUsize; KEPT] = [const { AtomicUsize::new(NONE) }; KEPT];
#[cfg(flags_loom)]
loom::lazy_static! {
    static ref CURRENT: [AtomicUsize; KEPT] = std::array::from_fn(|_| AtomicUsize::new(NONE));
}

#[cfg(not(flags_loom))]
thread_local! {
    static SEEN: Seen = const { Seen {
        aside: Cell::new(false),
        snapshots: [const { Cell::new(None) }; KEPT],
    } };
}

#[cfg(flags_loom)]
loom::thread_local! {
    static SEEN: Seen = Seen {
        aside: Cell::new(false),
        snapshots: [const { Cell::new(None) }; KEPT],
    };
}

/// What a thread keeps.
struct Seen {
    /// Something is in force on this thread.
    aside: Cell<bool>,
    snapshots: [Cell<Option<Arc<Snapshot>>>; KEPT],
}

/// Says whether scopes or overrides are in force on this thread: then it does not take the shortest
/// way, which knows nothing of them.
pub(crate) fn set_aside(anything: bool) {
    // While the thread ends it takes the longer way anyhow.
    let _ = SEEN.try_with(|seen| seen.aside.set(anything));
}
/// A registry's place among what threads keep; it gets one when it is attached.
pub(crate) struct Place(AtomicU32);

impl Place {
    pub(crate) const fn none() -> Self {
        Self(AtomicU32::new(u32::MAX))
    }

    /// Calls `read` with the current snapshot if this thread has kept it, no hook is installed, and
    /// nothing is in force on this thread: the shortest way.
    #[inline(always)]
    pub(crate) fn with_kept<R>(&self, read: impl FnOnce(&Snapshot) -> Option<R>) -> Option<R> {
        let place = self.0.load(Ordering::Relaxed) as usize;
        let current = CURRENT.get(place)?.load(Ordering::Acquire);
        with_seen(place, |seen| (!seen.aside.get()).then_some(current), read)
    }

    /// The bits of a feature's answer by the current snapshot: the shortest way of all. `None` where
    /// this thread has not kept it, a hook is installed, something is in force on this thread, or it
    /// takes more than rules.
    #[inline(always)]
    pub(crate) fn bits(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Option<u64> {
        let mut answer = None;
        // Inaccessible while the thread ends.
        let _ = SEEN.try_with(|seen| {
            if seen.aside.get() {
                return;
            }
            // Asked while nothing is taken out, because it is somebody else's function.
            answer = rules::own(feature.registry(), context)
                .and_then(|facts| self.bits_of(seen, feature, facts));
        });
        answer
    }

    #[inline(always)]
    fn bits_of(&self, seen: &Seen, feature: &FeatureInfo, facts: &ContextView<'_>) -> Option<u64> {
        let place = self.0.load(Ordering::Relaxed) as usize;
        let current = CURRENT.get(place)?.load(Ordering::Acquire);
        let kept = seen.snapshots.get(place)?;
        let snapshot = kept.take()?;
        if address_of(&snapshot) != current {
            put_back(kept, snapshot);
            return None;
        }
        // What takes longer puts it back itself, so that nothing has to be remembered for that here.
        match snapshot.quick(feature, facts) {
            Quick::Served(bits) => {
                put_back(kept, snapshot);
                Some(bits)
            }
            Quick::Nothing => bits_declared(kept, snapshot, feature, facts),
            Quick::Longer => bits_otherwise(kept, snapshot, feature, facts),
        }
    }

    /// Is told once, when the registry is attached.
    pub(crate) fn set(&self, place: usize) {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        self.0.store(place, Ordering::Release);
    }
}

#[inline(always)]
fn put_back(kept: &Cell<Option<Arc<Snapshot>>>, snapshot: Arc<Snapshot>) {
    // Nobody has been called who could have kept another one.
    std::mem::forget(kept.replace(Some(snapshot)));
}

#[inline(never)]
fn bits_declared(
    kept: &Cell<Option<Arc<Snapshot>>>,
    snapshot: Arc<Snapshot>,
    feature: &FeatureInfo,
    facts: &ContextView<'_>,
) -> Option<u64> {
    match snapshot.quick_declared(feature, facts) {
        Quick::Served(bits) => {
            put_back(kept, snapshot);
            Some(bits)
        }
        Quick::Nothing | Quick::Longer => bits_otherwise(kept, snapshot, feature, facts),
    }
}

#[inline(never)]
fn bits_otherwise(
    kept: &Cell<Option<Arc<Snapshot>>>,
    snapshot: Arc<Snapshot>,
    feature: &FeatureInfo,
    facts: &ContextView<'_>,
) -> Option<u64> {
    let bits = snapshot.bits(feature, facts);
    put_back(kept, snapshot);
    bits
}

/// Calls `read` with the snapshot of this address, if this thread has kept it.
///
/// The snapshot is taken out meanwhile, so an evaluation inside another one finds nothing and loads
/// the current snapshot.
#[inline(always)]
fn with_seen<R>(
    place: usize,
    address: impl FnOnce(&Seen) -> Option<usize>,
    read: impl FnOnce(&Snapshot) -> Option<R>,
) -> Option<R> {
    let mut answer = None;
    // Inaccessible while the thread ends.
    let _ = SEEN.try_with(|seen| {
        let (Some(address), Some(kept)) = (address(seen), seen.snapshots.get(place)) else {
            return;
        };
        let Some(snapshot) = kept.take() else {
            return;
        };
        if address_of(&snapshot) == address {
            answer = read(&snapshot);
        }
        let newer = kept.replace(Some(snapshot));
        if newer.is_some() {
            drop_out_of_line(newer);
        }
    });
    answer
}

#[cold]
#[inline(never)]
fn drop_out_of_line(snapshot: Option<Arc<Snapshot>>) {
    drop(snapshot);
}

fn address_of(snapshot: &Snapshot) -> usize {
    std::ptr::from_ref(snapshot).addr()
}

pub(crate) struct Current {
    snapshot: ArcSwap<Snapshot>,
    /// Place among what threads keep; `None` for one that is not kept.
    place: Option<usize>,
    observed: AtomicBool,
    /// Replaced, and kept by some thread or scope when last looked at.
    replaced: Mutex<Vec<Arc<Snapshot>>>,
}

impl Current {
    /// `place` is the registry's own: the number of those before it, for a registry that is there
    /// for ever.
    pub(crate) fn new(snapshot: Snapshot, place: Option<usize>) -> Self {
        let place = place.filter(|place| *place < KEPT);
        let snapshot = Arc::new(snapshot);
        let address = address_of(&snapshot);
        let current = Self {
            snapshot: ArcSwap::new(snapshot),
            place,
            observed: AtomicBool::new(false),
            replaced: Mutex::new(Vec::new()),
        };
        if let Some(current) = current.address() {
            current.store(address, Ordering::Release);
        }
        current
    }

    fn address(&self) -> Option<&'static AtomicUsize> {
        CURRENT.get(self.place?)
    }

    /// Calls `read` with the current snapshot, once. It may evaluate in turn.
    #[inline]
    pub(crate) fn with<R>(&self, mut read: impl FnMut(&Snapshot) -> R) -> R {
        let (Some(place), Some(current)) = (self.place, self.address()) else {
            return read(&self.snapshot.load());
        };
        let current = current.load(Ordering::Acquire) & !OBSERVED;
        match with_seen(place, |_| Some(current), |snapshot| Some(read(snapshot))) {
            Some(answer) => answer,
            None => self.with_new(place, read),
        }
    }

    /// Keeps the snapshot for the next time.
    #[cold]
    fn with_new<R>(&self, place: usize, read: impl FnOnce(&Snapshot) -> R) -> R {
        let snapshot = self.snapshot.load_full();
        let kept = SEEN.try_with(|seen| seen.snapshots[place].set(Some(Arc::clone(&snapshot))));
        // While the thread ends there is nothing to keep it in.
        let _ = kept;
        read(&snapshot)
    }

    /// The current snapshot, for writers and whoever has time.
    pub(crate) fn load(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Makes this the current one. There is one writer at a time. Frees nothing.
    pub(crate) fn store(&self, snapshot: Arc<Snapshot>) {
        let address = address_of(&snapshot);
        let current = self.address();
        if let Some(current) = current {
            // Whether it is observed stays as it is, and may change meanwhile.
            current.fetch_and(OBSERVED, Ordering::AcqRel);
        }
        let old = self.snapshot.swap(snapshot);
        if let Some(current) = current {
            current.fetch_or(address, Ordering::Release);
        }
        self.replaced().push(old);
    }

    /// Whether evaluations have to pass hooks, or are recorded: then nobody takes the shortest way.
    pub(crate) fn set_observed(&self, observed: bool) {
        self.observed.store(observed, Ordering::Release);
        if let Some(current) = self.address() {
            if observed {
                current.fetch_or(OBSERVED, Ordering::AcqRel);
            } else {
                current.fetch_and(!OBSERVED, Ordering::AcqRel);
            }
        }
    }

    /// What [`Current::set_observed`] said last.
    pub(crate) fn is_observed(&self) -> bool {
        self.observed.load(Ordering::Acquire)
    }

    /// Frees what was just replaced as soon as the threads that evaluate have seen the new one, which
    /// is at once. Threads that do not evaluate are not waited for.
    pub(crate) fn free_replaced_soon(&self) {
        const LOOKS: u32 = 10;
        const BETWEEN: Duration = Duration::from_micros(100);
        self.forget();
        for _ in 0..LOOKS {
            if self.free_replaced() {
                return;
            }
            thread::sleep(BETWEEN);
        }
    }

    /// Lets go of what this thread keeps: whoever makes changes may never evaluate again, and would
    /// wait for itself.
    fn forget(&self) {
        if let Some(place) = self.place {
            // While the thread ends there is nothing that it keeps.
            let _ = SEEN.try_with(|seen| drop(seen.snapshots[place].take()));
        }
    }

    /// Frees replaced snapshots that no thread and no scope keeps any more. Returns whether none is
    /// left.
    pub(crate) fn free_replaced(&self) -> bool {
        let unused: Vec<_> = self
            .replaced()
            .extract_if(.., |snapshot| Arc::strong_count(snapshot) == 1)
            .collect();
        // Without the lock: the last snapshot of a provider drops that provider.
        drop(unused);
        self.replaced().is_empty()
    }

    fn replaced(&self) -> MutexGuard<'_, Vec<Arc<Snapshot>>> {
        self.replaced.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
