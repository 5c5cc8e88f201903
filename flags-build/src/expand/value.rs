//! Values as words.

use flags_manifest::model::{FieldType, TableType, Type, Value};

use super::words::Words;
use crate::text;

/// A value: what it is, then itself.
pub(super) fn write(words: &mut Words, ty: &Type, value: &Value) {
    match (ty, value) {
        (Type::Variants(set), Value::Variant(index)) => {
            words.word("text");
            words.text(text::variant(set, *index));
        }
        (Type::Table(table), Value::Table(values)) => fields(words, table, values),
        (_, value) => scalar_or_list(words, value),
    }
}

fn fields(words: &mut Words, table: &TableType, values: &[Value]) {
    words.word("table");
    words.count(values.len());
    for (field, value) in table.fields.iter().zip(values) {
        words.text(&field.name);
        match (&field.ty, value) {
            (FieldType::Table(table), Value::Table(values)) => fields(words, table, values),
            (_, value) => scalar_or_list(words, value),
        }
    }
}

fn scalar_or_list(words: &mut Words, value: &Value) {
    match value {
        Value::Boolean(value) => {
            words.word("boolean");
            words.boolean(*value);
        }
        Value::Integer(value) => {
            words.word("integer");
            words.number(*value);
        }
        Value::Float(value) => {
            words.word("float");
            words.float(*value);
        }
        Value::String(value) => {
            words.word("text");
            words.text(value);
        }
        Value::List(items) => {
            words.word("list");
            words.many(items, scalar_or_list);
        }
        Value::Variant(_) | Value::Table(_) => {
            unreachable!("variants and tables are written with their types")
        }
    }
}
