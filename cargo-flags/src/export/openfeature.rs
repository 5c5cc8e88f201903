//! The flag manifest of OpenFeature's command-line tool: types, defaults, descriptions. Its schema
//! is `schema/v0/flag-manifest.json` of open-feature/cli.

use flags_manifest::model::{FieldType, Scalar, TableType, Type};
use serde_json::{Map, Value, json};

use crate::export::{Exported, LeftOut, keyed, values};
use crate::failure::Failure;
use crate::project::Project;

const SCHEMA: &str =
    "https://raw.githubusercontent.com/open-feature/cli/main/schema/v0/flag-manifest.json";

/// Every feature as a flag. Rules and environments belong to the provider there.
///
/// # Errors
///
/// When two registries have one key.
pub fn openfeature(project: &Project) -> Result<Exported, Failure> {
    let mut exported = Exported::default();
    let mut flags = Map::new();
    for (key, at) in keyed(project)? {
        let feature = project.get(at);
        let mut flag = Map::new();
        flag.insert("flagType".to_owned(), json!(flag_type(&feature.ty)));
        flag.insert(
            "defaultValue".to_owned(),
            values::of_feature(feature, &feature.default),
        );
        if let Some(description) = &feature.description {
            flag.insert("description".to_owned(), json!(description));
        }
        if let Type::Table(table) = &feature.ty {
            flag.insert("schema".to_owned(), schema(table));
        }
        flags.insert(key, Value::Object(flag));

        let mut leave_out = |what: &str| {
            exported.left_out.push(LeftOut {
                feature: at,
                line: feature.line,
                what: what.to_owned(),
            });
        };
        let in_environments = feature.environments.iter();
        if !feature.rules.is_empty() || in_environments.clone().any(|it| it.rules.is_some()) {
            leave_out("its rules are left out: a provider has them there");
        }
        if in_environments.clone().any(|it| it.default.is_some()) {
            leave_out("its values by environment are left out: a provider has them there");
        }
        if !feature.needs.is_empty() {
            leave_out("its `needs` are left out");
        }
        if matches!(feature.ty, Type::Variants(_)) {
            leave_out("the names of its other variants are left out: it is a string there");
        }
    }
    exported.document = json!({ "$schema": SCHEMA, "flags": flags });
    Ok(exported)
}

fn flag_type(ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "boolean",
        Type::Integer => "integer",
        Type::Float => "float",
        Type::String | Type::Variants(_) => "string",
        Type::Table(_) => "object",
    }
}

fn schema(table: &TableType) -> Value {
    let mut properties = Map::new();
    for field in &table.fields {
        let property = match &field.ty {
            FieldType::Scalar(scalar) => json!({ "type": type_name(*scalar) }),
            FieldType::List(scalar) => {
                json!({ "type": "array", "items": { "type": type_name(*scalar) } })
            }
            FieldType::Table(inner) => schema(inner),
        };
        properties.insert(field.name.clone(), property);
    }
    let required: Vec<&str> = table
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn type_name(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean => "boolean",
        Scalar::Integer => "integer",
        Scalar::Float => "number",
        Scalar::String => "string",
    }
}
