//! The JSON schema as text.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Value, json};

use crate::format::File;

/// The schema of `features.toml`, in the draft that TOML editors know best.
///
/// The types of most keys are `inline`: in draft 7 a `$ref` hides its neighbours, and with `allOf`
/// around it Taplo shows the description of the type where that of the key is wanted.
pub(crate) fn schema() -> Value {
    SchemaSettings::draft07()
        .with_transform(ForToml)
        .into_generator()
        .into_root_schema_for::<File>()
        .to_value()
}

/// The committed form of [`schema`].
pub(crate) fn text() -> String {
    let mut text = serde_json::to_string_pretty(&schema()).expect("a JSON value can be written");
    text.push('\n');
    text
}

/// Takes out what TOML does not have (null) and what editors do not need (widths of numbers, line
/// breaks of doc comments).
#[derive(Clone)]
struct ForToml;

impl Transform for ForToml {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        without_null(schema);
        with_enumeration(schema);
        if matches!(
            schema.get("type").and_then(Value::as_str),
            Some("integer" | "number")
        ) {
            schema.remove("format");
        }
        if let Some(Value::String(description)) = schema.get_mut("description") {
            *description = description.replace('\n', " ");
        }
    }
}

/// What may be missing need not allow null, and an alternative without it may be none at all.
fn without_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|ty| ty != "null");
        if let [only] = types.as_mut_slice() {
            let only = only.take();
            schema.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(branches)) = schema.get_mut("anyOf") else {
        return;
    };
    branches.retain(|branch| *branch != json!({ "type": "null" }));
    if branches.len() > 1 {
        return;
    }
    match branches.pop() {
        Some(Value::Object(only)) if !only.contains_key("$ref") => {
            schema.remove("anyOf");
            for (keyword, value) in only {
                if !(keyword == "description" && schema.get("description").is_some()) {
                    schema.insert(keyword, value);
                }
            }
        }
        only => {
            schema.remove("anyOf");
            schema.insert("allOf".to_owned(), only.into_iter().collect());
        }
    }
}

/// A set of names as `enum`, for which editors have better messages than for `oneOf`. Taplo takes
/// the description of each from `x-taplo`.
fn with_enumeration(schema: &mut Schema) {
    let Some(Value::Array(branches)) = schema.get("oneOf") else {
        return;
    };
    let names: Option<Vec<Value>> = branches
        .iter()
        .map(|branch| branch.get("const").cloned())
        .collect();
    let Some(names) = names else {
        return;
    };
    let docs: Vec<Value> = branches
        .iter()
        .map(|branch| branch["description"].clone())
        .collect();
    schema.remove("oneOf");
    schema.insert("type".to_owned(), json!("string"));
    schema.insert("enum".to_owned(), json!(names));
    schema.insert(
        "x-taplo".to_owned(),
        json!({ "docs": { "enumValues": docs } }),
    );
}
