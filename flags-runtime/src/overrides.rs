//! Overrides: what tests, and testers, want a feature to be.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) mod one;

use crate::here::{self, Entered, Layer};
use crate::hold::Hold;
use crate::served::Served;
use crate::{FeatureInfo, Overridable, Override};

/// Several overrides, of whatever types.
///
/// ```
/// # use flags_runtime::{FeatureInfo, Overrides};
/// # fn test(crazy: flags_runtime::Feature<bool>, limit: flags_runtime::Feature<i64>) {
/// let _on = Overrides::new().with(crazy, true).with(limit, 100).apply();
/// # }
/// ```
///
/// An override goes before everything else that decides, `needs` included; one of a needed feature
/// counts for those that need it. Of several overrides of one feature the innermost holds.
#[derive(Clone, Debug, Default)]
#[must_use = "overrides do nothing until they are applied"]
pub struct Overrides {
    all: Vec<Override>,
}

impl Overrides {
    /// None.
    pub const fn new() -> Self {
        Self { all: Vec::new() }
    }

    /// One more. A later one of the same feature goes before it.
    ///
    /// # Panics
    ///
    /// If the value is outside the feature's `range`.
    #[track_caller]
    pub fn with<F: Overridable>(self, feature: F, value: F::Value) -> Self {
        self.and(feature.set_to(value))
    }

    /// One more. A later one of the same feature goes before it.
    pub fn and(mut self, other: Override) -> Self {
        self.all.push(other);
        self
    }

    /// Puts them in force on this thread, until the guard is dropped.
    pub fn apply(self) -> OverrideGuard {
        OverrideGuard::new(self)
    }

    /// Calls `f` with them in force.
    pub fn run<R>(self, f: impl FnOnce() -> R) -> R {
        let _entered = Entered::new(Layer::Overrides(Arc::new(InForce::new(self))));
        f()
    }

    /// Runs a future with them in force while it is polled, on whichever thread.
    pub fn run_async<F: Future>(self, future: F) -> impl Future<Output = F::Output> + use<F> {
        here::enter_async(Layer::Overrides(Arc::new(InForce::new(self))), future)
    }
}

impl Extend<Override> for Overrides {
    fn extend<I: IntoIterator<Item = Override>>(&mut self, others: I) {
        self.all.extend(others);
    }
}

impl FromIterator<Override> for Overrides {
    fn from_iter<I: IntoIterator<Item = Override>>(overrides: I) -> Self {
        Self {
            all: overrides.into_iter().collect(),
        }
    }
}

/// Overrides that are in force on this thread until this is dropped.
///
/// It belongs to its thread and cannot leave it; other threads see the normal answer. Guards may be
/// dropped in any order: of those that are left, the newest of a feature holds. A guard outlives the
/// scope that it was made in, and in a task that shares its thread with others those see the
/// override too, while it waits: there, prefer [`Overrides::run_async`].
#[must_use = "the override ends when the guard is dropped: bind it to a name, as in `let _on = …`"]
pub struct OverrideGuard {
    /// For where it is in force but not at hand: in a future that is not being polled.
    ended: Arc<AtomicBool>,
    _entered: Entered,
}

impl OverrideGuard {
    fn new(overrides: Overrides) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let overrides = Arc::new(InForce::new(overrides));
        Self {
            _entered: Entered::new(Layer::Guarded(overrides, Arc::clone(&ended))),
            ended,
        }
    }
}

impl Drop for OverrideGuard {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

impl fmt::Debug for OverrideGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OverrideGuard").finish_non_exhaustive()
    }
}

/// Overrides that somebody keeps in force: until this is dropped the features say *ask*.
pub(crate) struct InForce {
    overrides: Vec<Override>,
    _holds: Vec<Hold>,
}

impl InForce {
    pub(crate) fn new(overrides: Overrides) -> Self {
        let overrides = overrides.all;
        Self {
            _holds: overrides.iter().map(|set| Hold::new(set.feature)).collect(),
            overrides,
        }
    }

    /// What the last of them says of a feature.
    pub(crate) fn value(&self, feature: &FeatureInfo) -> Option<&Served> {
        let mut latest_first = self.overrides.iter().rev();
        let found = latest_first.find(|set| set.feature == feature)?;
        Some(&found.value)
    }
}
