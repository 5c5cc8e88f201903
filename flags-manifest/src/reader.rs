//! Entries of a table, read as what they must be; each reports what it is not.

use std::fmt::{self, Display, Write as _};

use toml_datetime::Datetime;

use crate::diagnostic::{Escaped, OneOf, Quoted};
use crate::findings::Findings;
use crate::model::Date;
use crate::tree::{Entry, Kind, Node, Table};

/// What a message speaks of: `` feature `x` ``, or something in it.
pub(crate) type What<'a> = &'a dyn Named;

pub(crate) trait Named: Display {
    /// Writes the name; whether it ends in a path whose backtick is still to be closed.
    fn open(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error>;
}

/// Something within something else: `` feature `x`: `environments.production` ``.
pub(crate) struct In<'a>(pub(crate) What<'a>, pub(crate) &'a str);

impl Named for In<'_> {
    fn open(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        let opened = self.0.open(f)?;
        f.write_str(if opened { "." } else { ": `" })?;
        write!(f, "{}", Escaped(self.1))?;
        Ok(true)
    }
}

impl Display for In<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.open(f)?;
        f.write_char('`')
    }
}

/// What the caller of a public function calls it: `` feature `x` ``, or with a path after it.
pub(crate) struct Called<'a>(pub(crate) &'a str);

impl Named for Called<'_> {
    fn open(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        match self.0.strip_suffix('`') {
            Some(open) if open.contains(": `") => f.write_str(open).map(|()| true),
            _ => f.write_str(self.0).map(|()| false),
        }
    }
}

impl Display for Called<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// An entry of a list.
pub(crate) struct Each<'a>(pub(crate) What<'a>);

impl Named for Each<'_> {
    fn open(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        self.fmt(f)?;
        Ok(false)
    }
}

impl Display for Each<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: each entry", self.0)
    }
}

impl Named for String {
    fn open(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        self.fmt(f)?;
        Ok(false)
    }
}

impl Named for &str {
    fn open(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        self.fmt(f)?;
        Ok(false)
    }
}

impl Named for fmt::Arguments<'_> {
    fn open(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        self.fmt(f)?;
        Ok(false)
    }
}

/// Reports a name that the table does not know.
pub(crate) fn unknown(findings: &mut Findings, entry: &Entry<'_>, what: What<'_>, known: &[&str]) {
    findings.report_with_suggestion(
        &entry.name_span,
        format!(
            "{what}: unknown key {}, expected {}",
            Quoted(&entry.name),
            OneOf(known, "or")
        ),
        &entry.name,
        known.iter().copied(),
    );
}

pub(crate) fn table<'t, 'a>(
    findings: &mut Findings,
    node: &'t Node<'a>,
    what: What<'_>,
) -> Option<&'t Table<'a>> {
    if let Kind::Table(table) = &node.kind {
        return Some(table);
    }
    findings.mismatch(node, what, "a table");
    None
}

pub(crate) fn list<'t, 'a>(
    findings: &mut Findings,
    node: &'t Node<'a>,
    what: What<'_>,
    wanted: &str,
) -> Option<&'t [Node<'a>]> {
    if let Kind::Array(nodes) = &node.kind {
        return Some(nodes);
    }
    findings.mismatch(node, what, wanted);
    None
}

pub(crate) fn boolean(findings: &mut Findings, node: &Node<'_>, what: What<'_>) -> Option<bool> {
    if let Kind::Boolean(value) = node.kind {
        return Some(value);
    }
    findings.mismatch(node, what, "`true` or `false`");
    None
}

/// Text that says something: not empty, not only spaces.
pub(crate) fn text<'t>(
    findings: &mut Findings,
    node: &'t Node<'_>,
    what: What<'_>,
) -> Option<&'t str> {
    let Some(text) = node.as_str() else {
        findings.mismatch(node, what, "a string");
        return None;
    };
    if text.trim().is_empty() {
        findings.report(&node.span, format!("{what} must not be empty"));
        return None;
    }
    Some(text)
}

/// One of a few words, by its index.
pub(crate) fn word(
    findings: &mut Findings,
    node: &Node<'_>,
    what: What<'_>,
    words: &[&str],
) -> Option<usize> {
    let Some(text) = node.as_str() else {
        findings.mismatch(node, what, &OneOf(words, "or").to_string());
        return None;
    };
    let found = words.iter().position(|word| *word == text);
    if found.is_none() {
        findings.report_with_suggestion(
            &node.span,
            format!(
                "{what} must be {}, found {}",
                OneOf(words, "or"),
                Quoted(text)
            ),
            text,
            words.iter().copied(),
        );
    }
    found
}

/// A day, as TOML writes it, without a time; JSON writes it as text.
pub(crate) fn date(findings: &mut Findings, node: &Node<'_>, what: What<'_>) -> Option<Date> {
    if let Kind::Datetime(Datetime {
        date: Some(date),
        time: None,
        offset: None,
    }) = node.kind
    {
        return Some(Date {
            year: date.year,
            month: date.month,
            day: date.day,
        });
    }
    let message = format!(
        "{what} must be a date such as 2027-06-30, found {}",
        node.describe()
    );
    match node.as_str().map(str::parse::<Datetime>) {
        Some(Ok(Datetime {
            date: Some(date),
            time: None,
            ..
        })) => findings.report_with_help(
            &node.span,
            message,
            format!("write it without quotes: {date}"),
        ),
        _ => findings.report(&node.span, message),
    }
    None
}

/// Reports that `key` is missing, at the header of the table it is missing in.
pub(crate) fn missing(
    findings: &mut Findings,
    text: &str,
    entry: &Entry<'_>,
    what: What<'_>,
    missing: &str,
) {
    findings.report(
        &entry.header(text),
        format!("{what} has no {}", Quoted(missing)),
    );
}
