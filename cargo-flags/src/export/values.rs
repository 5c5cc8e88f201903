//! Declared values as JSON.

use flags_manifest::model::{Feature, FieldType, TableType, Type, Value};
use serde_json::{Map, Value as Json, json};

/// A value of a feature, as a provider would give it: a variant by its name.
pub(crate) fn of_feature(feature: &Feature, value: &Value) -> Json {
    of_type(&feature.ty, value)
}

fn of_type(ty: &Type, value: &Value) -> Json {
    match (ty, value) {
        (Type::Variants(set), Value::Variant(index)) => json!(set.variants[*index].name),
        (Type::Table(table), Value::Table(values)) => of_table(table, values),
        (_, value) => scalar(value),
    }
}

fn of_table(table: &TableType, values: &[Value]) -> Json {
    let mut object = Map::new();
    for (field, value) in table.fields.iter().zip(values) {
        let value = match (&field.ty, value) {
            (FieldType::Table(inner), Value::Table(values)) => of_table(inner, values),
            (_, value) => scalar(value),
        };
        object.insert(field.name.clone(), value);
    }
    Json::Object(object)
}

fn scalar(value: &Value) -> Json {
    match value {
        Value::Boolean(value) => json!(value),
        Value::Integer(value) => json!(value),
        Value::Float(value) => json!(value),
        Value::String(value) => json!(value),
        Value::List(values) => values.iter().map(scalar).collect(),
        // The checked model has them in their own types only.
        Value::Variant(_) | Value::Table(_) => Json::Null,
    }
}
