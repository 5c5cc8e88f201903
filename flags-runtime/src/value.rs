//! A value whose type is known at run time only: what providers answer with.

use std::fmt;

use crate::{List, Text};

/// Value of a feature where its Rust type is not at hand: in a declaration, a provider's answer, a
/// hook, a log line.
///
/// A variant is its name, as [`Value::Text`]. Cloning never allocates.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Of a boolean feature.
    Boolean(bool),
    /// Of an integer feature.
    Integer(i64),
    /// Of a float feature.
    Float(f64),
    /// Of a string feature, or the name of a variant.
    Text(Text),
    /// Of a list in a table.
    List(List<Self>),
    /// Of a table feature: its fields by name.
    Table(List<(Text, Self)>),
}

impl Value {
    /// What kind of value this is, for messages: `a boolean`, `an integer` …
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// As it would stand in TOML.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(value) => write!(f, "{:?}", value.as_str()),
            Self::List(items) => {
                f.write_str("[")?;
                for (position, item) in items.iter().enumerate() {
                    let comma = if position == 0 { "" } else { ", " };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Self::Table(fields) => {
                f.write_str("{")?;
                for (position, (name, value)) in fields.iter().enumerate() {
                    let comma = if position == 0 { " " } else { ", " };
                    write!(f, "{comma}{name} = {value}")?;
                }
                f.write_str(" }")
            }
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<Text> for Value {
    fn from(value: Text) -> Self {
        Self::Text(value)
    }
}

impl From<&'static str> for Value {
    fn from(value: &'static str) -> Self {
        Self::Text(Text::literal(value))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value.into())
    }
}
