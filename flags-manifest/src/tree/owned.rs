//! A tree that outlives its text.

use std::borrow::Cow;

use super::{Entry, Kind, Node, Table};

impl Table<'_> {
    /// The same table with its own copy of what it borrows.
    #[must_use]
    pub fn into_owned(self) -> Table<'static> {
        Table {
            entries: self.entries.into_iter().map(Entry::into_owned).collect(),
        }
    }
}

impl Entry<'_> {
    /// The same entry with its own copy of what it borrows.
    #[must_use]
    pub fn into_owned(self) -> Entry<'static> {
        Entry {
            name: owned(self.name),
            name_span: self.name_span,
            value: self.value.into_owned(),
        }
    }
}

impl Node<'_> {
    /// The same node with its own copy of what it borrows.
    #[must_use]
    pub fn into_owned(self) -> Node<'static> {
        let kind = match self.kind {
            Kind::Boolean(value) => Kind::Boolean(value),
            Kind::Integer(value) => Kind::Integer(value),
            Kind::BigInteger(text) => Kind::BigInteger(owned(text)),
            Kind::Float(value) => Kind::Float(value),
            Kind::String(text) => Kind::String(owned(text)),
            Kind::Datetime(value) => Kind::Datetime(value),
            Kind::Null => Kind::Null,
            Kind::Array(nodes) => Kind::Array(nodes.into_iter().map(Node::into_owned).collect()),
            Kind::Table(table) => Kind::Table(table.into_owned()),
        };
        Node {
            kind,
            span: self.span,
        }
    }
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}
