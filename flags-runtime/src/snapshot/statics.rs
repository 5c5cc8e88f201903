//! What a snapshot answers without a context.

use std::borrow::Cow;

use super::{Declared, Entry, Snapshot, is_on};
use crate::FeatureInfo;
use crate::payload::Payload;

impl Snapshot {
    /// The answers that do not depend on the context, needs included, by feature.
    pub(crate) fn static_answers(&self) -> Vec<Option<Cow<'_, Payload>>> {
        let mut known = vec![Known::NotYet; self.entries.len()];
        for feature in self.registry.features() {
            self.static_answer(feature, &mut known);
        }
        known
            .into_iter()
            .map(|known| match known {
                Known::Same(payload) => Some(payload),
                Known::NotYet | Known::Depends => None,
            })
            .collect()
    }

    fn static_answer<'s>(&'s self, feature: &FeatureInfo, known: &mut [Known<'s>]) -> Known<'s> {
        let index = feature.index();
        if matches!(known[index], Known::NotYet) {
            known[index] = self.static_answer_once(feature, known);
        }
        known[index].clone()
    }

    fn static_answer_once<'s>(
        &'s self,
        feature: &FeatureInfo,
        known: &mut [Known<'s>],
    ) -> Known<'s> {
        let Declared {
            value: declared,
            rules,
        } = &self.declared.features[feature.index()];
        if feature.is_frozen() {
            return Known::Same(declared.payload());
        }
        let mut depends = false;
        for need in feature.needs() {
            match self.static_answer(&self.registry.features()[need.index()], known) {
                Known::Same(payload) if is_on(&payload) == need.is_negated() => {
                    return Known::Same(declared.disabled());
                }
                Known::Same(_) => {}
                Known::NotYet | Known::Depends => depends = true,
            }
        }
        match &self.entries[feature.index()] {
            _ if depends => Known::Depends,
            Entry::Ask | Entry::Rules(_) => Known::Depends,
            Entry::Declared | Entry::DeclaredRules(_) => match rules {
                None => Known::Same(declared.payload()),
                Some(rules) => match rules.program.serves_everybody() {
                    Some(value) => Known::Same(value.payload()),
                    None => Known::Depends,
                },
            },
            Entry::Fixed(fixed) => Known::Same(fixed.value.payload()),
        }
    }
}

#[derive(Clone)]
enum Known<'s> {
    NotYet,
    Depends,
    Same(Cow<'s, Payload>),
}
