//! What a manifest declares, in words.

use std::fmt::Write as _;

use flags_manifest::model::{FieldType, TableType, Type, Value};

/// A value as `features.toml` has it: `true`, `25`, `"blue"`, `{ max_results = 50 }`.
#[must_use]
pub fn value(value: &Value, ty: &Type) -> String {
    match (value, ty) {
        (Value::Table(values), Type::Table(table)) => fields(values, table),
        (Value::Variant(index), Type::Variants(set)) => {
            let name = set.variants.get(*index).map(|variant| &variant.name);
            name.map_or_else(String::new, |name| quoted(name))
        }
        (value, _) => plain(value),
    }
}

/// The name of a type in one word: `boolean`, `integer`, `float`, `string`, `variants`, `table`.
#[must_use]
pub fn ty(ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "boolean",
        Type::Integer => "integer",
        Type::Float => "float",
        Type::String => "string",
        Type::Variants(_) => "variants",
        Type::Table(_) => "table",
    }
}

/// A percentage, of thousandths: `12.5`.
#[must_use]
pub fn percent(thousandths: u32) -> String {
    let (whole, part) = (thousandths / 1000, thousandths % 1000);
    if part == 0 {
        return whole.to_string();
    }
    let part = format!("{part:03}");
    format!("{whole}.{}", part.trim_end_matches('0'))
}

fn fields(values: &[Value], table: &TableType) -> String {
    let mut text = "{ ".to_owned();
    for (index, (field, value)) in table.fields.iter().zip(values).enumerate() {
        if index > 0 {
            text += ", ";
        }
        let shown = match (&field.ty, value) {
            (FieldType::Table(inner), Value::Table(values)) => fields(values, inner),
            (_, value) => plain(value),
        };
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{} = {shown}", field.name);
    }
    text + " }"
}

fn plain(value: &Value) -> String {
    match value {
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::String(text) => quoted(text),
        Value::List(values) => {
            let values: Vec<_> = values.iter().map(plain).collect();
            format!("[{}]", values.join(", "))
        }
        // Only with their types can these be told.
        Value::Variant(_) | Value::Table(_) => String::new(),
    }
}

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}
