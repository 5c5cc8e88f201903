//! Names that stand twice in a table.

use std::collections::{BTreeSet, HashMap};

use toml::de::{DeTable, DeValue};

use super::{Kind, Node, Span, Table, syntax::syntax};
use crate::diagnostic::{Diagnostic, Quoted};
use crate::lines::Lines;

/// How often the first of two is looked for, each time through all of the text.
const MAX_SEARCHES: usize = 20;

/// A finding for each name that stands a second time, one on a line.
pub(super) fn slips(text: &str, table: &Table<'_>, mut spans: Vec<Span>) -> Vec<Diagnostic> {
    if spans.is_empty() {
        return Vec::new();
    }
    spans.sort_by_key(|span| span.start);
    let lines = Lines::new(text);
    let mut seen = BTreeSet::new();
    // Up to here names stand twice because their table does.
    let mut repeated_until = 0;
    let mut first_headers: HashMap<Vec<String>, u32> = HashMap::new();
    let mut searches = 0..MAX_SEARCHES;
    let mut slips = Vec::new();
    for span in spans {
        if span.start < repeated_until || !seen.insert(lines.line(span.start)) {
            continue;
        }
        let line_start = lines.start(span.start);
        let in_header = text[line_start..]
            .trim_start_matches([' ', '\t'])
            .starts_with('[');
        let first = if in_header {
            repeated_until = next_header(text, span.end);
            header(text, span.start).and_then(|path| {
                if let Some(&line) = first_headers.get(&path) {
                    return Some(line);
                }
                searches.next()?;
                let before = Table::from_toml(&text[..line_start]).0;
                let line = lines.line(find(&before, &path, span.start)?.start);
                first_headers.insert(path, line);
                Some(line)
            })
        } else {
            searches.next().and_then(|_| {
                let first = first_key(text, table, line_start, &span)?;
                Some(lines.line(first.start))
            })
        };
        let name = Quoted(&text[span.clone()]);
        let message = match first {
            Some(line) => format!("{name} stands here a second time; the first is on line {line}"),
            None => format!("{name} stands here a second time"),
        };
        slips.push(syntax(&message, Some(span)));
    }
    slips
}

/// Where the first key of that name stands in the same table.
fn first_key(text: &str, table: &Table<'_>, line_start: usize, span: &Span) -> Option<Span> {
    let first = match inline_table(table, text, span.start) {
        Some(table) => find(table, &keys(&text[span.clone()])?, span.start),
        None => {
            let mut path = header_above(text, line_start).unwrap_or_default();
            path.extend(keys(&text[line_start..span.end])?);
            find(table, &path, span.start)
        }
    };
    first.filter(|first| first.start < span.start)
}

/// The innermost `{ … }` around a place.
fn inline_table<'t, 'a>(table: &'t Table<'a>, text: &str, at: usize) -> Option<&'t Table<'a>> {
    let mut found = None;
    let mut rest: Vec<&Node<'_>> = table.entries.iter().map(|entry| &entry.value).collect();
    while let Some(node) = rest.pop() {
        match &node.kind {
            Kind::Table(table) => {
                if text[node.span.start..].starts_with('{') {
                    if !node.span.contains(&at) {
                        continue;
                    }
                    found = Some(table);
                }
                rest.extend(table.entries.iter().map(|entry| &entry.value));
            }
            Kind::Array(nodes) => rest.extend(nodes),
            _ => {}
        }
    }
    found
}

/// Where the name at the end of a path stands; in a list of tables, within the last before `at`.
fn find(table: &Table<'_>, path: &[String], at: usize) -> Option<Span> {
    let (last, parents) = path.split_last()?;
    let mut table = table;
    for name in parents {
        let mut node = &table.get(name)?.value;
        if let Kind::Array(nodes) = &node.kind {
            node = nodes.iter().rfind(|node| node.span.start < at)?;
        }
        table = node.as_table()?;
    }
    table.get(last).map(|entry| entry.name_span.clone())
}

/// The names in the header at the line of a place.
fn header(text: &str, at: usize) -> Option<Vec<String>> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next()?;
    let (document, errors) = DeTable::parse_recoverable(line);
    errors.is_empty().then(|| chain(document.into_inner()))
}

/// The names in the last header before a line.
fn header_above(text: &str, line_start: usize) -> Option<Vec<String>> {
    let mut end = line_start;
    while let Some(before) = text[..end].strip_suffix('\n') {
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        if before[start..]
            .trim_start_matches([' ', '\t', '\u{feff}'])
            .starts_with('[')
            && let Some(path) = header(text, start)
        {
            return Some(path);
        }
        end = start;
    }
    None
}

/// The names in a dotted key.
fn keys(key: &str) -> Option<Vec<String>> {
    let line = format!("{key} = 0");
    let (document, errors) = DeTable::parse_recoverable(&line);
    errors.is_empty().then(|| chain(document.into_inner()))
}

/// The names of tables within each other, down to the innermost.
fn chain(mut table: DeTable<'_>) -> Vec<String> {
    let mut names = Vec::new();
    while let Some((name, value)) = std::mem::take(&mut table).into_iter().next() {
        names.push(name.into_inner().into_owned());
        match value.into_inner() {
            DeValue::Table(inner) => table = inner,
            DeValue::Array(mut array) => {
                if let Some(DeValue::Table(inner)) = array.first_mut().map(|node| node.get_mut()) {
                    table = std::mem::take(inner);
                }
            }
            _ => {}
        }
    }
    names
}

fn next_header(text: &str, offset: usize) -> usize {
    text[offset..]
        .find("\n[")
        .map_or(text.len(), |at| offset + at)
}
