//! One good content of a state file.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;
use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::state::{Format, SharedText, StateEntry, StateFile, parse};
use flags_runtime::{FeatureInfo, Registry, Text};
use xxhash_rust::xxh3::xxh3_64;

use crate::bound::{Bound, Faults, bind};

/// Immutable, but for what is remembered of the registries that were asked for.
///
/// Between changes it is little more than its text: what that says is the runtime's by then, and is
/// read again for a registry that comes later.
pub(crate) struct Snapshot {
    /// What the file is called in messages.
    pub(crate) name: String,
    pub(crate) text: SharedText,
    format: Format,
    /// What is left out of the file.
    pub(crate) ignored: Vec<Diagnostic>,
    pub(crate) version: Text,
    is_empty: bool,
    /// Whether there is an entry `registry/key`.
    names_registries: bool,
    /// The text, read, while there is use for it.
    state: Mutex<Option<Arc<StateFile>>>,
    /// What is wrong, by registry, as far as one was asked for.
    faults: Mutex<Vec<(&'static Registry, Arc<Faults>)>>,
    /// By registry, as far as somebody asked for single features. Read without a lock, because
    /// `resolve` reads it.
    bound: ArcSwap<Vec<Arc<Bound>>>,
}

impl Snapshot {
    /// Reads a text, or says all that is wrong with it as a whole.
    pub(crate) fn parse(name: &str, text: String, format: Format) -> Result<Self, Refusal> {
        let parsed = parse(text, format);
        let text = parsed.state.text().clone();
        if !parsed.errors.is_empty() {
            return Err(Refusal {
                text,
                findings: parsed.errors,
            });
        }
        let is_empty = parsed.state.entries().len() == 0;
        let names_registries = parsed.state.names_registries();
        Ok(Self {
            name: name.to_owned(),
            format,
            is_empty,
            names_registries,
            version: format!("{:012x}", xxh3_64(text.as_bytes()) >> 16).into(),
            ignored: parsed.ignored,
            text,
            state: Mutex::new(Some(Arc::new(parsed.state))),
            faults: Mutex::default(),
            bound: ArcSwap::from_pointee(Vec::new()),
        })
    }

    /// Whether it speaks of no feature at all.
    pub(crate) const fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// The text, read.
    pub(crate) fn state(&self) -> Arc<StateFile> {
        let mut state = lock(&self.state);
        let read = || Arc::new(parse(self.text.clone(), self.format).state);
        Arc::clone(state.get_or_insert_with(read))
    }

    /// Nobody is expected to ask for what the text says, until the next registry comes.
    pub(crate) fn forget_state(&self) {
        *lock(&self.state) = None;
    }

    /// Finds the entries of features.
    pub(crate) const fn entries_for<'s>(&self, state: &'s StateFile) -> EntriesFor<'s> {
        EntriesFor {
            state,
            next: 0,
            names_registries: self.names_registries,
        }
    }

    /// What is wrong with it, for a registry.
    pub(crate) fn faults(&self, registry: &'static Registry) -> Arc<Faults> {
        let known = || {
            let faults = lock(&self.faults);
            let mut known = faults.iter();
            let found = known.find(|(known, _)| std::ptr::eq(*known, registry));
            found.map(|(_, faults)| Arc::clone(faults))
        };
        known().unwrap_or_else(|| {
            bind(self, registry, |binder| binder.look());
            known().unwrap_or_default()
        })
    }

    /// What has been found wrong with it, for a registry.
    pub(crate) fn remember(&self, registry: &'static Registry, found: Faults) {
        let mut faults = lock(&self.faults);
        faults.retain(|(known, _)| !std::ptr::eq(*known, registry));
        faults.push((registry, Arc::new(found)));
    }

    /// What it says of a registry, feature by feature.
    pub(crate) fn bound(&self, registry: &'static Registry) -> Arc<Bound> {
        let find = |all: &[Arc<Bound>]| {
            all.iter()
                .find(|bound| std::ptr::eq(bound.registry, registry))
                .cloned()
        };
        if let Some(bound) = find(&self.bound.load()) {
            return bound;
        }
        let new = Arc::new(bind(self, registry, |binder| binder.bound()));
        self.bound.rcu(|all| {
            let mut all = Vec::clone(all);
            // Another thread may have been faster; the two say the same.
            if find(&all).is_none() {
                all.push(Arc::clone(&new));
            }
            all
        });
        new
    }

    /// A finding with its line, in one line.
    pub(crate) fn one_line(&self, state: &StateFile, finding: &Diagnostic) -> String {
        match &finding.span {
            Some(span) => format!("{}:{}: {}", self.name, state.line(span), finding.message),
            None => format!("{}: {}", self.name, finding.message),
        }
    }

    /// A finding with its place, line and caret.
    pub(crate) fn render(&self, finding: &Diagnostic) -> String {
        finding.render(&self.name, &self.text)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is in there is replaced whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Finds the entry that speaks to a feature: the qualified one, else the unqualified one.
pub(crate) struct EntriesFor<'s> {
    state: &'s StateFile,
    /// Behind the last one: many a file has the order of its registry.
    next: usize,
    names_registries: bool,
}

impl<'s> EntriesFor<'s> {
    /// Whether there is an entry of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.state.find(name).is_some()
    }

    pub(crate) fn find(&mut self, feature: &FeatureInfo) -> Option<StateEntry<'s>> {
        let key = feature.provider_key();
        // Most files name no registry, and there the longer name need not be made.
        let own = self
            .names_registries
            .then(|| self.state.find(&qualified(feature.registry(), key)))
            .flatten();
        let found = own.or_else(|| self.state.find_at(self.next, key))?;
        self.next = found.place() + 1;
        Some(found)
    }
}

/// How a state file names a feature of one registry.
pub(crate) fn qualified(registry: &Registry, key: &str) -> String {
    format!("{}/{key}", registry.name())
}

/// Text that cannot be used, and why.
pub(crate) struct Refusal {
    pub(crate) text: SharedText,
    pub(crate) findings: Vec<Diagnostic>,
}
