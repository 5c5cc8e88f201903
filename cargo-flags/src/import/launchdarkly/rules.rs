//! What a flag does in one environment.

use std::collections::HashMap;

use serde_json::Value as Json;
use toml_edit::{Array, InlineTable, Value};

use crate::import::attributes::{Attributes, Kind, attribute_name};
use crate::import::draft::{Draft, Feature, one, together};
use crate::import::launchdarkly::clause;
use crate::import::launchdarkly::values::Values;

/// What rules and prerequisites speak of: variations of all flags, and segments.
pub(super) struct Others<'j> {
    variations: HashMap<&'j str, &'j Json>,
    segments: &'j Json,
}

impl<'j> Others<'j> {
    pub(super) fn new(document: &'j Json) -> Self {
        let items = document["items"].as_array().into_iter().flatten();
        let items = items.filter_map(|it| Some((it["key"].as_str()?, &it["variations"])));
        let flags = document["flags"].as_object().into_iter().flatten();
        let flags = flags.map(|(key, it)| (key.as_str(), &it["variations"]));
        Self {
            variations: items.chain(flags).collect(),
            segments: &document["segments"],
        }
    }

    /// The value of a variation, by its index.
    fn value(&self, flag: &str, index: &Json) -> Option<&'j Json> {
        let value = self
            .variations
            .get(flag)?
            .get(usize::try_from(index.as_u64()?).ok()?)?;
        // The API describes variations, the data has bare values.
        Some(value.get("value").unwrap_or(value))
    }

    /// A segment that only has rules.
    pub(super) fn segment(&self, name: &str) -> Result<&'j Json, String> {
        let segment = self.segments.get(name);
        let segment = segment.ok_or_else(|| format!("segment `{name}` is not in the file"))?;
        let lists = [
            "included",
            "excluded",
            "includedContexts",
            "excludedContexts",
        ];
        if lists
            .iter()
            .any(|it| segment[*it].as_array().is_some_and(|list| !list.is_empty()))
        {
            return Err(format!("segment `{name}` lists subjects one by one"));
        }
        if segment["unbounded"] == true {
            return Err(format!(
                "the subjects of segment `{name}` are kept elsewhere"
            ));
        }
        let rules = segment["rules"].as_array().map_or(&[][..], Vec::as_slice);
        if rules.iter().any(|rule| !rule["weight"].is_null()) {
            return Err(format!(
                "a rule of segment `{name}` holds for a share of subjects"
            ));
        }
        if rules.is_empty() {
            return Err(format!("nobody is in segment `{name}`"));
        }
        Ok(segment)
    }
}

/// Settings of a flag, in one environment or as a whole.
pub(super) struct Settings<'j>(&'j Json);

impl<'j> Settings<'j> {
    pub(super) fn of(settings: &'j Json) -> Self {
        Self(settings)
    }

    fn rules(&self) -> impl Iterator<Item = &'j Json> {
        self.0["rules"].as_array().into_iter().flatten()
    }

    /// Notes what the rules ask for.
    pub(super) fn note(&self, attributes: &mut Attributes) {
        for rule in self.rules() {
            for it in rule["clauses"].as_array().into_iter().flatten() {
                clause::note(it, attributes);
            }
            note_bucketing(rule, attributes);
        }
        note_bucketing(&self.0["fallthrough"], attributes);
    }

    /// The value and the rules of a feature, and its needs.
    pub(super) fn take(
        &self,
        draft: &mut Draft,
        feature: &mut Feature,
        values: &Values,
        others: &Others<'_>,
        environment: Option<&str>,
    ) -> (Option<Value>, Vec<InlineTable>) {
        let there = environment.map_or_else(String::new, |it| format!(" in `{it}`"));
        let flag = feature.flag.clone();
        let off = values.off(self.0);
        if self.0["on"] != true {
            if self.rules().next().is_some() {
                draft.leave_out(&flag, format!("its rules{there} are left out: it is off"));
            }
            return (off, Vec::new());
        }
        let targets = ["targets", "contextTargets"]
            .iter()
            .flat_map(|name| self.0[*name].as_array().into_iter().flatten());
        let targets = targets
            .map(|it| it["values"].as_array().map_or(0, Vec::len))
            .sum::<usize>();
        if targets > 0 {
            let some = if targets == 1 {
                "1 individual target is"
            } else {
                "individual targets are"
            };
            draft.leave_out(
                &flag,
                format!(
                    "{some} left out{there}: give whoever is meant an attribute, and a rule for it"
                ),
            );
        }
        self.take_prerequisites(draft, feature, others, environment);
        match self.serving(values, &draft.attributes, others) {
            Err(why) => {
                let off = off
                    .as_ref()
                    .map_or_else(|| "off".to_owned(), |it| it.to_string());
                let off = off.trim();
                draft.leave_out(
                    &flag,
                    format!("its rules{there} are left out, so that it is {off}: {why}"),
                );
                (values.off(self.0), Vec::new())
            }
            Ok(mut rules) => {
                let is_drawn =
                    |rule: &InlineTable| rule.contains_key("rollout") || rule.contains_key("split");
                if rules.iter().any(is_drawn) {
                    draft.leave_out(
                        &flag,
                        format!("others are inside of its rollout{there}: the shares stay, and subjects are drawn anew"),
                    );
                }
                let last = rules.last().filter(|rule| rule.len() == 1);
                let last = last.and_then(|rule| rule.get("serve").cloned());
                match last {
                    // One value for everyone, and nothing that could stand in between.
                    Some(value) if rules.len() == 1 && feature.needs.is_empty() => {
                        (Some(value), Vec::new())
                    }
                    Some(value)
                        if off
                            .as_ref()
                            .is_some_and(|it| it.to_string() == value.to_string()) =>
                    {
                        rules.pop();
                        (off, rules)
                    }
                    _ => (off, rules),
                }
            }
        }
    }

    /// All rules, and at last one for everyone else.
    fn serving(
        &self,
        values: &Values,
        attributes: &Attributes,
        others: &Others<'_>,
    ) -> Result<Vec<InlineTable>, String> {
        let mut all = Vec::new();
        for rule in self.rules() {
            let clauses = rule["clauses"].as_array().map_or(&[][..], Vec::as_slice);
            let conditions = clauses
                .iter()
                .map(|it| clause::condition(it, attributes, others));
            let when = together(conditions.collect::<Result<_, _>>()?);
            let mut served = served(rule, values, attributes)?;
            if !when.is_empty() {
                let mut with = one("when", when);
                for (name, value) in served.iter() {
                    with.insert(name, value.clone());
                }
                served = with;
            }
            all.push(served);
        }
        all.push(served(&self.0["fallthrough"], values, attributes)?);
        Ok(all)
    }

    fn take_prerequisites(
        &self,
        draft: &mut Draft,
        feature: &mut Feature,
        others: &Others<'_>,
        environment: Option<&str>,
    ) {
        let flag = feature.flag.clone();
        for it in self.0["prerequisites"].as_array().into_iter().flatten() {
            let name = it["key"].as_str().unwrap_or_default();
            let need = match others.value(name, &it["variation"]) {
                Some(Json::Bool(true)) => name.to_owned(),
                Some(Json::Bool(false)) => format!("!{name}"),
                _ => {
                    draft.leave_out(
                        &flag,
                        format!("its prerequisite `{name}` is left out: only a boolean can be one"),
                    );
                    continue;
                }
            };
            if !feature.needs.contains(&need) {
                if let Some(environment) = environment {
                    draft.leave_out(
                        &flag,
                        format!("its prerequisite `{name}` in `{environment}` holds in every environment now"),
                    );
                }
                feature.needs.push(need);
            }
        }
    }
}

/// A segment as a condition.
pub(super) fn segment(
    name: &str,
    attributes: &Attributes,
    others: &Others<'_>,
) -> Result<InlineTable, String> {
    let mut any = Array::new();
    for rule in others.segment(name)?["rules"]
        .as_array()
        .into_iter()
        .flatten()
    {
        let clauses = rule["clauses"].as_array().into_iter().flatten();
        let conditions = clauses.map(|it| clause::condition(it, attributes, others));
        any.push(together(conditions.collect::<Result<_, _>>()?));
    }
    Ok(one("any", any))
}

fn served(rule: &Json, values: &Values, attributes: &Attributes) -> Result<InlineTable, String> {
    let index = |it: &Json| it.as_u64().and_then(|it| usize::try_from(it).ok());
    if let Some(variation) = index(&rule["variation"]) {
        let value = values
            .get(variation)
            .ok_or("it serves a variation that it does not have")?;
        return Ok(one("serve", value));
    }
    let rollout = &rule["rollout"];
    if let Some(other) = rollout["contextKind"].as_str().filter(|it| *it != "user") {
        return Err(format!("a rollout is by contexts of kind `{other}`"));
    }
    let shares = rollout["variations"]
        .as_array()
        .ok_or("a rule serves nothing")?;
    let shares = shares.iter().map(|it| {
        index(&it["variation"])
            .zip(it["weight"].as_u64())
            .ok_or("a rollout has no weights")
    });
    let mut served = values.shares(&shares.collect::<Result<Vec<_>, _>>()?)?;
    if let Some(by) = bucketing(rule)
        && !served.contains_key("serve")
    {
        let by = attribute_name(by);
        attributes.kind(&by)?;
        served.insert("by", by.into());
    }
    Ok(served)
}

/// The attribute that a rollout goes by, where it is not the key.
fn bucketing(rule: &Json) -> Option<&str> {
    rule["rollout"]["bucketBy"]
        .as_str()
        .filter(|it| *it != "key")
}

fn note_bucketing(rule: &Json, attributes: &mut Attributes) {
    if let Some(by) = bucketing(rule)
        && attributes.kind(&attribute_name(by)).is_err()
    {
        attributes.note(by, Kind::Text);
    }
}
