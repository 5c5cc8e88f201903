//! What a snapshot answers without a context.

use std::borrow::Cow;

use super::{Declared, Entry, Snapshot, is_on};
use crate::FeatureInfo;
use crate::payload::Payload;

/// The answers that do not depend on the context, needs included.
pub(crate) struct StaticAnswers<'s> {
    snapshot: &'s Snapshot,
    /// What is known of the features that others need, by feature; empty before the first is asked
    /// for, since most registries have few.
    needed: Vec<Needed>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Needed {
    NotYet,
    Depends,
    Off,
    On,
}

impl Snapshot {
    pub(crate) const fn static_answers(&self) -> StaticAnswers<'_> {
        StaticAnswers {
            snapshot: self,
            needed: Vec::new(),
        }
    }
}

impl<'s> StaticAnswers<'s> {
    /// The answer of a feature; `None` if it depends on the context.
    pub(crate) fn of(&mut self, feature: &FeatureInfo) -> Option<Cow<'s, Payload>> {
        let Declared {
            value: declared,
            rules,
        } = &self.snapshot.declared.features[feature.index()];
        if feature.is_frozen() {
            return Some(declared.payload());
        }
        let mut depends = false;
        for need in feature.needs() {
            match self.needed(need.index()) {
                Needed::NotYet | Needed::Depends => depends = true,
                needed if (needed == Needed::On) == need.is_negated() => {
                    return Some(declared.disabled());
                }
                Needed::Off | Needed::On => {}
            }
        }
        match &self.snapshot.entries[feature.index()] {
            _ if depends => None,
            Entry::Ask | Entry::Rules(_) => None,
            Entry::Declared | Entry::DeclaredRules(_) => match rules {
                None => Some(declared.payload()),
                Some(rules) => Some(rules.program.serves_everybody()?.payload()),
            },
            Entry::Fixed(fixed) => Some(fixed.value.payload()),
        }
    }

    /// What another feature is to those that need it. The manifest bounds how deep needs go.
    fn needed(&mut self, index: usize) -> Needed {
        let features = self.snapshot.registry.features();
        if self.needed.is_empty() {
            self.needed = vec![Needed::NotYet; features.len()];
        }
        if self.needed[index] == Needed::NotYet {
            self.needed[index] = match self.of(&features[index]) {
                None => Needed::Depends,
                Some(payload) if is_on(&payload) => Needed::On,
                Some(_) => Needed::Off,
            };
        }
        self.needed[index]
    }
}
