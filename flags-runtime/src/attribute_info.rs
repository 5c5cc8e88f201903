//! What `[context]` and `[segments]` declare, as data.

use crate::{Condition, Text, Variants};

/// Attribute that a context may have, and that rules may ask for.
#[derive(Clone, Copy, Debug)]
pub struct AttributeInfo {
    name: &'static str,
    ty: AttributeType,
    private: bool,
}

impl AttributeInfo {
    /// For generated code and for registries that are read at run time.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, ty: AttributeType, private: bool) -> Self {
        Self { name, ty, private }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What it holds.
    #[must_use]
    pub const fn ty(&self) -> AttributeType {
        self.ty
    }

    /// Whether it must never reach a log, a hook or an explanation.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        self.private
    }
}

/// What an attribute holds.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum AttributeType {
    /// `bool`.
    Boolean,
    /// `i64`.
    Integer,
    /// `f64`.
    Float,
    /// Text.
    Text,
    /// Version by semver.org.
    Semver,
    /// [`Timestamp`](crate::Timestamp).
    Datetime,
    /// List of texts.
    Strings,
    /// One of a closed set.
    Variants(&'static Variants),
}

impl AttributeType {
    /// What kind of value this is, for messages: `a boolean`, `an integer` …
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Float => "a float",
            Self::Text => "a string",
            Self::Semver => "a version",
            Self::Datetime => "a date-time",
            Self::Strings => "a list of strings",
            Self::Variants(_) => "a variant",
        }
    }

    /// Whether a value of one type means the same as one of the other: closed sets do if they have
    /// the same names in the same order.
    pub(crate) fn is_same_as(self, other: Self) -> bool {
        match (self, other) {
            (Self::Variants(one), Self::Variants(two)) => {
                std::ptr::eq(one, two) || one.names() == two.names()
            }
            (one, two) => std::mem::discriminant(&one) == std::mem::discriminant(&two),
        }
    }
}

/// Named, reusable condition.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentInfo {
    name: Text,
    condition: Condition,
}

impl SegmentInfo {
    /// A segment of this name.
    #[must_use]
    pub const fn new(name: Text, condition: Condition) -> Self {
        Self { name, condition }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What must hold.
    #[must_use]
    pub const fn condition(&self) -> &Condition {
        &self.condition
    }

    /// The same, where segments from this index on are further up by so many.
    pub(crate) fn moved(&self, from: u32, by: u32) -> Self {
        Self {
            name: self.name.clone(),
            condition: self.condition.moved(from, by),
        }
    }
}
