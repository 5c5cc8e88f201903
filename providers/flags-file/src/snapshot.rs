//! One good content of a state file.

use std::collections::HashMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::state::{Format, StateFile, parse};
use flags_runtime::{FeatureInfo, Registry, Text};
use xxhash_rust::xxh3::xxh3_64;

use crate::bound::Bound;

/// Immutable, but for what is remembered of the registries that were asked for.
pub(crate) struct Snapshot {
    /// What the file is called in messages.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) state: StateFile,
    /// What is left out of the file.
    pub(crate) ignored: Vec<Diagnostic>,
    pub(crate) version: Text,
    /// Entries by name.
    index: HashMap<String, usize>,
    /// Whether there is an entry `registry/key`.
    names_registries: bool,
    /// By registry, as far as somebody asked. Read without a lock, because `resolve` reads it.
    bound: ArcSwap<Vec<Arc<Bound>>>,
}

impl Snapshot {
    /// Reads a text, or says all that is wrong with it as a whole.
    pub(crate) fn parse(name: &str, text: String, format: Format) -> Result<Self, Refusal> {
        let parsed = parse(&text, format);
        if !parsed.errors.is_empty() {
            return Err(Refusal {
                text,
                findings: parsed.errors,
            });
        }
        let entries = parsed.state.entries();
        Ok(Self {
            name: name.to_owned(),
            index: entries
                .iter()
                .enumerate()
                .map(|(index, entry)| (entry.name().to_owned(), index))
                .collect(),
            names_registries: entries.iter().any(|entry| entry.name().contains('/')),
            version: format!("{:012x}", xxh3_64(text.as_bytes()) >> 16).into(),
            ignored: parsed.ignored,
            state: parsed.state,
            text,
            bound: ArcSwap::from_pointee(Vec::new()),
        })
    }

    /// Whether it speaks of no feature at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// The entry that speaks to a feature: the qualified one, else the unqualified one.
    pub(crate) fn entry_for(&self, feature: &FeatureInfo) -> Option<usize> {
        let key = feature.provider_key();
        // Most files name no registry, and there the longer name need not be made.
        let own = self
            .names_registries
            .then(|| self.index.get(&qualified(feature.registry(), key)))
            .flatten();
        own.or_else(|| self.index.get(key)).copied()
    }

    /// Whether there is an entry of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.index.contains_key(name)
    }

    /// What it says of a registry.
    pub(crate) fn bound(&self, registry: &'static Registry) -> Arc<Bound> {
        let find = |all: &[Arc<Bound>]| {
            all.iter()
                .find(|bound| std::ptr::eq(bound.registry, registry))
                .cloned()
        };
        if let Some(bound) = find(&self.bound.load()) {
            return bound;
        }
        let new = Arc::new(Bound::new(self, registry));
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
    pub(crate) fn one_line(&self, finding: &Diagnostic) -> String {
        match &finding.span {
            Some(span) => format!(
                "{}:{}: {}",
                self.name,
                self.state.line(span),
                finding.message
            ),
            None => format!("{}: {}", self.name, finding.message),
        }
    }

    /// A finding with its place, line and caret.
    pub(crate) fn render(&self, finding: &Diagnostic) -> String {
        finding.render(&self.name, &self.text)
    }
}

/// How a state file names a feature of one registry.
pub(crate) fn qualified(registry: &Registry, key: &str) -> String {
    format!("{}/{key}", registry.name())
}

/// Text that cannot be used, and why.
pub(crate) struct Refusal {
    pub(crate) text: String,
    pub(crate) findings: Vec<Diagnostic>,
}
