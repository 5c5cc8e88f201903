//! One spanned tree for TOML and JSON, so that the grammar is written once.

use std::borrow::Cow;
use std::ops::Range;

use toml_datetime::Datetime;

/// Place in the text, in bytes from its start.
pub type Span = Range<usize>;

/// Value with the place it was written at.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    /// What was written.
    pub kind: Kind<'a>,
    /// Where it was written.
    pub span: Span,
}

/// What a [`Node`] holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    /// `true` or `false`.
    Boolean(bool),
    /// Whole number within 64 bits.
    Integer(i64),
    /// Whole number that does not fit 64 bits, as written.
    BigInteger(Cow<'a, str>),
    /// Any other number; infinite or NaN only where the format can say so.
    Float(f64),
    /// Text.
    String(Cow<'a, str>),
    /// TOML date, time or date-time; JSON has none and writes text.
    Datetime(Datetime),
    /// JSON's `null`; TOML has none.
    Null,
    /// List.
    Array(Vec<Node<'a>>),
    /// Table, its entries in the order of the text.
    Table(Table<'a>),
}

/// Entries of a table, in the order of the text. No name stands twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table<'a> {
    /// The entries.
    pub entries: Vec<Entry<'a>>,
}

/// Name and value in a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'a> {
    /// The name.
    pub name: Cow<'a, str>,
    /// Where the name was written. For `a.b = 1`, `b`'s own place.
    pub name_span: Span,
    /// The value.
    pub value: Node<'a>,
}
