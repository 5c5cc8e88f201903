//! The JSON schema as text.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Value, json};

use crate::format::File;

/// The schema of `features.toml`, in the draft that TOML editors know best.
///
/// The types of most keys are `inline`, so that each key has its own description: in draft 7 a
/// `$ref` hides its neighbours.
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
        without_all_of(schema);
        with_one_type(schema);
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

/// Single values of several types as one `type`: editors list a key once for each branch of an
/// `anyOf`.
fn with_one_type(schema: &mut Schema) {
    let Some(branches) = schema.get("anyOf").and_then(Value::as_array) else {
        return;
    };
    let single = |branch: &Value| {
        let branch = branch.as_object()?;
        let is_bare = branch
            .keys()
            .all(|key| matches!(key.as_str(), "type" | "description"));
        let ty = branch.get("type").filter(|_| is_bare)?.as_str()?;
        (ty != "array" && ty != "object").then(|| ty.to_owned())
    };
    let Some(mut types) = branches.iter().map(single).collect::<Option<Vec<_>>>() else {
        return;
    };
    if types.iter().any(|ty| ty == "number") {
        types.retain(|ty| ty != "integer");
    }
    schema.remove("anyOf");
    schema.insert("type".to_owned(), json!(types));
}

/// A `$ref` by itself instead of in `allOf`, which schemars writes for the sake of a description
/// beside it, and on which Taplo 0.10 overflows its stack when it completes.
fn without_all_of(schema: &mut Schema) {
    let Some([only]) = schema
        .get("allOf")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    else {
        return;
    };
    if let Some(target) = only.get("$ref").cloned() {
        *schema = Schema::new_ref(target.as_str().unwrap_or_default().to_owned());
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
