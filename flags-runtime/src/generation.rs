//! What an engine serves at one moment, kept together: one snapshot for each registry.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use once_cell::race::OnceBox;

use crate::attached::Attached;
use crate::snapshot::Snapshot;
use crate::{FeatureInfo, Registry};

/// The snapshots between one change and the next. A scope keeps the one that it began in.
///
/// As long as somebody keeps it, the features that have changed since say *ask*; when the last lets
/// go, they go back, and the snapshots are freed.
#[derive(Default)]
pub(crate) struct Generation {
    pinned: Vec<Pinned>,
    /// Registries that attached later.
    later: Later,
    /// What has changed since.
    held: Mutex<Vec<Held>>,
}

/// A registry and its snapshot of that moment.
struct Pinned {
    registry: &'static Registry,
    snapshot: Arc<Snapshot>,
}

#[derive(Default)]
struct Later(OnceBox<(Pinned, Self)>);

/// Features of one registry that say *ask* because of this generation.
struct Held {
    attached: Arc<Attached>,
    features: HashSet<usize>,
}

impl Generation {
    /// The present one of these registries.
    pub(crate) fn new(attached: &[Arc<Attached>]) -> Self {
        Self {
            pinned: attached.iter().map(|each| Pinned::now(each)).collect(),
            later: Later::default(),
            held: Mutex::default(),
        }
    }

    /// A registry that has attached since: its first snapshot is the one that was there all along.
    /// There is one writer at a time.
    pub(crate) fn add(&self, attached: &Arc<Attached>) {
        let mut later = &self.later;
        while let Some((_, next)) = later.0.get() {
            later = next;
        }
        let new = Box::new((Pinned::now(attached), Later::default()));
        // Nobody else writes, so the place is free.
        let _ = later.0.set(new);
    }

    #[inline]
    pub(crate) fn find(&self, registry: &'static Registry) -> Option<&Snapshot> {
        for pinned in &self.pinned {
            if std::ptr::eq(pinned.registry, registry) {
                return Some(&pinned.snapshot);
            }
        }
        let mut later = &self.later;
        loop {
            let (pinned, next) = later.0.get()?;
            if std::ptr::eq(pinned.registry, registry) {
                return Some(&pinned.snapshot);
            }
            later = next;
        }
    }

    /// These features have changed: they say *ask* until this generation ends.
    pub(crate) fn hold(&self, attached: &Arc<Attached>, changed: &[&'static FeatureInfo]) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let place = held
            .iter()
            .position(|held| Arc::ptr_eq(&held.attached, attached));
        let place = place.unwrap_or_else(|| {
            held.push(Held {
                attached: Arc::clone(attached),
                features: HashSet::new(),
            });
            held.len() - 1
        });
        let features = &mut held[place].features;
        let new: Vec<_> = changed
            .iter()
            .copied()
            .filter(|feature| features.insert(feature.index()))
            .collect();
        attached.hold(&new);
    }
}

impl Drop for Generation {
    fn drop(&mut self) {
        let held = std::mem::take(&mut self.held)
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        for Held { attached, features } in &held {
            let all = attached.registry.features().iter();
            let features: Vec<_> = all
                .filter(|feature| features.contains(&feature.index()))
                .collect();
            attached.release(&features);
        }
        drop(std::mem::take(&mut self.pinned));
        drop(std::mem::take(&mut self.later));
        // Whoever was the last to need an older snapshot frees it.
        for Held { attached, .. } in held {
            attached.snapshot.free_replaced();
        }
    }
}

impl Pinned {
    fn now(attached: &Attached) -> Self {
        Self {
            registry: attached.registry,
            snapshot: attached.snapshot.load(),
        }
    }
}
