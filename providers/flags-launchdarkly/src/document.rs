//! LaunchDarkly's flags and segments as JSON, each read by itself.
//!
//! The vendor's crates refuse all of them for the sake of one that is wrong, want fields that files
//! often leave out, and follow prerequisites as deep as they go.

use std::collections::BTreeMap;

use launchdarkly_server_sdk_evaluation::{Flag, Segment};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::facts::{Facts, SegmentFacts};

/// What a document says, without what is wrong in it.
#[derive(Default)]
pub(crate) struct Document {
    pub(crate) flags: BTreeMap<String, FlagItem>,
    pub(crate) segments: BTreeMap<String, SegmentItem>,
    /// Flags and segments that are wrong, and why.
    pub(crate) set_aside: BTreeMap<String, String>,
}

/// A flag, and what is known of it without a context.
pub(crate) struct FlagItem {
    pub(crate) flag: Flag,
    pub(crate) facts: Facts,
    /// With all the fields that the vendor's crates want.
    pub(crate) text: String,
}

/// A segment, and what it asks for.
pub(crate) struct SegmentItem {
    pub(crate) segment: Segment,
    pub(crate) facts: SegmentFacts,
    pub(crate) text: String,
}

#[derive(Deserialize)]
struct Outline<'t> {
    #[serde(borrow)]
    flags: Option<BTreeMap<String, &'t RawValue>>,
    #[serde(borrow)]
    segments: Option<BTreeMap<String, &'t RawValue>>,
    /// In files: values by key, the same for everybody.
    #[serde(rename = "flagValues")]
    flag_values: Option<BTreeMap<String, Value>>,
}

impl Document {
    /// Reads `{"flags": {…}, "segments": {…}}`, or says what is wrong with it as a whole.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let outline: Outline<'_> =
            serde_json::from_str(text).map_err(|error| format!("it is no flag data: {error}"))?;
        if outline.flags.is_none() && outline.flag_values.is_none() {
            return Err("it is no flag data: there are no `flags`".to_owned());
        }
        let mut document = Self::default();
        for (key, raw) in outline.flags.unwrap_or_default() {
            match FlagItem::parse(&key, raw.get()) {
                Ok(item) => {
                    document.flags.insert(key, item);
                }
                Err(reason) => document.set_aside(&format!("flag `{key}`"), reason),
            }
        }
        for (key, raw) in outline.segments.unwrap_or_default() {
            match SegmentItem::parse(&key, raw.get()) {
                Ok(item) => {
                    document.segments.insert(key, item);
                }
                Err(reason) => document.set_aside(&format!("segment `{key}`"), reason),
            }
        }
        for (key, value) in outline.flag_values.unwrap_or_default() {
            let flag = json!({
                "key": key, "version": 1, "on": true, "variations": [value],
                "fallthrough": { "variation": 0 }
            });
            let read = match document.flags.contains_key(&key) {
                true => Err("there is a flag of that key".to_owned()),
                false => FlagItem::parse(&key, &flag.to_string()),
            };
            match read {
                Ok(item) => {
                    document.flags.insert(key, item);
                }
                Err(reason) => document.set_aside(&format!("value `{key}`"), reason),
            }
        }
        Ok(document)
    }

    fn set_aside(&mut self, what: &str, reason: String) {
        self.set_aside.insert(what.to_owned(), reason);
    }

    /// As the vendor's crates take it.
    pub(crate) fn to_text(&self) -> String {
        let join = |items: Vec<String>| items.join(",");
        let entry = |key: &String, text: &String| format!("{}:{text}", Value::from(key.as_str()));
        let flags = self.flags.iter().map(|(key, item)| entry(key, &item.text));
        let segments = self
            .segments
            .iter()
            .map(|(key, item)| entry(key, &item.text));
        format!(
            r#"{{"flags":{{{}}},"segments":{{{}}}}}"#,
            join(flags.collect()),
            join(segments.collect())
        )
    }
}

impl FlagItem {
    pub(crate) fn parse(key: &str, text: &str) -> Result<Self, String> {
        let mut object = object(text)?;
        let own = object.get("key").and_then(Value::as_str);
        if own.is_some_and(|own| own != key) {
            return Err("its `key` is another".to_owned());
        }
        let facts = Facts::of(&object)?;
        fill(
            &mut object,
            &[
                ("key", json!(key)),
                ("version", json!(0)),
                ("on", json!(false)),
                ("targets", json!([])),
                ("rules", json!([])),
                ("prerequisites", json!([])),
                ("fallthrough", json!({})),
                ("variations", json!([])),
                ("salt", json!("")),
            ],
        );
        for rule in objects(&mut object, "rules") {
            fill(
                rule,
                &[("clauses", json!([])), ("trackEvents", json!(false))],
            );
            fill_clauses(rule);
        }
        let text = Value::Object(object).to_string();
        let flag = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        Ok(Self { flag, facts, text })
    }
}

impl SegmentItem {
    pub(crate) fn parse(key: &str, text: &str) -> Result<Self, String> {
        let mut object = object(text)?;
        fill(
            &mut object,
            &[
                ("key", json!(key)),
                ("version", json!(0)),
                ("included", json!([])),
                ("excluded", json!([])),
                ("rules", json!([])),
                ("salt", json!("")),
            ],
        );
        for rule in objects(&mut object, "rules") {
            fill(rule, &[("clauses", json!([]))]);
            fill_clauses(rule);
        }
        let facts = SegmentFacts::of(&object);
        let text = Value::Object(object).to_string();
        let segment = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        Ok(Self {
            segment,
            facts,
            text,
        })
    }
}

type Object = Map<String, Value>;

fn object(text: &str) -> Result<Object, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// Fields that may be left out, or be null, and what that means.
fn fill(object: &mut Object, defaults: &[(&str, Value)]) {
    for (name, default) in defaults {
        let field = object.entry(*name).or_insert(Value::Null);
        if field.is_null() {
            *field = default.clone();
        }
    }
}

fn fill_clauses(rule: &mut Object) {
    for clause in objects(rule, "clauses") {
        fill(clause, &[("attribute", json!("")), ("values", json!([]))]);
    }
}

fn objects<'o>(object: &'o mut Object, name: &str) -> impl Iterator<Item = &'o mut Object> {
    let items = object.get_mut(name).and_then(Value::as_array_mut);
    items.into_iter().flatten().filter_map(Value::as_object_mut)
}
