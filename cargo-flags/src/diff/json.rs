//! For machines. The form is described in README.md, and `version` counts its changes.

use std::io::{self, Write};

use flags_manifest::model::RetiredValue;
use serde_json::{Value, json};

use super::{Change, Fate, FeatureDiff, Portrait, RegistryDiff};
use crate::datum::Datum;

/// Of the document's form.
const VERSION: u32 = 1;

/// Writes what changed between versions of these names.
///
/// # Errors
///
/// When it cannot be written.
pub fn write(
    out: &mut impl Write,
    old: &str,
    new: &str,
    registries: &[RegistryDiff],
) -> io::Result<()> {
    let registries: Vec<Value> = registries.iter().map(registry).collect();
    let document = json!({
        "version": VERSION,
        "from": old,
        "to": new,
        "registries": registries,
    });
    writeln!(out, "{document:#}")
}

fn registry(registry: &RegistryDiff) -> Value {
    let features: Vec<Value> = registry.features.iter().map(feature).collect();
    json!({
        "name": registry.name,
        "was": registry.was,
        "addedEnvironments": registry.added_environments,
        "removedEnvironments": registry.removed_environments,
        "features": features,
    })
}

fn feature(feature: &FeatureDiff) -> Value {
    let key = &feature.key;
    match &feature.fate {
        Fate::Added(now) => json!({"key": key, "change": "added", "after": portrait(now)}),
        Fate::Removed(was) => json!({"key": key, "change": "removed", "before": portrait(was)}),
        Fate::Retired(retired) => json!({
            "key": key,
            "change": "retired",
            "on": retired.on.to_string(),
            "value": match &retired.value {
                RetiredValue::Boolean(value) => json!(value),
                RetiredValue::Integer(value) => json!(value),
                RetiredValue::Float(value) => json!(value),
                RetiredValue::String(value) => json!(value),
            },
            "reason": retired.reason,
        }),
        Fate::Changed(changes) => {
            let changes: Vec<Value> = changes.iter().map(change).collect();
            json!({"key": key, "change": "changed", "changes": changes})
        }
    }
}

fn portrait(portrait: &Portrait) -> Value {
    let environments: Vec<Value> = (portrait.environments.iter())
        .map(|(name, value, rules)| {
            json!({"name": name, "default": data(value), "rules": list(rules)})
        })
        .collect();
    json!({"type": portrait.ty, "environments": environments})
}

fn change(change: &Change) -> Value {
    match change {
        Change::Type(before, after) => json!({"what": "type", "before": before, "after": after}),
        Change::Variants(added, removed) => {
            json!({"what": "variants", "added": added, "removed": removed})
        }
        Change::Range(before, after) => json!({
            "what": "range",
            "before": before.as_ref().map(data),
            "after": after.as_ref().map(data),
        }),
        Change::Default(environments, before, after) => json!({
            "what": "default",
            "environments": environments,
            "before": data(before),
            "after": data(after),
        }),
        Change::Rules(environments, before, after) => json!({
            "what": "rules",
            "environments": environments,
            "before": list(before),
            "after": list(after),
        }),
        Change::Segment(name, before, after) => json!({
            "what": "segment",
            "segment": name,
            "before": data(before),
            "after": data(after),
        }),
        Change::Needs(before, after) => json!({"what": "needs", "before": before, "after": after}),
        Change::ProviderKey(before, after) => {
            json!({"what": "provider-key", "before": before, "after": after})
        }
        Change::Frozen(before, after) => {
            json!({"what": "frozen", "before": before, "after": after})
        }
    }
}

fn list(rules: &[Datum]) -> Vec<Value> {
    rules.iter().map(data).collect()
}

fn data(datum: &Datum) -> Value {
    match datum {
        Datum::Boolean(value) => json!(value),
        Datum::Integer(value) => json!(value),
        Datum::Float(value) => json!(value),
        Datum::Text(text) | Datum::Moment(text) => json!(text),
        Datum::Null => Value::Null,
        Datum::List(items) => Value::Array(list(items)),
        Datum::Table(entries) => {
            let entries = entries
                .iter()
                .map(|(name, value)| (name.clone(), data(value)));
            Value::Object(entries.collect())
        }
    }
}
