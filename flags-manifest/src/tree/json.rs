//! JSON into the tree.

use std::collections::HashMap;

use jsonc_parser::ast::{Array, Object, ObjectPropName, Value};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{Entry, Kind, MAX_DEPTH, Node, Span, Table, too_deep};
use crate::diagnostic::{Diagnostic, Quoted};
use crate::lines::Lines;

pub(crate) mod quick;

/// RFC 8259 and nothing beyond it.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

impl<'a> Table<'a> {
    /// Reads a JSON document: an object, or nothing at all, which is an empty one.
    ///
    /// A byte-order mark at the start is skipped. The parser stops at the first error of syntax;
    /// names that stand twice are reported all at once.
    #[must_use]
    pub fn from_json(text: &'a str) -> (Self, Vec<Diagnostic>) {
        let json = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut builder = Builder {
            text,
            json,
            lines: Lines::new(text),
            diagnostics: Vec::new(),
        };
        let table = builder.document();
        builder
            .diagnostics
            .sort_by_key(|diagnostic| diagnostic.span.as_ref().map(|span| span.start));
        (table, builder.diagnostics)
    }
}

struct Builder<'a> {
    text: &'a str,
    /// The text without its byte-order mark.
    json: &'a str,
    lines: Lines,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    fn document(&mut self) -> Table<'a> {
        if self.json.trim_ascii().is_empty() {
            return Table::default();
        }
        match parse_to_ast(self.json, &CollectOptions::default(), &STRICT) {
            Ok(document) => match document.value {
                Some(Value::Object(object)) => return self.object(object, 1),
                Some(other) => {
                    let span = self.span(other.range());
                    self.report(span, "the file must be a JSON object");
                }
                None => {}
            },
            Err(error) => {
                let span = self.span(error.range());
                match error.kind() {
                    ParseErrorKind::NestingDepthExceeded => self.diagnostics.push(too_deep(span)),
                    kind => {
                        let problem = lower_first(&kind.to_string());
                        self.report(span, format!("JSON syntax: {problem}"));
                    }
                }
            }
        }
        Table::default()
    }

    fn object(&mut self, object: Object<'a>, depth: usize) -> Table<'a> {
        let mut first: HashMap<String, Span> = HashMap::with_capacity(object.properties.len());
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(object.properties.len());
        for property in object.properties {
            let (name, range) = match property.name {
                ObjectPropName::String(literal) => (literal.value, literal.range),
                ObjectPropName::Word(literal) => (literal.value.into(), literal.range),
            };
            let name_span = self.span(range);
            self.control_characters(&name_span);
            let value = self.node(property.value, depth + 1);
            if let Some(earlier) = first.get(name.as_ref()) {
                let line = self.lines.line(earlier.start);
                let message = format!(
                    "JSON syntax: duplicate key {}, first on line {line}",
                    Quoted(&name)
                );
                self.report(name_span, message);
                continue;
            }
            first.insert(name.clone().into_owned(), name_span.clone());
            entries.push(Entry {
                name,
                name_span,
                value,
            });
        }
        Table { entries }
    }

    fn array(&mut self, array: Array<'a>, depth: usize) -> Vec<Node<'a>> {
        array
            .elements
            .into_iter()
            .map(|value| self.node(value, depth + 1))
            .collect()
    }

    fn node(&mut self, value: Value<'a>, depth: usize) -> Node<'a> {
        let span = self.span(value.range());
        // The parser's own bound on nesting keeps the drop of what is cut off here shallow.
        if depth > MAX_DEPTH && matches!(value, Value::Object(_) | Value::Array(_)) {
            self.diagnostics.push(too_deep(span.clone()));
            return Node {
                kind: Kind::Null,
                span,
            };
        }
        let kind = match value {
            Value::StringLit(literal) => {
                self.control_characters(&span);
                Kind::String(literal.value)
            }
            Value::NumberLit(literal) => number(literal.value),
            Value::BooleanLit(literal) => Kind::Boolean(literal.value),
            Value::Object(object) => Kind::Table(self.object(object, depth)),
            Value::Array(array) => Kind::Array(self.array(array, depth)),
            Value::NullKeyword(_) => Kind::Null,
        };
        Node { kind, span }
    }

    /// The parser lets line ends and the like stand in strings; RFC 8259 does not.
    fn control_characters(&mut self, span: &Span) {
        let text = &self.text[span.clone()];
        if let Some(offset) = text.find(|character: char| character < ' ') {
            let start = span.start + offset;
            let message = "JSON syntax: a control character in a string must be escaped";
            self.report(start..start + 1, message);
        }
    }

    fn report(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic {
            message: message.into(),
            span: Some(span),
            help: None,
        });
    }

    fn span(&self, range: Range) -> Span {
        let skipped = self.text.len() - self.json.len();
        super::within(self.text, range.start + skipped..range.end + skipped)
    }
}

fn number(text: &str) -> Kind<'_> {
    if text.contains(['.', 'e', 'E']) {
        // What does not fit becomes infinite, which no feature can be.
        return Kind::Float(text.parse().unwrap_or(f64::NAN));
    }
    match text.parse() {
        Ok(value) => Kind::Integer(value),
        Err(_) => Kind::BigInteger(text.into()),
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(characters).collect()
    })
}
