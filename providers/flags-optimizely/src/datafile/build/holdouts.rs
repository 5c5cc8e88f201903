//! Holdouts, of all flags and of single rules.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::{Builder, allocation, few, name_of, short};
use crate::datafile::{Holdout, Refusal, raw};

impl Builder {
    /// One that cannot be read concerns every flag.
    pub(super) fn global_holdouts(
        &mut self,
        parts: Option<&[&RawValue]>,
    ) -> Result<Vec<usize>, Refusal> {
        let mut all = Vec::new();
        let parts = parts.unwrap_or_default();
        few(parts.len(), "holdouts that concern every flag").map_err(Refusal::invalid)?;
        for part in parts {
            let holdout = self.holdout(part).map_err(|problem| {
                let key = name_of(part).1.unwrap_or_default();
                Refusal::invalid(format!(
                    "holdout `{key}`, which concerns every flag, cannot be used: {problem}"
                ))
            })?;
            all.extend(holdout.map(|(index, _)| index));
        }
        Ok(all)
    }

    pub(super) fn local_holdouts(&mut self, parts: Option<&[&RawValue]>) {
        for part in parts.unwrap_or_default() {
            match self.holdout(part) {
                Ok(None) => {}
                Ok(Some((index, Some(rules)))) => {
                    for rule in rules {
                        self.local_holdouts.entry(rule).or_default().push(Ok(index));
                    }
                }
                // The vendor's SDKs leave it out, too.
                Ok(Some((index, None))) => self.ignored.push((
                    None,
                    format!(
                        "local holdout `{}` is left out: it has no `includedRules`",
                        self.holdouts[index].key
                    ),
                )),
                Err(problem) => {
                    let name = serde_json::from_str::<raw::Name>(part.get()).unwrap_or_default();
                    let rules = name.included_rules.unwrap_or_default();
                    for rule in rules.as_array().into_iter().flatten() {
                        if let Some(rule) = rule.as_str() {
                            self.local_holdouts
                                .entry(rule.to_owned())
                                .or_default()
                                .push(Err(problem.clone()));
                        }
                    }
                }
            }
        }
    }

    /// The index of a holdout and the rules that it includes; `None` for one that does not run.
    #[expect(clippy::type_complexity, reason = "used twice, just above")]
    fn holdout(&mut self, part: &RawValue) -> Result<Option<(usize, Option<Vec<String>>)>, String> {
        let holdout: raw::Holdout =
            serde_json::from_str(part.get()).map_err(|error| raw::problem(&error))?;
        short(&holdout.id)?;
        short(&holdout.key)?;
        few(holdout.variations.len(), "variations")?;
        few(holdout.traffic_allocation.len(), "shares")?;
        if holdout.status != "Running" {
            return Ok(None);
        }
        let mut by_id = HashMap::new();
        for variation in holdout.variations {
            let id = variation.id.clone();
            by_id.insert(id, self.variation(variation)?);
        }
        let mut notes = Vec::new();
        let audience = self.condition(
            holdout.audience_conditions.as_ref(),
            &holdout.audience_ids,
            &mut notes,
        )?;
        let key = &holdout.key;
        self.ignored.extend(
            notes
                .into_iter()
                .map(|note| (None, format!("holdout `{key}`: {note}"))),
        );
        self.holdouts.push(Holdout {
            id: holdout.id.into(),
            key: holdout.key.into(),
            audience,
            allocation: allocation(&holdout.traffic_allocation, &by_id),
            exclude_targeted_deliveries: holdout.exclude_targeted_deliveries,
        });
        Ok(Some((self.holdouts.len() - 1, holdout.included_rules)))
    }
}
