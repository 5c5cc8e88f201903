//! What is served, and how new data gets there.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::{ArcSwapOption, Guard};
use flags_http::{Document as Fetched, Refused, Taken};

use crate::document::Document;
use crate::snapshot::{Patch, Snapshot};

/// Shared by a provider and whoever has new data.
pub(crate) struct Served {
    snapshot: ArcSwapOption<Snapshot>,
    /// Held while the snapshot is replaced, so that no change is lost.
    writer: Mutex<()>,
    allow_empty: bool,
    /// What was set aside of the document that is on its way through the vendor's crate.
    expected: Mutex<BTreeMap<String, String>>,
}

/// A document that is refused, because it is most often a mistake.
pub(crate) struct Suspicious;

impl fmt::Display for Suspicious {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "it holds no flag any more; where that is meant, build the provider with \
             `allow_empty(true)`",
        )
    }
}

impl Served {
    pub(crate) fn new(allow_empty: bool) -> Arc<Self> {
        Arc::new(Self {
            snapshot: ArcSwapOption::empty(),
            writer: Mutex::new(()),
            allow_empty,
            expected: Mutex::default(),
        })
    }

    /// What is served at present. Read without a lock.
    pub(crate) fn load(&self) -> Guard<Option<Arc<Snapshot>>> {
        self.snapshot.load()
    }

    /// Serves a document from now on. Returns whether anything is different.
    pub(crate) fn replace(&self, document: Document, newer_wins: bool) -> Result<bool, Suspicious> {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.snapshot.load_full();
        let next = match &before {
            Some(before) => before.replaced(document, newer_wins),
            None => Snapshot::default().replaced(document, newer_wins),
        };
        if let Some(before) = &before {
            if next.is_empty() && !before.is_empty() && !self.allow_empty {
                return Err(Suspicious);
            }
            if next.version == before.version && next.set_aside == before.set_aside {
                return Ok(false);
            }
        }
        self.snapshot.store(Some(Arc::new(next)));
        Ok(true)
    }

    /// Whether a document would be refused.
    pub(crate) fn is_suspicious(&self, document: &Document) -> bool {
        let had_some = self
            .load()
            .as_ref()
            .is_some_and(|before| !before.is_empty());
        let is_empty = document.flags.is_empty() && document.set_aside.is_empty();
        is_empty && had_some && !self.allow_empty
    }

    /// The next document comes through the vendor's crate, and this was set aside of it.
    pub(crate) fn expect(&self, set_aside: BTreeMap<String, String>) {
        *self.expected.lock().unwrap_or_else(PoisonError::into_inner) = set_aside;
    }

    /// What was said with [`Served::expect`].
    pub(crate) fn expected(&self) -> BTreeMap<String, String> {
        std::mem::take(&mut *self.expected.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes one flag or segment. Returns whether anything is different.
    pub(crate) fn patch(&self, patch: Patch) -> bool {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(before) = self.snapshot.load_full() else {
            return false;
        };
        let Some(next) = before.patched(patch) else {
            return false;
        };
        self.snapshot.store(Some(Arc::new(next)));
        true
    }
}

/// Takes what was polled.
pub(crate) fn take(document: &Fetched<'_>, served: &Served) -> Result<Taken, Refused> {
    let document = Document::parse(document.text()).map_err(Refused::invalid)?;
    match served.replace(document, true) {
        Ok(true) => Ok(Taken::Changed),
        Ok(false) => Ok(Taken::Same),
        Err(suspicious) => Err(Refused::suspicious(suspicious.to_string())),
    }
}
