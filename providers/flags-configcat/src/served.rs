//! What is served, and how a new document gets there.

use std::sync::Arc;

use arc_swap::{ArcSwap, ArcSwapOption, Guard};
use flags_runtime::{FeatureInfo, Registry};

use crate::document::{Document, Redirect};
use crate::evaluator::Snapshot;

/// Shared by a provider and whoever has new documents.
pub(crate) struct Served {
    snapshot: ArcSwapOption<Snapshot>,
    /// Those that have asked for answers.
    registries: ArcSwap<Vec<&'static Registry>>,
    allow_empty: bool,
}

/// Why a document is not served.
pub(crate) enum Refusal {
    Invalid(String),
    Suspicious(String),
}

impl Refusal {
    pub(crate) fn into_reason(self) -> String {
        match self {
            Self::Invalid(reason) | Self::Suspicious(reason) => reason,
        }
    }
}

impl Served {
    pub(crate) fn new(allow_empty: bool) -> Arc<Self> {
        Arc::new(Self {
            snapshot: ArcSwapOption::empty(),
            registries: ArcSwap::default(),
            allow_empty,
        })
    }

    /// What is served at present. Read without a lock.
    pub(crate) fn load(&self) -> Guard<Option<Arc<Snapshot>>> {
        self.snapshot.load()
    }

    /// What a registry asks for is kept as it was last, where it goes from a document.
    pub(crate) fn asked_by(&self, registry: &'static Registry) {
        let is_known = |all: &[&'static Registry]| all.iter().any(|it| std::ptr::eq(*it, registry));
        if !is_known(&self.registries.load()) {
            self.registries.rcu(|all| {
                let mut all = Vec::clone(all);
                // Another thread may have been faster.
                if !is_known(&all) {
                    all.push(registry);
                }
                all
            });
        }
    }

    /// Serves a document from now on. Returns whether it is another one. Called by one thread at a
    /// time.
    pub(crate) fn take(
        &self,
        text: &str,
        parse: fn(&str) -> Result<Document, String>,
    ) -> Result<bool, Refusal> {
        let before = self.snapshot.load_full();
        let registries = self.registries.load();
        let features = registries.iter().flat_map(|it| it.features());
        let asked = features.map(FeatureInfo::provider_key).collect();
        let next = Snapshot::next(before.as_deref(), text, parse, &asked);
        let next = next.map_err(Refusal::Invalid)?;
        let Some(next) = next else {
            return Ok(false);
        };
        let had_some = before.is_some_and(|before| !before.is_empty());
        if next.is_empty() && next.redirect.is_some() {
            let reason = "it holds no setting, and says that the data is elsewhere";
            return Err(Refusal::Invalid(reason.to_owned()));
        }
        if next.is_empty() && had_some && !self.allow_empty {
            return Err(Refusal::Suspicious(
                "it holds no setting any more; where that is meant, build the provider with \
                 `allow_empty(true)`"
                    .to_owned(),
            ));
        }
        self.snapshot.store(Some(Arc::new(next)));
        Ok(true)
    }

    /// Where a document says that the data is to be had, whether the document is served or not.
    pub(crate) fn redirect(text: &str) -> Option<Redirect> {
        Document::parse(text).ok()?.redirect
    }
}
