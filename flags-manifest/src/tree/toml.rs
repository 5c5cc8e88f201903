//! TOML into the tree.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Error};

use super::{Entry, Kind, MAX_DEPTH, Node, Span, Table, too_deep, within};
use crate::diagnostic::{Diagnostic, Quoted};
use crate::lines::Lines;

impl<'a> Table<'a> {
    /// Reads a TOML document, and what the parser could make of it where its syntax is wrong.
    ///
    /// A byte-order mark at the start is skipped. Of several slips on one line the first is
    /// reported, since the others follow from it more often than not.
    #[must_use]
    pub fn from_toml(text: &'a str) -> (Self, Vec<Diagnostic>) {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut builder = Builder {
            text,
            too_deep: Vec::new(),
        };
        let table = builder.table(document.into_inner(), 1);
        let mut diagnostics = syntax_errors(text, &errors);
        // Where the parser has refused some of it already, the rest goes without saying.
        if diagnostics.is_empty() {
            diagnostics.extend(builder.too_deep.into_iter().map(too_deep));
        }
        diagnostics.sort_by_key(|diagnostic| diagnostic.span.as_ref().map(|span| span.start));
        (table, diagnostics)
    }
}

struct Builder<'a> {
    text: &'a str,
    too_deep: Vec<Span>,
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

fn syntax_errors(text: &str, errors: &[Error]) -> Vec<Diagnostic> {
    if errors.is_empty() {
        return Vec::new();
    }
    let lines = Lines::new(text);
    let mut errors: Vec<(Option<Span>, &Error)> = errors
        .iter()
        .map(|error| (error.span().map(|span| within(text, span)), error))
        .collect();
    errors.sort_by_key(|(span, _)| span.as_ref().map(|span| span.start));
    let mut seen = BTreeSet::new();
    // Up to here keys stand twice because their table does.
    let mut repeated_until = 0;
    let mut diagnostics = Vec::new();
    for (span, error) in errors {
        let message = error.message();
        let Some(span) = span else {
            diagnostics.push(syntax(message, None));
            continue;
        };
        if !seen.insert(lines.line(span.start)) {
            continue;
        }
        if message.contains("recurs") {
            diagnostics.push(too_deep(span));
        } else if message == "duplicate key" {
            if span.start < repeated_until {
                continue;
            }
            if in_header(text, span.start) {
                repeated_until = next_header(text, span.end);
            }
            let key = Quoted(&text[span.clone()]);
            diagnostics.push(syntax(
                &format!("{key} stands here a second time"),
                Some(span),
            ));
        } else {
            diagnostics.push(no_value(text, &span).unwrap_or_else(|| syntax(message, Some(span))));
        }
    }
    diagnostics
}

/// What stands where a value should: nothing, or a bare word. The parser takes a word that begins
/// like `nan` for a float, and so on.
fn no_value(text: &str, span: &Span) -> Option<Diagnostic> {
    let before = text[..span.start].trim_end_matches([' ', '\t']);
    let after_equals = before.ends_with('=');
    if !after_equals && !before.ends_with(['[', ',']) {
        return None;
    }
    let rest = &text[span.start..];
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let word = &rest[..rest.find(|c: char| !in_word(c)).unwrap_or(rest.len())];
    if word.is_empty() {
        let nothing = after_equals && rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        return (nothing || (after_equals && rest.is_empty()))
            .then(|| syntax("a value is missing after `=`", Some(span.clone())));
    }
    if !word.starts_with(char::is_alphabetic) {
        return None;
    }
    let help = match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" => Some("write `true`".to_owned()),
        "false" | "no" | "off" | "n" => Some("write `false`".to_owned()),
        "null" | "none" | "nil" => Some("leave the key out".to_owned()),
        _ => None,
    };
    Some(Diagnostic {
        help,
        ..syntax(
            &format!("{} is no value, and a string needs quotes", Quoted(word)),
            Some(span.start..span.start + word.len()),
        )
    })
}

fn syntax(message: &str, span: Option<Span>) -> Diagnostic {
    Diagnostic {
        message: format!("TOML syntax: {message}"),
        span,
        help: None,
    }
}

/// Whether the line of a place is a table's header.
fn in_header(text: &str, offset: usize) -> bool {
    let start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
    text[start..]
        .trim_start_matches([' ', '\t'])
        .starts_with('[')
}

fn next_header(text: &str, offset: usize) -> usize {
    text[offset..]
        .find("\n[")
        .map_or(text.len(), |at| offset + at)
}
