//! A TOML text as the JSON value that an editor checks against the schema.

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

/// `text` as JSON; `None` where it is no TOML.
pub(crate) fn from_toml(text: &str) -> Option<Value> {
    let table = DeTable::parse(text).ok()?;
    Some(from_table(table.get_ref()))
}

fn from_table(table: &DeTable<'_>) -> Value {
    let entries = table
        .iter()
        .map(|(name, value)| (name.get_ref().to_string(), from_value(value.get_ref())));
    Value::Object(entries.collect::<Map<_, _>>())
}

fn from_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        // What JSON cannot say (infinity, NaN) and what does not fit becomes null.
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Null, Value::from)
        }
        DeValue::Float(number) => number
            .as_str()
            .parse::<f64>()
            .map_or(Value::Null, Value::from),
        DeValue::Boolean(value) => Value::Bool(*value),
        // As Taplo does it: `format` in the schema tells dates from other texts.
        DeValue::Datetime(value) => Value::String(value.to_string()),
        DeValue::Array(items) => items
            .iter()
            .map(|item| from_value(item.get_ref()))
            .collect(),
        DeValue::Table(table) => from_table(table),
    }
}
