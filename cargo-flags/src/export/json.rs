//! All that manifests declare, in one JSON document of our own.

use flags_manifest::model::{Expired, Feature, FeatureKind, RetiredValue, Type, Value};
use serde_json::{Map, Value as Json, json};
use toml_edit::{DocumentMut, Item, Value as Toml};

use crate::export::{Exported, provider_key, values};
use crate::failure::Failure;
use crate::project::{Project, show};

/// Version of the document: it grows by one when a reader would have to change.
const VERSION: u32 = 1;

/// Every registry with its features, as data: what defaults and omissions mean is filled in, and
/// rules are as they were written.
///
/// # Errors
///
/// When a manifest cannot be read again.
pub fn json(project: &Project) -> Result<Exported, Failure> {
    let mut registries = Vec::new();
    for (index, manifest) in project.manifests.iter().enumerate() {
        let model = &manifest.parsed.manifest;
        let written: DocumentMut = manifest
            .text
            .trim_start_matches('\u{feff}')
            .parse()
            .map_err(|error| {
                Failure::new(format!("cannot read `{}`: {error}", show(&manifest.file)))
            })?;
        let attributes = written.get("context").map_or_else(|| json!({}), item);
        let segments = written.get("segments").map_or_else(|| json!({}), item);
        let features: Vec<Json> = model
            .features
            .iter()
            .map(|it| feature(it, &model.environments, &model.features, &written))
            .collect();
        let retired: Vec<Json> = model
            .retired
            .iter()
            .map(|it| {
                json!({
                    "key": it.key,
                    "constant": it.constant,
                    "line": it.line,
                    "on": it.on.to_string(),
                    "value": match &it.value {
                        RetiredValue::Boolean(value) => json!(value),
                        RetiredValue::Integer(value) => json!(value),
                        RetiredValue::Float(value) => json!(value),
                        RetiredValue::String(value) => json!(value),
                    },
                    "reason": it.reason,
                })
            })
            .collect();
        let packages = manifest
            .packages
            .iter()
            .map(|package| &project.packages[*package].name);
        registries.push(json!({
            "name": project.registry_name(index),
            "manifest": show(&manifest.file),
            "packages": packages.collect::<Vec<_>>(),
            "environments": model.environments,
            "expired": match model.policy.expired {
                Expired::Allow => "allow",
                Expired::Warn => "warn",
            },
            "context": attributes,
            "segments": segments,
            "features": features,
            "retired": retired,
        }));
    }
    Ok(Exported {
        document: json!({ "version": VERSION, "registries": registries }),
        left_out: Vec::new(),
    })
}

fn feature(
    feature: &Feature,
    environments: &[String],
    all: &[Feature],
    written: &DocumentMut,
) -> Json {
    let written = &written["features"][&feature.key];
    let rules = |item: Option<&Item>| item.map_or_else(|| json!([]), self::item);
    let own_rules = rules(written.get("rules"));
    let mut stages = Map::new();
    for (index, name) in environments.iter().enumerate() {
        let said = feature
            .environments
            .iter()
            .find(|it| it.environment == index);
        let value: &Value = said
            .and_then(|it| it.default.as_ref())
            .unwrap_or(&feature.default);
        let has_rules = said.is_some_and(|it| it.rules.is_some());
        let stage_rules = if has_rules {
            rules(written["environments"][name.as_str()].get("rules"))
        } else {
            own_rules.clone()
        };
        stages.insert(
            name.clone(),
            json!({ "default": values::of_feature(feature, value), "rules": stage_rules }),
        );
    }
    let needs: Vec<String> = feature
        .needs
        .iter()
        .map(|need| {
            format!(
                "{}{}",
                if need.negated { "!" } else { "" },
                all[need.feature].key
            )
        })
        .collect();
    json!({
        "key": feature.key,
        "providerKey": provider_key(feature),
        "constant": feature.constant,
        "line": feature.line,
        "type": match &feature.ty {
            Type::Boolean => "boolean",
            Type::Integer => "integer",
            Type::Float => "float",
            Type::String => "string",
            Type::Variants(_) => "variants",
            Type::Table(_) => "table",
        },
        "variants": match &feature.ty {
            Type::Variants(set) => set.variants.iter().map(|it| it.name.as_str()).collect(),
            _ => Json::Null,
        },
        "default": values::of_feature(feature, &feature.default),
        "range": feature.range.as_ref().map(|(low, high)| {
            [values::of_feature(feature, low), values::of_feature(feature, high)]
        }),
        "description": feature.description,
        "owner": feature.owner,
        "kind": feature.kind.map(kind),
        "created": feature.created.map(|date| date.to_string()),
        "expires": feature.expires.map(|date| date.to_string()),
        "issue": feature.issue,
        "needs": needs,
        "frozen": feature.frozen,
        "environments": stages,
    })
}

/// `kind` as it is written.
fn kind(kind: FeatureKind) -> &'static str {
    match kind {
        FeatureKind::Release => "release",
        FeatureKind::Experiment => "experiment",
        FeatureKind::Ops => "ops",
        FeatureKind::KillSwitch => "kill-switch",
        FeatureKind::Permission => "permission",
    }
}

fn item(item: &Item) -> Json {
    match item {
        Item::None => Json::Null,
        Item::Value(value) => self::value(value),
        Item::Table(table) => table
            .iter()
            .map(|(key, item)| (key.to_owned(), self::item(item)))
            .collect(),
        Item::ArrayOfTables(tables) => tables
            .iter()
            .map(|table| {
                Json::Object(
                    table
                        .iter()
                        .map(|(key, item)| (key.to_owned(), self::item(item)))
                        .collect(),
                )
            })
            .collect(),
    }
}

fn value(value: &Toml) -> Json {
    match value {
        Toml::String(text) => json!(text.value()),
        Toml::Integer(number) => json!(number.value()),
        Toml::Float(number) => json!(number.value()),
        Toml::Boolean(value) => json!(value.value()),
        Toml::Datetime(date) => json!(date.value().to_string()),
        Toml::Array(values) => values.iter().map(self::value).collect(),
        Toml::InlineTable(table) => table
            .iter()
            .map(|(key, value)| (key.to_owned(), self::value(value)))
            .collect(),
    }
}
