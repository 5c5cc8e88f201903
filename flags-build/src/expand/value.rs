//! Values: as data in a declaration, and what `Values` begins with.

use std::fmt::Write;

use flags_manifest::model::{Field, FieldType, Scalar, TableType, Type, Value};

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
    /// A value of a feature's Rust type for `Values` to begin with, whatever the declared one is.
    /// Literals and constants only: around each call rustc would keep an account of what is to be
    /// dropped.
    pub(super) fn blank(&self, ty: &Type) -> String {
        match ty {
            Type::Boolean => self.blank_scalar(Scalar::Boolean),
            Type::Integer => self.blank_scalar(Scalar::Integer),
            Type::Float => self.blank_scalar(Scalar::Float),
            Type::String => self.blank_scalar(Scalar::String),
            Type::Variants(set) => format!("{}::{}", set.type_name, set.variants[0].rust_name),
            Type::Table(table) => self.blank_table(table),
        }
    }

    fn blank_table(&self, table: &TableType) -> String {
        let fields: Vec<_> = table
            .fields
            .iter()
            .map(|field| {
                let value = match &field.ty {
                    FieldType::Scalar(scalar) => self.blank_scalar(*scalar),
                    FieldType::List(_) => format!("{}::List::EMPTY", self.facade),
                    FieldType::Table(inner) => self.blank_table(inner),
                };
                format!("{}: {value}", field.rust_name)
            })
            .collect();
        format!("{} {{ {} }}", table.type_name, fields.join(", "))
    }

    fn blank_scalar(&self, scalar: Scalar) -> String {
        match scalar {
            Scalar::Boolean => "false".to_owned(),
            Scalar::Integer => "0".to_owned(),
            Scalar::Float => "0.0".to_owned(),
            Scalar::String => format!("{}::Text::EMPTY", self.facade),
        }
    }
}
