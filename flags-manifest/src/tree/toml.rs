//! TOML into the tree.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};
use toml_datetime::Datetime;

use super::{Entry, Kind, MAX_DEPTH, Node, Span, Table, too_deep, within};
use crate::diagnostic::Diagnostic;

mod duplicate;
pub(crate) mod pieces;
mod syntax;
mod unclosed;
mod wrong_date;

/// What a TOML text holds, and what is wrong with it as TOML.
pub(crate) struct Document<'a> {
    pub(crate) table: Table<'a>,
    /// Errors after which nothing else can be said about the text.
    pub(crate) syntax: Vec<Diagnostic>,
    /// Errors that leave the rest of the text as it is meant: days that do not exist, names that
    /// stand twice.
    pub(crate) slips: Vec<Diagnostic>,
    /// Where values stand that a slip speaks of. They are [`Kind::Null`] in the table, and more
    /// about them would be noise.
    pub(crate) wrong: BTreeSet<usize>,
}

impl<'a> Table<'a> {
    /// Reads a TOML document, and what the parser could make of it where its syntax is wrong.
    ///
    /// A byte-order mark at the start is skipped. Of several slips on one line the first is
    /// reported, since the others follow from it more often than not.
    #[must_use]
    pub fn from_toml(text: &'a str) -> (Self, Vec<Diagnostic>) {
        let document = Document::read(text);
        let mut diagnostics = document.syntax;
        diagnostics.extend(document.slips);
        diagnostics.sort_by_key(|diagnostic| diagnostic.span.as_ref().map(|span| span.start));
        (document.table, diagnostics)
    }
}

impl<'a> Document<'a> {
    pub(crate) fn read(text: &'a str) -> Self {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut builder = Builder {
            text,
            too_deep: Vec::new(),
            wrong: BTreeSet::new(),
        };
        let table = builder.table(document.into_inner(), 1);
        let Builder {
            too_deep: deep,
            wrong,
            ..
        } = builder;
        let (mut dates, mut duplicates, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for error in &errors {
            let span = error.span().map(|span| within(text, span));
            match span {
                Some(span) if wrong.contains(&span.start) => dates.push((span, error.message())),
                Some(span) if error.message() == "duplicate key" => duplicates.push(span),
                span => others.push((span, error.message())),
            }
        }
        let mut syntax = syntax::errors(text, others);
        // Where the parser has refused some of it already, the rest goes without saying.
        if syntax.is_empty() {
            syntax.extend(deep.into_iter().map(too_deep));
        }
        let mut slips = wrong_date::slips(text, &table, &dates);
        slips.extend(duplicate::slips(text, &table, duplicates));
        slips.sort_by_key(|slip| slip.span.as_ref().map(|span| span.start));
        Self {
            table,
            syntax,
            slips,
            wrong,
        }
    }
}

struct Builder<'a> {
    text: &'a str,
    too_deep: Vec<Span>,
    /// Where dates and times stand that do not exist.
    wrong: BTreeSet<usize>,
}

impl<'a> Builder<'a> {
    fn table(&mut self, table: DeTable<'a>, depth: usize) -> Table<'a> {
        let mut entries: Vec<Entry<'a>> = table
            .into_iter()
            .map(|(name, value)| Entry {
                name_span: self.within(name.span()),
                name: name.into_inner(),
                value: self.node(value, depth + 1),
            })
            .collect();
        entries.sort_by_key(|entry| entry.name_span.start);
        Table { entries }
    }

    fn array(&mut self, array: DeArray<'a>, depth: usize) -> Vec<Node<'a>> {
        array
            .into_iter()
            .map(|value| self.node(value, depth + 1))
            .collect()
    }

    fn node(&mut self, value: Spanned<DeValue<'a>>, depth: usize) -> Node<'a> {
        let span = self.within(value.span());
        let value = value.into_inner();
        if depth > MAX_DEPTH && matches!(value, DeValue::Array(_) | DeValue::Table(_)) {
            self.too_deep.push(span.clone());
            dismantle(value);
            return Node {
                kind: Kind::Null,
                span,
            };
        }
        let kind = match value {
            DeValue::Boolean(value) => Kind::Boolean(value),
            DeValue::Integer(value) => match i64::from_str_radix(value.as_str(), value.radix()) {
                Ok(value) => Kind::Integer(value),
                Err(_) => Kind::BigInteger(self.text[span.clone()].into()),
            },
            // The parser reports what is no number, and leaves something that may not be one.
            DeValue::Float(value) => Kind::Float(value.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::String(value) => Kind::String(value),
            // The parser has reported it, and leaves nothing of it.
            DeValue::Datetime(Datetime {
                date: None,
                time: None,
                offset: None,
            }) => {
                self.wrong.insert(span.start);
                Kind::Null
            }
            DeValue::Datetime(value) => Kind::Datetime(value),
            DeValue::Array(value) => Kind::Array(self.array(value, depth)),
            DeValue::Table(value) => Kind::Table(self.table(value, depth)),
        };
        Node { kind, span }
    }

    fn within(&self, span: Span) -> Span {
        within(self.text, span)
    }
}

/// Drops what is nested too deeply, level by level: the drop of such a value would recurse.
fn dismantle(value: DeValue<'_>) {
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        match value {
            DeValue::Array(array) => rest.extend(array.into_iter().map(Spanned::into_inner)),
            DeValue::Table(table) => {
                rest.extend(table.into_iter().map(|(_, value)| value.into_inner()));
            }
            _ => {}
        }
    }
}
