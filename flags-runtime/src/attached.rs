//! A registry with its current snapshot.

use std::sync::{Arc, PoisonError};

use crate::reach::Current;
use crate::snapshot::Snapshot;
use crate::sync::{Mutex, MutexGuard};
use crate::{FeatureInfo, Registry};

/// A registry that an engine serves.
///
/// Readers reach the snapshot without a lock. Snapshots are exchanged under the engine's writer
/// lock; slots are written under a lock of their own, which nobody holds for longer than that takes,
/// so that an override or a scope that ends never waits for a provider.
pub(crate) struct Attached {
    pub(crate) registry: &'static Registry,
    pub(crate) snapshot: Current,
    /// For each feature, how many reasons there are to say *ask*; `None` for an engine that has no
    /// slots to publish to. Whoever has the lock may write the slots.
    holds: Option<Mutex<Box<[u32]>>>,
}

/// A snapshot that is about to become the current one. Until [`Attached::finish`] the features that
/// it changes say *ask*.
pub(crate) struct Coming {
    pub(crate) snapshot: Arc<Snapshot>,
    /// The features whose answer is another, or may be.
    pub(crate) changed: Vec<&'static FeatureInfo>,
}

impl Attached {
    /// `place` is the number of registries before it, for the engine whose registries stay for
    /// ever and have slots; `None` for any other.
    pub(crate) fn new(snapshot: Snapshot, place: Option<usize>) -> Self {
        let registry = snapshot.registry;
        Self {
            registry,
            holds: place.map(|_| Mutex::new(vec![0; registry.features().len()].into_boxed_slice())),
            snapshot: Current::new(snapshot, place),
        }
    }

    /// First of three steps that make a snapshot the current one.
    ///
    /// A changed slot says *ask* from before the new snapshot is there until after it: so a thread
    /// that has seen the new answer, by slot or by snapshot, does not see the old one again.
    pub(crate) fn prepare(&self, snapshot: Snapshot) -> Coming {
        let changed = changes(&self.snapshot.load(), &snapshot);
        self.hold(&changed);
        Coming {
            snapshot: Arc::new(snapshot),
            changed,
        }
    }

    /// Second step: from now on evaluations see it.
    pub(crate) fn exchange(&self, coming: &Coming) {
        self.snapshot.store(Arc::clone(&coming.snapshot));
    }

    /// Third step: the slots get their new answers. Returns the changed features.
    pub(crate) fn finish(&self, coming: Coming) -> Vec<&'static FeatureInfo> {
        self.release(&coming.changed);
        coming.changed
    }

    /// Writes the slots of all features, as when the registry attaches or a hook comes or goes.
    /// `all_ask` is asked once nobody else can write them.
    pub(crate) fn publish_all(&self, all_ask: impl Fn() -> bool) {
        let holds = self.holds();
        self.snapshot.set_observed(all_ask());
        if let Some(holds) = holds {
            let all: Vec<_> = self.registry.features().iter().collect();
            self.publish(&holds, &all);
        }
    }

    /// One more reason for these features to say *ask*.
    pub(crate) fn hold(&self, features: &[&'static FeatureInfo]) {
        if let Some(mut holds) = self.holds() {
            for feature in features {
                holds[feature.index()] += 1;
                feature.slot().ask();
            }
        }
    }

    /// One reason less; a feature without any goes back to its answer.
    pub(crate) fn release(&self, features: &[&'static FeatureInfo]) {
        if features.is_empty() {
            return;
        }
        if let Some(mut holds) = self.holds() {
            for feature in features {
                holds[feature.index()] -= 1;
            }
            self.publish(&holds, features);
        }
    }

    /// A feature and whatever needs it, directly or through others.
    pub(crate) fn with_dependents(
        &self,
        feature: &'static FeatureInfo,
    ) -> Vec<&'static FeatureInfo> {
        let features = self.registry.features();
        let mut affected = vec![false; features.len()];
        affected[feature.index()] = true;
        // Needs may point forwards and backwards; each round goes at least one step further.
        let mut grows = true;
        while grows {
            grows = false;
            for other in features {
                let reached = other.needs().iter().any(|need| affected[need.index()]);
                if reached && !affected[other.index()] {
                    affected[other.index()] = true;
                    grows = true;
                }
            }
        }
        features
            .iter()
            .filter(|other| affected[other.index()])
            .collect()
    }

    fn holds(&self) -> Option<MutexGuard<'_, Box<[u32]>>> {
        let holds = self.holds.as_ref()?;
        // Nothing that can panic leaves the counts half changed.
        Some(holds.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn publish(&self, holds: &[u32], features: &[&'static FeatureInfo]) {
        let snapshot = self.snapshot.load();
        let all_ask = self.snapshot.is_observed();
        let mut answers = snapshot.static_answers();
        for feature in features {
            let is_free = !all_ask && holds[feature.index()] == 0;
            match is_free.then(|| answers.of(feature)).flatten() {
                Some(payload) => payload.publish(feature.slot()),
                None => feature.slot().ask(),
            }
        }
    }
}

/// Features whose answer differs between two snapshots. Where the provider has to be asked, nobody
/// can tell, so such a feature counts as changed.
fn changes(old: &Snapshot, new: &Snapshot) -> Vec<&'static FeatureInfo> {
    let (mut before, mut after) = (old.static_answers(), new.static_answers());
    let is_other = |feature: &&FeatureInfo| match (before.of(feature), after.of(feature)) {
        (Some(one), Some(two)) => !one.same_as(&two),
        _ => true,
    };
    let features = new.registry.features();
    // Most often all or few of them are, and a vector that grows takes thrice the memory meanwhile.
    let mut changed = Vec::with_capacity(features.len());
    changed.extend(features.iter().filter(is_other));
    changed
}
