//! Features of Unleash.

mod constraint;
mod strategy;

use serde_json::Value as Json;
use toml_edit::{InlineTable, Value};

use self::strategy::{Segments, strategy};
use crate::failure::Failure;
use crate::import::LeftOut;
use crate::import::attributes::{Attributes, Kind, attribute_name};
use crate::import::day::day_of_text;
use crate::import::draft::{Draft, Feature};

pub(super) fn read(document: &Json) -> Result<Draft, Failure> {
    let features = document
        .get("features")
        .and_then(Json::as_array)
        .ok_or_else(|| {
            Failure::new("the file has no features of Unleash: it has no list `features`")
        })?;
    let mut draft = Draft::default();
    let segments = Segments::new(document);
    let is_export = document.get("featureStrategies").is_some();
    let strategies = if is_export {
        list(document, "featureStrategies")
    } else {
        features
            .iter()
            .flat_map(|it| list(it, "strategies"))
            .collect()
    };
    for it in &strategies {
        note(it, &mut draft.attributes);
    }
    for it in list(document, "segments")
        .iter()
        .flat_map(|it| list(it, "constraints"))
    {
        constraint::note(it, &mut draft.attributes);
    }
    for feature in features {
        let flag = feature["name"].as_str().unwrap_or_default();
        if feature["archived"] == true || !feature["archivedAt"].is_null() {
            draft.leave_out(flag, "it is left out: it is archived");
            continue;
        }
        let mut made = Feature {
            flag: flag.to_owned(),
            description: feature["description"]
                .as_str()
                .filter(|it| !it.trim().is_empty())
                .map(str::to_owned),
            kind: match feature["type"].as_str() {
                Some("release") => Some("release"),
                Some("experiment") => Some("experiment"),
                Some("operational") => Some("ops"),
                Some("kill-switch") => Some("kill-switch"),
                Some("permission") => Some("permission"),
                _ => None,
            },
            created: feature["createdAt"].as_str().and_then(day_of_text),
            ..Feature::default()
        };
        if !list(feature, "variants").is_empty() {
            draft.leave_out(
                flag,
                "its variants are left out: declare a feature of its own with `variants`",
            );
        }
        needs(&mut draft, &mut made, list(feature, "dependencies"));
        if is_export {
            of_export(&mut draft, &mut made, document, &segments);
        } else {
            let (default, rules) = answers(
                &mut draft,
                flag,
                feature["enabled"] == true,
                &list(feature, "strategies"),
                &segments,
            );
            made.default = default;
            made.rules = rules;
        }
        draft.features.push(made);
    }
    if is_export {
        environments(&mut draft, document);
    }
    tell_of_grandparents(&mut draft);
    Ok(draft)
}

/// Unleash holds a feature to be off if what it depends on depends on something itself.
fn tell_of_grandparents(draft: &mut Draft) {
    let flag = |need: &str| need.trim_start_matches('!').to_owned();
    let children = draft.features.iter().filter(|it| !it.needs.is_empty());
    let children: Vec<String> = children.map(|it| it.flag.clone()).collect();
    let all = draft.features.iter();
    let grandchildren: Vec<(String, String)> = all
        .filter_map(|it| {
            let mut parents = it.needs.iter().map(|need| flag(need));
            Some((
                it.flag.clone(),
                parents.find(|parent| children.contains(parent))?,
            ))
        })
        .collect();
    for (child, parent) in grandchildren {
        draft.leave_out(
            &child,
            format!(
                "it was off for good, since `{parent}`, which it depends on, depends on something \
                 itself; now that is looked up"
            ),
        );
    }
}

/// Settings by environment, in lists beside the features.
fn of_export(draft: &mut Draft, feature: &mut Feature, document: &Json, segments: &Segments<'_>) {
    let flag = feature.flag.clone();
    let of_flag = |it: &&Json, name: &str| it[name].as_str() == Some(&flag);
    let dependencies = list(document, "dependencies");
    for it in dependencies.iter().filter(|it| of_flag(it, "feature")) {
        needs(draft, feature, list(it, "dependencies"));
    }
    for it in list(document, "featureEnvironments")
        .into_iter()
        .filter(|it| of_flag(it, "featureName"))
    {
        let name = it["environment"]
            .as_str()
            .or(it["name"].as_str())
            .unwrap_or_default();
        let strategies: Vec<&Json> = list(document, "featureStrategies")
            .into_iter()
            .filter(|it| of_flag(it, "featureName") && it["environment"] == name)
            .collect();
        if !list(it, "variants").is_empty() {
            draft.leave_out(&flag, format!("its variants in `{name}` are left out"));
        }
        let (default, rules) = answers(draft, &flag, it["enabled"] == true, &strategies, segments);
        if default.is_some() || !rules.is_empty() {
            feature.environments.push((name.to_owned(), default, rules));
        }
    }
}

/// On for whoever one of the strategies is for. Leaving one out turns it on for fewer.
fn answers(
    draft: &mut Draft,
    flag: &str,
    is_enabled: bool,
    strategies: &[&Json],
    segments: &Segments<'_>,
) -> (Option<Value>, Vec<InlineTable>) {
    let strategies: Vec<&&Json> = strategies
        .iter()
        .filter(|it| it["disabled"] != true)
        .collect();
    if !is_enabled {
        if strategies.iter().any(|it| !is_for_everyone(it)) {
            draft.leave_out(flag, "its strategies are left out where it is off");
        }
        return (None, Vec::new());
    }
    // As Unleash has it, without strategies it is on.
    if strategies.is_empty() || strategies.iter().any(|it| is_for_everyone(it)) {
        return (Some(Value::from(true)), Vec::new());
    }
    let mut rules = Vec::new();
    for it in strategies {
        match strategy(it, segments, &draft.attributes) {
            Ok(rule) => rules.push(rule),
            Err(why) => draft.leave_out(
                flag,
                format!("a strategy is left out, so that it is on for fewer: {why}"),
            ),
        }
        if !list(it, "variants").is_empty() {
            draft.leave_out(flag, "the variants of a strategy are left out");
        }
    }
    if rules.iter().any(|rule| rule.contains_key("rollout")) {
        draft.leave_out(
            flag,
            "others are inside of its rollout: the shares stay, and subjects are drawn anew",
        );
    }
    (None, rules)
}

fn is_for_everyone(it: &Json) -> bool {
    let parameters = &it["parameters"];
    let is_whole = match strategy::name(it) {
        "default" => true,
        "flexibleRollout" => {
            strategy::is_drawn_by_default(it)
                && strategy::number(&parameters["rollout"]) == Some(100.0)
        }
        _ => false,
    };
    is_whole && list(it, "constraints").is_empty() && list(it, "segments").is_empty()
}

fn needs(draft: &mut Draft, feature: &mut Feature, dependencies: Vec<&Json>) {
    let flag = feature.flag.clone();
    for it in dependencies {
        let name = it["feature"].as_str().unwrap_or_default();
        if !list(it, "variants").is_empty() {
            draft.leave_out(
                &flag,
                format!("its dependency on variants of `{name}` is one on `{name}` now"),
            );
        }
        let need = if it["enabled"] == false {
            format!("!{name}")
        } else {
            name.to_owned()
        };
        if !feature.needs.contains(&need) {
            feature.needs.push(need);
        }
    }
}

fn note(it: &Json, attributes: &mut Attributes) {
    for it in list(it, "constraints") {
        constraint::note(it, attributes);
    }
    if let Some(by) = strategy::stickiness(it)
        && attributes.kind(&attribute_name(by)).is_err()
    {
        attributes.note(by, Kind::Text);
    }
}

/// The environments of the export, and `production`, which a manifest must have.
fn environments(draft: &mut Draft, document: &Json) {
    const STANDARD: [&str; 4] = ["development", "testing", "staging", "production"];
    let mut names: Vec<String> = Vec::new();
    for it in list(document, "featureEnvironments") {
        let name = it["environment"]
            .as_str()
            .or(it["name"].as_str())
            .unwrap_or_default();
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    if names.iter().all(|name| STANDARD.contains(&name.as_str())) {
        return;
    }
    if !names.iter().any(|name| name == "production") {
        names.push("production".to_owned());
        draft.left_out.push(LeftOut {
            flag: None,
            what: "there is no environment `production`: it was added, and features are off there"
                .to_owned(),
        });
    }
    draft.environments = names;
}

fn list<'j>(value: &'j Json, name: &str) -> Vec<&'j Json> {
    value[name]
        .as_array()
        .map(|items| items.iter().collect())
        .unwrap_or_default()
}
