//! Experiments, rollouts and groups.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::flags::Flags;
use super::{Builder, allocation, few, name_of, short, shortened, value_in_limits};
use crate::bucketing::Allocation;
use crate::datafile::{Group, Rule, Variation, raw};

/// A rule whose variations and shares may grow.
pub(super) struct Draft {
    raw: raw::Rule,
    group: Option<Group>,
    variations: Vec<usize>,
    by_id: HashMap<String, usize>,
    by_key: HashMap<String, usize>,
}

/// Ids of the rules of a rollout, or why it cannot be used.
pub(super) type RolloutRules = Result<Arc<Vec<String>>, String>;

pub(super) struct Finished {
    pub(super) rules: Vec<Rule>,
    /// Why a rule cannot be used, and what is left out of it.
    pub(super) problems: Vec<Option<String>>,
    pub(super) notes: Vec<Vec<String>>,
}

impl Builder {
    pub(super) fn rules(&mut self, parts: Option<&[&RawValue]>, group: Option<&Shared>) {
        for part in parts.unwrap_or_default() {
            self.rule(part, group);
        }
    }

    /// Returns the rule's id, as far as it has one.
    fn rule(&mut self, part: &RawValue, group: Option<&Shared>) -> Option<String> {
        let read = serde_json::from_str::<raw::Rule>(part.get())
            .map_err(|error| raw::problem(&error))
            .and_then(|rule| {
                short(&rule.id)?;
                short(&rule.key)?;
                few(rule.variations.len(), "variations")?;
                few(rule.traffic_allocation.len(), "shares")?;
                Ok(rule)
            });
        let rule = match read {
            Ok(rule) => rule,
            Err(problem) => {
                let id = name_of(part).0?;
                self.rule_ids.insert(id.clone(), Err(problem));
                return Some(id);
            }
        };
        let id = rule.id.clone();
        let draft = self.draft(rule, group);
        let index = draft.map(|draft| {
            self.drafts.push(draft);
            self.drafts.len() - 1
        });
        self.rule_ids.insert(id.clone(), index);
        Some(id)
    }

    fn draft(&mut self, mut rule: raw::Rule, group: Option<&Shared>) -> Result<Draft, String> {
        let mut variations = Vec::new();
        let mut by_id = HashMap::new();
        let mut by_key = HashMap::new();
        for variation in std::mem::take(&mut rule.variations) {
            let (id, key) = (variation.id.clone(), variation.key.clone());
            let index = self.variation(variation)?;
            variations.push(index);
            by_id.insert(id, index);
            by_key.insert(key, index);
        }
        Ok(Draft {
            raw: rule,
            group: group.map(Shared::group),
            variations,
            by_id,
            by_key,
        })
    }

    pub(super) fn variation(&mut self, variation: raw::Variation) -> Result<usize, String> {
        short(&variation.id)?;
        short(&variation.key)?;
        let usages = variation.variables.unwrap_or_default();
        few(usages.len(), "values of variables")?;
        let variables = usages
            .into_iter()
            .map(|usage| {
                value_in_limits(&usage.value)?;
                Ok((usage.id.into(), usage.value.into()))
            })
            .collect::<Result<_, String>>()?;
        self.variations.push(Variation {
            id: variation.id.into(),
            key: variation.key.into(),
            enabled: variation.feature_enabled.unwrap_or_default(),
            variables,
        });
        Ok(self.variations.len() - 1)
    }

    /// Ids of the rules of each rollout, by the rollout's id.
    pub(super) fn rollouts(
        &mut self,
        parts: Option<&[&RawValue]>,
    ) -> HashMap<String, RolloutRules> {
        let mut all = HashMap::new();
        for part in parts.unwrap_or_default() {
            match serde_json::from_str::<raw::Rollout<'_>>(part.get()) {
                Ok(rollout) => {
                    let rules = self.rollout(&rollout.experiments);
                    all.insert(rollout.id, rules.map(Arc::new));
                }
                Err(error) => {
                    if let Some(id) = name_of(part).0 {
                        all.insert(id, Err(raw::problem(&error)));
                    }
                }
            }
        }
        all
    }

    fn rollout(&mut self, parts: &[&RawValue]) -> Result<Vec<String>, String> {
        few(parts.len(), "rules")?;
        let mut ids = Vec::new();
        for part in parts {
            let id = self.rule(part, None);
            let id = id.ok_or("one of its rules has no `id`")?;
            // One that is there twice is one.
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    pub(super) fn groups(&mut self, parts: Option<&[&RawValue]>) {
        for part in parts.unwrap_or_default() {
            match serde_json::from_str::<raw::Group<'_>>(part.get()) {
                Ok(group) if few(group.traffic_allocation.len(), "shares").is_err() => {
                    self.ignored.push((
                        None,
                        format!(
                            "group `{}` is left out: it has too many shares",
                            shortened(&group.id)
                        ),
                    ));
                }
                Ok(group) => {
                    let shared = (group.policy == "random").then(|| Shared::new(&group));
                    self.rules(Some(&group.experiments), shared.as_ref());
                }
                // Its experiments cannot be told; the flags that refer to them are set aside.
                Err(error) => self.ignored.push((
                    None,
                    format!("a group is left out: {}", raw::problem(&error)),
                )),
            }
        }
    }

    /// A feature rollout serves the variation for everyone else where its own shares end.
    pub(super) fn give_everyone_else_to_feature_rollouts(&mut self, flags: &Flags) {
        for flag in flags.all.values().filter_map(|flag| flag.as_ref().ok()) {
            let Some(Ok(rollout)) = &flag.rollout else {
                continue;
            };
            let last = rollout.last().and_then(|id| self.rule_ids.get(id));
            let Some(Ok(last)) = last else { continue };
            let Some(everyone_else) = self.drafts[*last].variations.first().copied() else {
                continue;
            };
            for id in &flag.raw.experiment_ids {
                let Some(Ok(index)) = self.rule_ids.get(id) else {
                    continue;
                };
                let draft = &mut self.drafts[*index];
                if draft.raw.ty.as_deref() == Some("fr") {
                    let variation = &self.variations[everyone_else];
                    let (id, key) = (variation.id.to_string(), variation.key.to_string());
                    draft.raw.traffic_allocation.push(raw::Share {
                        entity_id: id.clone(),
                        end_of_range: crate::bucketing::BUCKETS,
                    });
                    draft.variations.push(everyone_else);
                    draft.by_id.insert(id, everyone_else);
                    draft.by_key.insert(key, everyone_else);
                }
            }
        }
    }

    pub(super) fn finish_rules(&mut self) -> Finished {
        let drafts = std::mem::take(&mut self.drafts);
        let mut finished = Finished {
            rules: Vec::with_capacity(drafts.len()),
            problems: Vec::with_capacity(drafts.len()),
            notes: Vec::with_capacity(drafts.len()),
        };
        for draft in drafts {
            let raw = draft.raw;
            let mut notes = Vec::new();
            let mut problem = None;
            let audience = self
                .condition(
                    raw.audience_conditions.as_ref(),
                    &raw.audience_ids,
                    &mut notes,
                )
                .unwrap_or_else(|why| {
                    problem = Some(why);
                    None
                });
            if raw.cmab.is_some() {
                problem = Some(
                    "it is a contextual multi-armed bandit (CMAB), which is not supported"
                        .to_owned(),
                );
            }
            let mut holdouts = Vec::new();
            for holdout in self.local_holdouts.get(&raw.id).into_iter().flatten() {
                match holdout {
                    Ok(index) => holdouts.push(*index),
                    Err(why) => problem = Some(format!("its local holdout cannot be used: {why}")),
                }
            }
            if let Err(why) = few(holdouts.len(), "local holdouts") {
                problem = Some(why);
            }
            let listed = raw.forced_variations.into_iter().filter_map(|(user, key)| {
                let variation = draft.by_key.get(&key);
                if variation.is_none() {
                    notes.push(format!(
                        "a listed user's variation `{}` is unknown",
                        shortened(&key)
                    ));
                }
                Some((user.into(), *variation?))
            });
            finished.rules.push(Rule {
                listed: listed.collect(),
                allocation: allocation(&raw.traffic_allocation, &draft.by_id),
                id: raw.id.into(),
                key: raw.key.into(),
                layer_id: raw.layer_id.into(),
                running: raw.status == "Running",
                targeted_delivery: raw.ty.as_deref() == Some("td"),
                audience,
                variations: draft.variations.into(),
                group: draft.group,
                holdouts,
            });
            // The first ones show what it is about.
            notes.truncate(10);
            finished.problems.push(problem);
            finished.notes.push(notes);
        }
        finished
    }
}

/// A group, as each of its experiments knows it.
pub(super) struct Shared {
    id: Box<str>,
    allocation: Arc<Allocation<Box<str>>>,
}

impl Shared {
    fn new(group: &raw::Group<'_>) -> Self {
        let shares = group.traffic_allocation.iter();
        let shares = shares.map(|share| (share.end_of_range, share.entity_id.as_str().into()));
        Self {
            id: group.id.as_str().into(),
            allocation: Arc::new(Allocation::new(shares.collect())),
        }
    }

    fn group(&self) -> Group {
        Group {
            id: self.id.clone(),
            allocation: Arc::clone(&self.allocation),
        }
    }
}
