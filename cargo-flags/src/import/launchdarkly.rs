//! Flags of LaunchDarkly.

mod clause;
mod rules;
mod values;

use serde_json::Value as Json;

use self::rules::{Others, Settings, segment};
use self::values::Values;
use crate::failure::Failure;
use crate::import::LeftOut;
use crate::import::day::day_of_milliseconds;
use crate::import::draft::{Draft, Feature, key};

pub(super) fn read(document: &Json) -> Result<Draft, Failure> {
    let mut draft = Draft::default();
    let others = Others::new(document);
    if let Some(items) = document.get("items").and_then(Json::as_array) {
        of_api(&mut draft, items, &others);
    } else if document.get("flags").is_some() || document.get("flagValues").is_some() {
        of_data(&mut draft, document, &others);
    } else {
        return Err(Failure::new(
            "the file has no flags of LaunchDarkly: neither `items`, as its API lists them, nor \
             `flags`, as its SDKs know them",
        ));
    }
    Ok(draft)
}

/// `GET /api/v2/flags/PROJECT`: metadata, and settings by environment.
fn of_api(draft: &mut Draft, items: &[Json], others: &Others<'_>) {
    for flag in items {
        for settings in flag["environments"].as_object().into_iter().flatten() {
            Settings::of(settings.1).note(&mut draft.attributes);
        }
    }
    let mut names: Vec<String> = Vec::new();
    for flag in items {
        let key = text(flag, "key");
        if flag["archived"] == true {
            draft.leave_out(&key, "it is left out: it is archived");
            continue;
        }
        let values = flag["variations"].as_array();
        let values = values
            .into_iter()
            .flatten()
            .map(|it| it["value"].clone())
            .collect();
        let Some((values, mut feature)) = start(draft, &key, values) else {
            continue;
        };
        let description = [&flag["description"], &flag["name"]];
        let mut description = description.iter().filter_map(|it| it.as_str());
        feature.description = description
            .find(|it| !it.trim().is_empty() && *it != key)
            .map(str::to_owned);
        feature.owner = flag["_maintainer"]["email"].as_str().map(str::to_owned);
        feature.created = flag["creationDate"].as_i64().and_then(day_of_milliseconds);
        if flag["temporary"] == true {
            feature.kind = Some("release");
        }
        let environments = flag["environments"].as_object();
        let production = environments.and_then(|all| all.get("production").or(all.values().next()));
        let off = production.and_then(|it| values.off(it));
        feature.default = off.clone();
        for (name, settings) in environments.into_iter().flatten() {
            if !names.contains(name) {
                names.push(name.clone());
            }
            let settings = Settings::of(settings);
            let (default, rules) = settings.take(draft, &mut feature, &values, others, Some(name));
            let is_same = rules.is_empty()
                && default.as_ref().map(ToString::to_string)
                    == off.as_ref().map(ToString::to_string);
            if !is_same {
                feature.environments.push((name.clone(), default, rules));
            }
        }
        draft.features.push(feature);
    }
    // The four standard ones need not be listed, and without production a manifest is wrong.
    const STANDARD: [&str; 4] = ["development", "testing", "staging", "production"];
    if !names.iter().all(|name| STANDARD.contains(&name.as_str())) {
        if !names.iter().any(|name| name == "production") {
            names.push("production".to_owned());
            draft.left_out.push(LeftOut {
                flag: None,
                what: "there is no environment `production`: it was added, and features have \
                       their values of when they are off there"
                    .to_owned(),
            });
        }
        draft.environments = names;
    }
}

/// Flag data of SDKs: one environment, no metadata.
fn of_data(draft: &mut Draft, document: &Json, others: &Others<'_>) {
    let flags = || document["flags"].as_object().into_iter().flatten();
    let segments = || document["segments"].as_object().into_iter().flatten();
    for (_, flag) in flags() {
        Settings::of(flag).note(&mut draft.attributes);
    }
    for (_, it) in segments() {
        Settings::of(it).note(&mut draft.attributes);
    }
    for (name, _) in segments() {
        match segment(name, &draft.attributes, others) {
            Ok(condition) => draft.segments.push((key(name), condition)),
            Err(why) => draft.left_out.push(LeftOut {
                flag: None,
                what: format!("segment `{name}` is left out: {why}"),
            }),
        }
    }
    for (key, flag) in flags() {
        if flag["archived"] == true || flag["deleted"] == true {
            draft.leave_out(key, "it is left out: it is archived");
            continue;
        }
        let values = flag["variations"].as_array().cloned().unwrap_or_default();
        let Some((values, mut feature)) = start(draft, key, values) else {
            continue;
        };
        let settings = Settings::of(flag);
        let (default, rules) = settings.take(draft, &mut feature, &values, others, None);
        feature.default = default;
        feature.rules = rules;
        draft.features.push(feature);
    }
    for (key, value) in document["flagValues"].as_object().into_iter().flatten() {
        let Some((values, mut feature)) = start(draft, key, vec![value.clone()]) else {
            continue;
        };
        feature.default = values.get(0);
        draft.features.push(feature);
    }
}

/// The type of a flag, and a feature with nothing but that.
fn start(draft: &mut Draft, key: &str, variations: Vec<Json>) -> Option<(Values, Feature)> {
    match Values::new(variations) {
        Ok(values) => {
            let feature = Feature {
                flag: key.to_owned(),
                variants: values.variants(),
                ..Feature::default()
            };
            Some((values, feature))
        }
        Err(why) => {
            draft.leave_out(key, format!("it is left out: {why}"));
            None
        }
    }
}

fn text(value: &Json, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}
