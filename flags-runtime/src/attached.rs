//! A registry with its current snapshot.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::reach::Current;
use crate::snapshot::Snapshot;
use crate::{FeatureInfo, Registry};

/// A registry that an engine serves.
///
/// Readers reach the snapshot without a lock; everything else happens under the
/// engine's writer lock.
pub(crate) struct Attached {
    pub(crate) registry: &'static Registry,
    pub(crate) snapshot: Current,
    /// For each feature, how many reasons there are to say *ask*; `None` for an engine that has no
    /// slots to publish to.
    holds: Option<Box<[AtomicU32]>>,
}

impl Attached {
    /// `place` is the number of registries before it, for the engine whose registries stay for
    /// ever and have slots; `None` for any other.
    pub(crate) fn new(snapshot: Snapshot, place: Option<usize>) -> Self {
        let registry = snapshot.registry;
        Self {
            registry,
            holds: place.map(|_| {
                registry
                    .features()
                    .iter()
                    .map(|_| AtomicU32::new(0))
                    .collect()
            }),
            snapshot: Current::new(snapshot, place),
        }
    }

    /// Makes a snapshot the current one. Returns the features whose answer is another, or may be.
    ///
    /// A changed slot says *ask* from before the new snapshot is there until after it: so a thread
    /// that has seen the new answer, by slot or by snapshot, does not see the old one again.
    pub(crate) fn swap(&self, snapshot: Snapshot, all_ask: bool) -> Vec<&'static FeatureInfo> {
        let old = self.snapshot.load();
        let new = Arc::new(snapshot);
        let changed = changes(&old, &new);
        if self.holds.is_some() {
            for feature in &changed {
                feature.slot().ask();
            }
        }
        self.snapshot.store(Arc::clone(&new));
        drop(old);
        self.publish(&new, &changed, all_ask);
        changed
    }

    /// Writes the slots of all features, as when the registry attaches or a hook comes or goes.
    pub(crate) fn publish_all(&self, all_ask: bool) {
        self.snapshot.set_observed(all_ask);
        let snapshot = self.snapshot.load();
        let all: Vec<_> = self.registry.features().iter().collect();
        self.publish(&snapshot, &all, all_ask);
    }

    fn publish(&self, snapshot: &Snapshot, features: &[&'static FeatureInfo], all_ask: bool) {
        let Some(holds) = &self.holds else {
            return;
        };
        let answers = if all_ask {
            Vec::new()
        } else {
            snapshot.static_answers()
        };
        for feature in features {
            let index = feature.index();
            let held = holds[index].load(Ordering::Relaxed) > 0;
            match answers.get(index) {
                Some(Some(payload)) if !held => payload.publish(feature.slot()),
                _ => feature.slot().ask(),
            }
        }
    }

    /// One more reason for these features to say *ask*.
    pub(crate) fn hold(&self, features: &[&'static FeatureInfo]) {
        if let Some(holds) = &self.holds {
            for feature in features {
                holds[feature.index()].fetch_add(1, Ordering::Relaxed);
                feature.slot().ask();
            }
        }
    }

    /// One reason less; a feature without any goes back to its answer.
    pub(crate) fn release(&self, features: &[&'static FeatureInfo], all_ask: bool) {
        if let Some(holds) = &self.holds {
            for feature in features {
                holds[feature.index()].fetch_sub(1, Ordering::Relaxed);
            }
            self.publish(&self.snapshot.load(), features, all_ask);
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
}

/// Features whose answer differs between two snapshots. Where the provider has to be asked, nobody
/// can tell, so such a feature counts as changed.
fn changes(old: &Snapshot, new: &Snapshot) -> Vec<&'static FeatureInfo> {
    let before = old.static_answers();
    let after = new.static_answers();
    new.registry
        .features()
        .iter()
        .zip(before.iter().zip(&after))
        .filter(|(_, answers)| match answers {
            (Some(one), Some(two)) => !one.same_as(two),
            _ => true,
        })
        .map(|(feature, _)| feature)
        .collect()
}
