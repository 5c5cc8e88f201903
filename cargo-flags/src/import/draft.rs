//! A manifest in the making.

use std::fmt::Write as _;
use std::ops::Range;

use serde_json::Value as Json;
use toml_edit::{Array, InlineTable, Value};

use crate::import::LeftOut;
use crate::import::attributes::Attributes;

/// What becomes a `features.toml`.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// Names of the environments; none for the four standard ones.
    pub(super) environments: Vec<String>,
    pub(super) attributes: Attributes,
    pub(super) segments: Vec<(String, InlineTable)>,
    pub(super) features: Vec<Feature>,
    pub(super) left_out: Vec<LeftOut>,
}

/// A feature of a [`Draft`].
#[derive(Clone, Debug, Default)]
pub(super) struct Feature {
    /// What the other system calls it.
    pub(super) flag: String,
    pub(super) description: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) kind: Option<&'static str>,
    /// A day such as `2026-11-22`.
    pub(super) created: Option<String>,
    pub(super) variants: Vec<String>,
    pub(super) default: Option<Value>,
    /// Flags that it needs, with `!` for those that must be off.
    pub(super) needs: Vec<String>,
    pub(super) rules: Vec<InlineTable>,
    /// What it says in environments of its own.
    pub(super) environments: Vec<(String, Option<Value>, Vec<InlineTable>)>,
}

impl Feature {
    /// Key of the feature: that of the flag, as far as a key can be.
    pub(super) fn key(&self) -> String {
        key(&self.flag)
    }

    pub(super) fn has_rules(&self) -> bool {
        !self.rules.is_empty()
            || self
                .environments
                .iter()
                .any(|(_, _, rules)| !rules.is_empty())
    }
}

/// A key may have ASCII letters, digits and `-_.`, and its constant cannot begin with a digit.
pub(super) fn key(flag: &str) -> String {
    let is_fine = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let key: String = flag
        .chars()
        .map(|c| if is_fine(c) { c } else { '_' })
        .collect();
    if key.starts_with(|c: char| c.is_ascii_alphabetic()) {
        key
    } else {
        format!("flag_{key}")
    }
}

/// The text, and where each part of it stands.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) features: Vec<Range<usize>>,
    pub(super) segments: Vec<Range<usize>>,
    pub(super) attributes: Vec<Range<usize>>,
}

impl Draft {
    pub(super) fn leave_out(&mut self, flag: &str, what: impl Into<String>) {
        self.left_out.push(LeftOut {
            flag: Some(flag.to_owned()),
            what: what.into(),
        });
    }

    pub(super) fn write(&self) -> Written {
        let mut text = String::from("#:schema ./features.schema.json\n");
        if !self.environments.is_empty() {
            let names: Array = self.environments.iter().map(String::as_str).collect();
            write(
                &mut text,
                format_args!("\n[registry]\nenvironments = {names}\n"),
            );
        }
        let attributes = section(&mut text, "context", self.attributes.declared());
        let segments = self.segments.iter();
        let segments = segments.map(|(name, condition)| (name.as_str(), condition.to_string()));
        let segments = section(&mut text, "segments", segments);
        let mut features = Vec::new();
        for feature in &self.features {
            text.push('\n');
            let begin = text.len();
            write_feature(&mut text, feature);
            features.push(begin..text.len());
        }
        Written {
            text,
            features,
            segments,
            attributes,
        }
    }
}

fn section<'t>(
    text: &mut String,
    name: &str,
    entries: impl Iterator<Item = (&'t str, String)>,
) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    for (key, value) in entries {
        if places.is_empty() {
            write(text, format_args!("\n[{name}]\n"));
        }
        let begin = text.len();
        write(text, format_args!("{} = {value}\n", quoted(key)));
        places.push(begin..text.len());
    }
    places
}

fn write_feature(text: &mut String, feature: &Feature) {
    let key = feature.key();
    write(text, format_args!("[features.{}]\n", quoted(&key)));
    let strings = [
        ("description", feature.description.as_deref()),
        ("owner", feature.owner.as_deref()),
        ("kind", feature.kind),
    ];
    for (name, value) in strings {
        if let Some(value) = value {
            write(text, format_args!("{name} = {}\n", Value::from(value)));
        }
    }
    if let Some(day) = &feature.created {
        write(text, format_args!("created = {day}\n"));
    }
    if key != feature.flag {
        write(
            text,
            format_args!("provider-key = {}\n", Value::from(feature.flag.as_str())),
        );
    }
    if !feature.variants.is_empty() {
        let names: Array = feature.variants.iter().map(String::as_str).collect();
        write(text, format_args!("variants = {names}\n"));
    }
    if let Some(value) = &feature.default {
        write(text, format_args!("default = {value}\n"));
    }
    if !feature.needs.is_empty() {
        let names: Array = feature
            .needs
            .iter()
            .map(|need| match need.strip_prefix('!') {
                Some(need) => format!("!{}", self::key(need)),
                None => self::key(need),
            })
            .collect();
        write(text, format_args!("needs = {names}\n"));
    }
    write_rules(text, "rules", &feature.rules);
    for (name, default, rules) in &feature.environments {
        let path = format!("environments.{}", quoted(name));
        match (default, rules.is_empty()) {
            (Some(value), true) => write(text, format_args!("{path} = {value}\n")),
            (default, _) => {
                if let Some(value) = default {
                    write(text, format_args!("{path}.default = {value}\n"));
                }
                write_rules(text, &format!("{path}.rules"), rules);
            }
        }
    }
}

fn write_rules(text: &mut String, name: &str, rules: &[InlineTable]) {
    if rules.is_empty() {
        return;
    }
    write(text, format_args!("{name} = [\n"));
    for rule in rules {
        write(text, format_args!("  {},\n", rule.to_string().trim()));
    }
    text.push_str("]\n");
}

fn write(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what)
        .expect("a string takes whatever is written to it");
}

/// A key of TOML, in quotes where it needs them.
fn quoted(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(is_bare) {
        key.to_owned()
    } else {
        Value::from(key).to_string()
    }
}

/// A string of TOML.
pub(super) fn quoted_text(text: &str) -> String {
    Value::from(text).to_string()
}

/// A table with one entry.
pub(super) fn one(key: &str, value: impl Into<Value>) -> InlineTable {
    let mut table = InlineTable::new();
    table.insert(key, value.into());
    table
}

/// All of these conditions: one table where no name stands twice, else `all`.
pub(super) fn together(conditions: Vec<InlineTable>) -> InlineTable {
    let mut table = InlineTable::new();
    for (name, value) in conditions.iter().flat_map(InlineTable::iter) {
        if table.insert(name, value.clone()).is_some() {
            let all: Array = conditions.iter().cloned().map(Value::from).collect();
            return one("all", all);
        }
    }
    table
}

/// A JSON value as TOML: scalars, lists of scalars, and tables of them. `None` for null, for lists
/// of anything else, and for numbers that are too large.
pub(super) fn toml(value: &Json) -> Option<Value> {
    Some(match value {
        Json::Bool(value) => Value::from(*value),
        Json::Number(number) => match number.as_i64() {
            Some(integer) => Value::from(integer),
            None => Value::from(number.as_f64()?),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => {
            let items: Option<Array> = items
                .iter()
                .map(|item| match item {
                    Json::Array(_) | Json::Object(_) => None,
                    scalar => toml(scalar),
                })
                .collect();
            Value::from(items?)
        }
        Json::Object(fields) => {
            let mut table = InlineTable::new();
            for (key, value) in fields {
                table.insert(key, toml(value)?);
            }
            Value::from(table)
        }
        Json::Null => return None,
    })
}
