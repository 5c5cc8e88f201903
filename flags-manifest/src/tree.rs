//! One spanned tree for TOML and JSON, so that the grammar is written once.

use std::borrow::Cow;
use std::ops::Range;

use toml_datetime::Datetime;

use crate::diagnostic::Diagnostic;

#[cfg(feature = "json")]
pub(crate) mod json;
pub(crate) mod member;
mod owned;
pub(crate) mod quoted;
pub(crate) mod toml;

pub(crate) use self::toml::Document;

/// How deep lists and tables may be nested in a text, the text itself being the first level.
pub const MAX_DEPTH: usize = 64;

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

impl Node<'_> {
    /// What it is, with its article: `a string`.
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            Kind::Boolean(_) => "a boolean",
            Kind::Integer(_) => "an integer",
            Kind::BigInteger(_) => "an integer that does not fit 64 bits",
            Kind::Float(number) if number.is_nan() => "`nan`",
            Kind::Float(number) if number.is_infinite() => "a number that is infinite or too large",
            Kind::Float(_) => "a float",
            Kind::String(_) => "a string",
            Kind::Datetime(Datetime { date: None, .. }) => "a time",
            Kind::Datetime(Datetime { time: None, .. }) => "a date",
            Kind::Datetime(Datetime { offset: None, .. }) => "a date-time without an offset",
            Kind::Datetime(_) => "a date-time",
            Kind::Null => "null",
            Kind::Array(_) => "a list",
            Kind::Table(_) => "a table",
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The table, if it is one.
    #[must_use]
    pub fn as_table(&self) -> Option<&Table<'_>> {
        match &self.kind {
            Kind::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The list, if it is one.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Node<'_>]> {
        match &self.kind {
            Kind::Array(nodes) => Some(nodes),
            _ => None,
        }
    }
}

impl<'a> Table<'a> {
    /// The entry of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.name == name)
    }
}

impl Entry<'_> {
    /// Where a finding about something that is missing in this entry's table belongs: at the
    /// header `[a.b]` if the table has one, else at its name.
    #[must_use]
    pub fn header(&self, text: &str) -> Span {
        if text[self.value.span.start..].starts_with('[') && self.value.as_table().is_some() {
            self.value.span.clone()
        } else {
            self.name_span.clone()
        }
    }
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic {
        message: format!("lists and tables may be nested {MAX_DEPTH} deep at most"),
        span: Some(span),
        help: None,
    }
}

/// Moves a span into the text and onto character boundaries, so that it can be sliced.
fn within(text: &str, span: Span) -> Span {
    let start = floor(text, span.start);
    let end = floor(text, span.end.max(span.start));
    start..end
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
