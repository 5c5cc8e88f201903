//! Flags, which refer to everything else.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use flags_runtime::Text;
use serde_json::value::RawValue;

use super::rules::{Finished, RolloutRules};
use super::{Builder, few, name_of, short, shortened, value_in_limits};
use crate::datafile::{Flag, Variable, VariableKind, limit, raw};

/// The flags, before their rules are known.
pub(super) struct Flags {
    order: Vec<String>,
    pub(super) all: HashMap<String, Result<RawFlag, String>>,
}

pub(super) struct RawFlag {
    pub(super) raw: raw::Flag,
    /// Ids of the rollout's rules, or why it has none; `None` where the flag has no rollout.
    pub(super) rollout: Option<RolloutRules>,
}

impl Flags {
    pub(super) fn read(parts: &[&RawValue], rollouts: &HashMap<String, RolloutRules>) -> Self {
        let mut flags = Self {
            order: Vec::new(),
            all: HashMap::new(),
        };
        for (position, part) in parts.iter().enumerate() {
            let (key, flag) = match serde_json::from_str::<raw::Flag>(part.get()) {
                Ok(raw) if raw.key.is_empty() => (
                    format!("featureFlags[{position}]"),
                    Err("its `key` is empty".to_owned()),
                ),
                Ok(raw) => (
                    raw.key.clone(),
                    flag_in_limits(&raw).map(|()| {
                        let rollout = match raw.rollout_id.as_str() {
                            "" => None,
                            id => Some(rollouts.get(id).cloned().unwrap_or_else(|| {
                                Err(format!("there is no rollout `{}`", shortened(id)))
                            })),
                        };
                        RawFlag { raw, rollout }
                    }),
                ),
                Err(error) => {
                    let key = name_of(part).1;
                    let key = key.unwrap_or_else(|| format!("featureFlags[{position}]"));
                    (key, Err(raw::problem(&error)))
                }
            };
            match flags.all.entry(key) {
                Entry::Vacant(place) => {
                    flags.order.push(place.key().clone());
                    place.insert(flag);
                }
                Entry::Occupied(mut place) => {
                    *place.get_mut() = Err("the datafile has several flags of this key".to_owned());
                }
            }
        }
        flags
    }

    pub(super) fn finish(
        mut self,
        builder: &mut Builder,
        finished: &Finished,
    ) -> (Vec<Result<Flag, Text>>, HashMap<Text, usize>) {
        let mut references = 0;
        let mut flags = Vec::with_capacity(self.order.len());
        let mut by_key = HashMap::with_capacity(self.order.len());
        for key in &self.order {
            let Some(raw) = self.all.remove(key) else {
                continue;
            };
            let mut notes = Vec::new();
            let flag =
                raw.and_then(|raw| flag(raw, builder, finished, &mut references, &mut notes));
            let text = Text::from(key.clone());
            notes.truncate(10);
            if flag.is_ok() && builder.ignored.len() < limit::NOTES {
                builder
                    .ignored
                    .extend(notes.into_iter().map(|note| (Some(text.clone()), note)));
            }
            by_key.insert(text, flags.len());
            flags.push(flag.map_err(Text::from));
        }
        (flags, by_key)
    }
}

fn flag(
    flag: RawFlag,
    builder: &Builder,
    finished: &Finished,
    references: &mut usize,
    notes: &mut Vec<String>,
) -> Result<Flag, String> {
    let mut rule = |id: &String, what: &str| {
        let index = match builder.rule_ids.get(id) {
            Some(Ok(index)) => *index,
            Some(Err(problem)) => return Err(format!("{what} `{}`: {problem}", shortened(id))),
            None => return Err(format!("there is no {what} `{}`", shortened(id))),
        };
        let rule = &finished.rules[index];
        // What an experiment that does not run is about does not matter.
        if let Some(problem) = &finished.problems[index]
            && (rule.running || what != "experiment")
        {
            return Err(format!("{what} `{}`: {problem}", rule.key));
        }
        *references += 1 + rule.variations.len();
        if *references > limit::REFERENCES {
            return Err(format!(
                "all flags together refer to more than {} rules and variations",
                limit::REFERENCES
            ));
        }
        let all = finished.notes[index].iter();
        notes.extend(all.map(|note| format!("{what} `{}`: {note}", rule.key)));
        Ok(index)
    };
    let experiments = flag.raw.experiment_ids.iter();
    let experiments: Box<[usize]> = experiments
        .map(|id| rule(id, "experiment"))
        .collect::<Result<_, _>>()?;
    let rollout: Box<[usize]> = match flag.rollout {
        None => Box::default(),
        Some(Err(problem)) => {
            return Err(format!(
                "rollout `{}`: {problem}",
                shortened(&flag.raw.rollout_id)
            ));
        }
        Some(Ok(ids)) => ids
            .iter()
            .map(|id| rule(id, "rule"))
            .collect::<Result<_, _>>()?,
    };
    let mut variations: Vec<usize> = Vec::new();
    let mut seen = HashSet::new();
    for index in experiments.iter().chain(&rollout) {
        for variation in &finished.rules[*index].variations {
            if seen.insert(builder.variations[*variation].id.as_str()) {
                variations.push(*variation);
            }
        }
    }
    let variables = flag.raw.variables.into_iter().map(|variable| Variable {
        kind: kind(&variable.ty, variable.sub_type.as_deref()),
        id: variable.id.into(),
        key: variable.key.into(),
        default: variable.default_value.into(),
    });
    Ok(Flag {
        key: flag.raw.key.into(),
        variables: variables.collect(),
        experiments,
        rollout,
        variations: variations.into(),
    })
}

/// A type that nobody knows is a text, to the vendor too.
fn kind(ty: &str, sub_type: Option<&str>) -> VariableKind {
    match ty {
        "boolean" => VariableKind::Boolean,
        "integer" => VariableKind::Integer,
        "double" => VariableKind::Double,
        "json" => VariableKind::Json,
        "string" if sub_type == Some("json") => VariableKind::Json,
        _ => VariableKind::Text,
    }
}

fn flag_in_limits(flag: &raw::Flag) -> Result<(), String> {
    short(&flag.key)?;
    few(flag.experiment_ids.len(), "experiments")?;
    few(flag.variables.len(), "variables")?;
    for variable in &flag.variables {
        short(&variable.key)?;
        value_in_limits(&variable.default_value)?;
    }
    Ok(())
}
