//! Values as constants.

use crate::{List, Text, Value};

/// A boolean.
#[must_use]
pub const fn boolean_value(value: bool) -> Value {
    Value::Boolean(value)
}

/// An integer.
#[must_use]
pub const fn integer_value(value: i64) -> Value {
    Value::Integer(value)
}

/// A float.
#[must_use]
pub const fn float_value(value: f64) -> Value {
    Value::Float(value)
}

/// Text, or the name of a variant.
#[must_use]
pub const fn text_value(value: &'static str) -> Value {
    Value::Text(Text::literal(value))
}

/// A list.
#[must_use]
pub const fn list_value(items: &'static [Value]) -> Value {
    Value::List(List::literal(items))
}

/// A table.
#[must_use]
pub const fn table_value(fields: &'static [(Text, Value)]) -> Value {
    Value::Table(List::literal(fields))
}
