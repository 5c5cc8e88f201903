//! Values: as data in a declaration, and as Rust values in `Values`.

use std::fmt::Write;

use flags_manifest::model::{Field, FieldType, TableType, Type, Value};

use super::Writer;
use crate::text::{self, Literal};

/// A value as data, in the words that a declaration imports.
pub(super) fn data(ty: &Type, value: &Value) -> String {
    match (ty, value) {
        (Type::Variants(set), Value::Variant(index)) => {
            format!("text_value({})", Literal(text::variant(set, *index)))
        }
        (Type::Table(table), Value::Table(values)) => {
            format!("table_value({})", fields(table, values))
        }
        (_, value) => scalar_or_list(value),
    }
}

/// The fields of a table as data.
pub(super) fn fields(table: &TableType, values: &[Value]) -> String {
    let mut out = "const { &[".to_owned();
    for (position, (field, value)) in table.fields.iter().zip(values).enumerate() {
        let comma = if position == 0 { "" } else { ", " };
        let _ = write!(
            out,
            "{comma}(literal({}), {})",
            Literal(&field.name),
            field_data(field, value)
        );
    }
    out + "] }"
}

fn field_data(field: &Field, value: &Value) -> String {
    match (&field.ty, value) {
        (FieldType::Table(table), Value::Table(values)) => {
            format!("table_value({})", fields(table, values))
        }
        (_, value) => scalar_or_list(value),
    }
}

fn scalar_or_list(value: &Value) -> String {
    match value {
        Value::Boolean(value) => format!("boolean_value({value})"),
        Value::Integer(value) => format!("integer_value({value})"),
        Value::Float(value) => format!("float_value({value:?})"),
        Value::String(value) => format!("text_value({})", Literal(value)),
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(scalar_or_list).collect();
            format!("list_value(const {{ &[{}] }})", items.join(", "))
        }
        Value::Variant(_) | Value::Table(_) => {
            unreachable!("variants and tables are written with their types")
        }
    }
}

impl Writer<'_> {
    /// A value of a feature's Rust type. Calls are in constants of their own: around each other call
    /// rustc would keep an account of what is to be dropped.
    pub(super) fn rust_value(&self, ty: &Type, value: &Value) -> String {
        match (ty, value) {
            (Type::Variants(set), Value::Variant(index)) => {
                format!("{}::{}", set.type_name, set.variants[*index].rust_name)
            }
            (Type::Table(table), Value::Table(values)) => self.rust_table(table, values),
            (_, value) => self.rust_scalar(value),
        }
    }

    fn rust_table(&self, table: &TableType, values: &[Value]) -> String {
        let mut out = format!("{} {{ ", table.type_name);
        for (position, (field, value)) in table.fields.iter().zip(values).enumerate() {
            let comma = if position == 0 { "" } else { ", " };
            let value = match (&field.ty, value) {
                (FieldType::Table(inner), Value::Table(values)) => self.rust_table(inner, values),
                (_, Value::List(items)) => {
                    let items: Vec<_> = items.iter().map(|item| self.rust_scalar(item)).collect();
                    format!(
                        "const {{ {}::List::literal(const {{ &[{}] }}) }}",
                        self.facade,
                        items.join(", ")
                    )
                }
                (_, value) => self.rust_scalar(value),
            };
            let _ = write!(out, "{comma}{}: {value}", field.rust_name);
        }
        out + " }"
    }

    fn rust_scalar(&self, value: &Value) -> String {
        match value {
            Value::Boolean(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Float(value) => format!("{value:?}"),
            Value::String(value) => {
                format!(
                    "const {{ {}::Text::literal({}) }}",
                    self.facade,
                    Literal(value)
                )
            }
            Value::Variant(_) | Value::List(_) | Value::Table(_) => {
                unreachable!("only scalars come without their types")
            }
        }
    }
}
