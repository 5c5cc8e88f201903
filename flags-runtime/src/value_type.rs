//! What a feature's value is, as data.

use std::any::Any;
use std::sync::Arc;

use crate::Value;

/// What the value of a feature is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ValueType {
    /// `bool`.
    Boolean,
    /// `i64`.
    Integer,
    /// `f64`.
    Float,
    /// [`Text`](crate::Text).
    Text,
    /// One of a closed set.
    Variants(&'static Variants),
    /// Named fields.
    Table(&'static TableType),
}

impl ValueType {
    /// What kind of value this is, for messages: `a boolean`, `an integer` …
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Float => "a float",
            Self::Text => "a string",
            Self::Variants(_) => "a variant",
            Self::Table(_) => "a table",
        }
    }
}

/// Closed set of names.
#[derive(Debug)]
pub struct Variants {
    type_name: &'static str,
    names: &'static [&'static str],
}

impl Variants {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(type_name: &'static str, names: &'static [&'static str]) -> Self {
        Self { type_name, names }
    }

    /// Name of the enum.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// The names, in the order of their declaration.
    #[must_use]
    pub const fn names(&self) -> &'static [&'static str] {
        self.names
    }

    /// Index of the variant with this name.
    #[must_use]
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| *known == name)
    }
}

/// Named fields with their types.
#[derive(Debug)]
pub struct TableType {
    type_name: &'static str,
    fields: &'static [Field],
    build: BuildTable,
}

/// Turns a checked table value into the struct that `features!` generated.
#[doc(hidden)]
pub type BuildTable = fn(&Value) -> Option<Arc<dyn Any + Send + Sync>>;

impl TableType {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(type_name: &'static str, fields: &'static [Field], build: BuildTable) -> Self {
        Self {
            type_name,
            fields,
            build,
        }
    }

    /// Name of the struct.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// The fields, in the order of their declaration.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    pub(crate) fn build(&self, value: &Value) -> Option<Arc<dyn Any + Send + Sync>> {
        (self.build)(value)
    }
}

/// One field of a [`TableType`].
#[derive(Debug)]
pub struct Field {
    name: &'static str,
    ty: FieldType,
}

impl Field {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, ty: FieldType) -> Self {
        Self { name, ty }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What its value is.
    #[must_use]
    pub const fn ty(&self) -> FieldType {
        self.ty
    }
}

/// What a field of a table holds.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum FieldType {
    /// A single value.
    Scalar(Scalar),
    /// A list of single values of one type.
    List(Scalar),
    /// A table in the table.
    Table(&'static TableType),
}

/// Type of a single value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scalar {
    /// `bool`.
    Boolean,
    /// `i64`.
    Integer,
    /// `f64`.
    Float,
    /// [`Text`](crate::Text).
    Text,
}

impl Scalar {
    /// What kind of value this is, for messages: `a boolean`, `an integer` …
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Float => "a float",
            Self::Text => "a string",
        }
    }
}
