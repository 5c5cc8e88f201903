//! Values: as words, and what `Values` begins with.

use flags_manifest::model::{FieldType, Scalar, TableType, Type, Value};

use super::Writer;
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
