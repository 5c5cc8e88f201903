//! A TOML state file without a fault in it, read header by header: what one feature's tables take while
//! they are parsed is given back before the next one's, so that a large file takes no more than its
//! text, and each entry the same time.
//!
//! Whatever is wrong or out of the ordinary is `None` here: [`Table::from_toml`] reads it then, and says
//! what it is.

use std::ops::Range;

use toml::de::DeTable;

use super::Document;
use crate::tree::member::Member;
use crate::tree::{Entry, Kind, MAX_DEPTH, Node, Span, Table};

/// What was found of a text.
pub(crate) struct Pieces<'a> {
    /// What stands beside the features.
    pub(crate) others: Vec<Entry<'a>>,
    /// Each feature's name and tables, which stand in one piece. A name may be there twice.
    pub(crate) features: Vec<Member>,
}

impl<'a> Pieces<'a> {
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        let mut found = Self {
            others: Vec::new(),
            features: Vec::new(),
        };
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let (mut owner, mut piece) = (Owner::Nobody, 0);
        let mut at = start;
        while at < text.len() {
            if let Some(next) = Owner::of_line(text, at)
                && !next.is_same_as(&owner, text)
            {
                found.take(text, piece..at, owner)?;
                (owner, piece) = (next, at);
            }
            at = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        }
        found.take(text, piece..text.len(), owner)?;
        Some(found)
    }

    /// A piece of the text is valid by itself. None is cut off in the middle of a value, since what is
    /// before the cut would lack its end then.
    fn take(&mut self, text: &'a str, piece: Range<usize>, owner: Owner) -> Option<()> {
        if let Owner::Feature(name) = owner {
            let here = name.start - piece.start..name.end - piece.start;
            is_feature(&text[piece.clone()], &here)?;
            self.features.push(Member::new(name, piece)?);
            return Some(());
        }
        let table = parse(&text[piece.clone()])?;
        for mut entry in table.entries {
            let is_twice = self.others.iter().any(|other| other.name == entry.name);
            if is_twice || entry.name == "features" {
                return None;
            }
            move_entry(&mut entry, piece.start);
            self.others.push(entry);
        }
        Some(())
    }
}

/// The entry of a feature that [`Pieces::read`] has found.
pub(crate) fn entry<'a>(text: &'a str, member: &Member) -> Option<Entry<'a>> {
    let piece = member.value();
    let mut entry = only_feature(parse(&text[piece.clone()])?)?;
    move_entry(&mut entry, piece.start);
    Some(entry)
}

/// Where a name was written, with its quotes.
pub(crate) fn quoted(text: &str, name: &Range<usize>) -> Span {
    let quotes = usize::from(matches!(text.as_bytes().get(name.end), Some(b'"' | b'\'')));
    name.start - quotes..name.end + quotes
}

/// Whose table a header begins.
enum Owner {
    Nobody,
    /// With the place of the name.
    Feature(Range<usize>),
    Other(Range<usize>),
}

impl Owner {
    /// Who owns what stands below a line, where that is a header in its most frequent form. Any other
    /// is left in the piece that it stands in, which shows it when that is parsed.
    fn of_line(text: &str, line: usize) -> Option<Self> {
        let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
        let blanks = text.as_bytes()[line..].iter().take_while(is_blank).count();
        let start = line + blanks;
        if text.as_bytes().get(start) != Some(&b'[') {
            return None;
        }
        let section = bare(text, start + 1);
        match text.as_bytes().get(section.end)? {
            _ if section.is_empty() => None,
            b'.' if text[section.clone()] == *"features" => {
                key(text, section.end + 1).map(Self::Feature)
            }
            // Farther in, it is rather the item of a list.
            b'.' | b']' if blanks == 0 => Some(Self::Other(section)),
            _ => None,
        }
    }

    fn is_same_as(&self, other: &Self, text: &str) -> bool {
        match (self, other) {
            (Self::Feature(one), Self::Feature(other)) | (Self::Other(one), Self::Other(other)) => {
                text[one.clone()] == text[other.clone()]
            }
            _ => false,
        }
    }
}

/// A key without escapes, and without its quotes; a dot or a bracket is behind it.
fn key(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let (name, end) = match bytes.get(at)? {
        quote @ (b'"' | b'\'') => {
            let rest = &bytes[at + 1..];
            let length = rest
                .iter()
                .position(|byte| byte == quote || matches!(byte, b'\\' | b'\n'))?;
            let name = at + 1..at + 1 + length;
            (bytes[name.end] == *quote).then_some((name.clone(), name.end + 1))?
        }
        _ => {
            let name = bare(text, at);
            (!name.is_empty()).then_some((name.clone(), name.end))?
        }
    };
    matches!(bytes.get(end), Some(b'.' | b']')).then_some(name)
}

/// A bare key, as far as it goes.
fn bare(text: &str, at: usize) -> Range<usize> {
    let in_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let rest = &text.as_bytes()[at..];
    let length = rest.iter().position(|byte| !in_key(byte));
    at..at + length.unwrap_or(rest.len())
}

/// Whether there is nothing in a piece but one feature of this name. It does not become a tree for that,
/// since it will when somebody asks for it.
fn is_feature(piece: &str, name: &Range<usize>) -> Option<()> {
    let is_bracket = |byte: &u8| matches!(byte, b'[' | b'{' | b'.');
    if piece.bytes().filter(is_bracket).count() >= MAX_DEPTH {
        // It may be nested too deeply, which is found in the tree.
        parse(piece)?;
    }
    let (document, errors) = DeTable::parse_recoverable(piece);
    let document = document.into_inner();
    let (section, features) = document.iter().next()?;
    let features = features.get_ref().as_table()?;
    let (feature, _) = features.iter().next()?;
    let is_only = errors.is_empty() && document.len() == 1 && features.len() == 1;
    let is_named = section.get_ref() == "features" && *feature.get_ref() == piece[name.clone()];
    (is_only && is_named && feature.span() == quoted(piece, name)).then_some(())
}

fn parse(piece: &str) -> Option<Table<'_>> {
    let document = Document::read(piece);
    (document.syntax.is_empty() && document.slips.is_empty()).then_some(document.table)
}

/// The one feature in a table of one section.
fn only_feature(table: Table<'_>) -> Option<Entry<'_>> {
    let features = only(table)?;
    match features.value.kind {
        Kind::Table(table) if features.name == "features" => only(table),
        _ => None,
    }
}

fn only(table: Table<'_>) -> Option<Entry<'_>> {
    let mut entries = table.entries.into_iter();
    let first = entries.next()?;
    entries.next().is_none().then_some(first)
}

fn move_entry(entry: &mut Entry<'_>, by: usize) {
    entry.name_span = moved(entry.name_span.clone(), by);
    move_node(&mut entry.value, by);
}

fn move_node(node: &mut Node<'_>, by: usize) {
    node.span = moved(node.span.clone(), by);
    match &mut node.kind {
        Kind::Array(nodes) => nodes.iter_mut().for_each(|node| move_node(node, by)),
        Kind::Table(table) => {
            for entry in &mut table.entries {
                move_entry(entry, by);
            }
        }
        _ => {}
    }
}

const fn moved(span: Span, by: usize) -> Span {
    span.start + by..span.end + by
}

#[cfg(test)]
mod tests;
