//! Snapshots that are held for as long as somebody needs them.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use flags_runtime::{
    Answers, EvaluationContext, FeatureInfo, Notice, Provider, Registry, Resolution, ResolveError,
    Value,
};

use crate::Details;
use crate::snapshot::Snapshot;

/// What is pinned, by the fingerprint of its context. Readers take no lock.
#[derive(Debug, Default)]
pub(crate) struct Pins {
    table: ArcSwap<HashMap<u128, Vec<Arc<Snapshot>>>>,
    writer: Mutex<()>,
}

impl Pins {
    /// The latest for a context.
    pub(crate) fn with<R>(
        &self,
        fingerprint: u128,
        read: impl FnOnce(Option<&Snapshot>) -> R,
    ) -> R {
        let table = self.table.load();
        let pinned = table.get(&fingerprint).and_then(|pinned| pinned.last());
        read(pinned.map(Arc::as_ref))
    }

    pub(crate) fn add(&self, fingerprint: u128, snapshot: &Arc<Snapshot>) {
        self.change(|table| {
            table
                .entry(fingerprint)
                .or_default()
                .push(Arc::clone(snapshot));
        });
    }

    fn remove(&self, fingerprint: u128, snapshot: &Arc<Snapshot>) {
        self.change(|table| {
            let Some(pinned) = table.get_mut(&fingerprint) else {
                return;
            };
            let same = |other: &Arc<Snapshot>| Arc::ptr_eq(other, snapshot);
            if let Some(position) = pinned.iter().position(same) {
                pinned.remove(position);
            }
            if pinned.is_empty() {
                table.remove(&fingerprint);
            }
        });
    }

    fn change(&self, change: impl FnOnce(&mut HashMap<u128, Vec<Arc<Snapshot>>>)) {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut table = HashMap::clone(&self.table.load());
        change(&mut table);
        self.table.store(Arc::new(table));
    }

    pub(crate) fn len(&self) -> usize {
        self.table.load().values().map(Vec::len).sum()
    }
}

/// All flags, as the service evaluated them for one context. While it lives, the
/// [`OfrepClient`](crate::OfrepClient) that fetched it answers from it for that context.
///
/// It is a provider itself, too, which answers the same whichever context it is asked with:
/// `Flags::new(prefetched)` needs nothing that is process-wide.
#[must_use = "what is dropped is not answered from"]
pub struct Prefetched {
    pub(crate) name: &'static str,
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) fingerprint: u128,
    pub(crate) pins: Arc<Pins>,
    /// The request's body and the answer's `ETag`, for the next time.
    pub(crate) body: String,
    pub(crate) etag: Option<String>,
}

impl Prefetched {
    /// All that the service says of a flag, metadata included.
    #[must_use]
    pub fn details(&self, key: &str) -> Option<Details> {
        let flag = self.snapshot.flag(key)?;
        Some(Details {
            flag: flag.as_ref().clone(),
        })
    }

    /// What the service tells of all flags together: booleans, numbers and texts by name.
    pub fn metadata(&self) -> impl Iterator<Item = (&str, &Value)> {
        let metadata = self.snapshot.metadata.iter();
        metadata.map(|(name, value)| (name.as_str(), value))
    }
}

impl Drop for Prefetched {
    fn drop(&mut self) {
        self.pins.remove(self.fingerprint, &self.snapshot);
    }
}

impl Provider for Prefetched {
    fn name(&self) -> &str {
        self.name
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        self.snapshot.resolve(feature)
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        self.snapshot.answers(registry)
    }

    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        self.snapshot.notices(registries)
    }
}

/// Without the context, which may be private.
impl fmt::Debug for Prefetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prefetched")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
