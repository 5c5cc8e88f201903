//! The value that is kept, and what else is known because of it.

use std::fmt;

/// What an expression is known to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Bool(bool),
    /// A variant of the feature's enum, by its index.
    Variant(usize),
    Integer(i64),
    Float(f64),
    /// A `Text`; nothing of that type can be written as a literal.
    Text(String),
    /// A `&str`.
    Str(String),
}

/// What a feature is from now on.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// Of a boolean.
    Bool(bool),
    /// Of a feature with variants.
    Variant {
        /// The enum's name.
        type_name: String,
        /// Names of the variants in Rust.
        variants: Vec<String>,
        /// The same as `features.toml` and templates have them.
        names: Vec<String>,
        /// Which of them is kept.
        index: usize,
    },
    /// Of an integer.
    Integer(i64),
    /// Of a float.
    Float(f64),
    /// Of a string.
    Text(String),
}

impl Kept {
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Bool(value) => Value::Bool(*value),
            Self::Variant { index, .. } => Value::Variant(*index),
            Self::Integer(value) => Value::Integer(*value),
            Self::Float(value) => Value::Float(*value),
            Self::Text(value) => Value::Text(value.clone()),
        }
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Variant {
                type_name,
                variants,
                index,
                ..
            } => write!(f, "{type_name}::{}", variants[*index]),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(value) => write!(f, "{value:?}"),
        }
    }
}

impl Value {
    pub(super) fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }
}
