//! The source line under a finding, with its caret.

use std::fmt::Write as _;

use crate::lines::Lines;
use crate::tree::Span;

/// Characters shown of a line; of a longer one, those around the caret.
const MAX_WIDTH: usize = 120;
/// Characters shown before the caret in a line that is cut.
const BEFORE_CARET: usize = 40;

/// A place in a text as it is shown to people: its line, with what is marked of it. For programs
/// that show it in a look of their own; [`Diagnostic::render`](super::Diagnostic::render) has one.
///
/// ```
/// use flags_manifest::Lines;
/// use flags_manifest::diagnostic::Snippet;
///
/// let text = "[features.crazy]\ndefualt = true\n";
/// let snippet = Snippet::new(text, &Lines::new(text), &(17..24));
/// assert_eq!((snippet.line, snippet.column), (2, 1));
/// assert_eq!(snippet.source, "defualt = true");
/// assert_eq!((snippet.indent.as_str(), snippet.marks), ("", 7));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// Number of the line, from 1.
    pub line: usize,
    /// Number of the place's character in the line, from 1.
    pub column: usize,
    /// The line, or what is around the place in a long one, with nothing in it that would move a
    /// terminal's cursor.
    pub source: String,
    /// Blanks as wide as what stands before the place in [`Snippet::source`].
    pub indent: String,
    /// How wide the place is in [`Snippet::source`], at least 1.
    pub marks: usize,
}

impl Snippet {
    /// Of these bytes of the text, whose lines are known.
    #[must_use]
    pub fn new(text: &str, lines: &Lines, span: &Span) -> Self {
        let place = locate(text, lines, span.start);

        // A whole state file may be one line, of which no more is looked at than may be shown.
        let (before, after) = place.text.split_at(place.at);
        let mut characters: Vec<char> = before.chars().rev().take(MAX_WIDTH).collect();
        characters.reverse();
        let caret = characters.len();
        characters.extend(after.chars().take(MAX_WIDTH + 1));
        for character in &mut characters {
            *character = printable(*character);
        }
        let marked = marked(text, span, &place).max(1);
        let window = window(characters.len(), caret);
        let cut_before = window.start > 0 || place.column - 1 > caret;
        let cut_after = window.end < characters.len();

        let mut source = String::new();
        let mut indent = String::new();
        if cut_before {
            source.push('…');
            indent.push(' ');
        }
        source.extend(&characters[window.clone()]);
        if cut_after {
            source.push('…');
        }
        source.truncate(source.trim_end_matches([' ', '\t']).len());
        for character in &characters[window.start..caret] {
            match character {
                '\t' => indent.push('\t'),
                other => indent.extend(std::iter::repeat_n(' ', width(*other))),
            }
        }
        let marked_end = (caret + marked).min(window.end);
        let marks = characters
            .get(caret..marked_end)
            .map_or(0, |marked| marked.iter().map(|c| width(*c)).sum());
        Self {
            line: place.line,
            column: place.column,
            source,
            indent,
            marks: marks.max(1),
        }
    }

    /// Writes place, line and carets, and returns the width of the line number.
    pub(super) fn write(&self, shown: &mut String, path: &str) -> usize {
        let Self { line, column, .. } = self;
        let gutter = line.to_string().len();
        let _ = write!(shown, "\n{:gutter$}--> {path}:{line}:{column}", "");
        let _ = write!(shown, "\n{:gutter$} |", "");
        let _ = write!(shown, "\n{line} | {}", self.source);
        shown.truncate(shown.trim_end_matches([' ', '\t']).len());
        let _ = write!(shown, "\n{:gutter$} | {}", "", self.indent);
        shown.extend(std::iter::repeat_n('^', self.marks));
        gutter
    }
}

/// Line of a place, and where in it.
pub(super) struct Place<'a> {
    pub(super) line: usize,
    pub(super) column: usize,
    /// The line without its end, and without a byte-order mark.
    text: &'a str,
    /// Where `text` starts, in bytes.
    start: usize,
    /// Where the place is in `text`, in bytes; at most its end.
    at: usize,
}

pub(super) fn locate<'a>(text: &'a str, lines: &Lines, offset: usize) -> Place<'a> {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let line = lines.line(offset) as usize;
    let mut start = lines.start(offset);
    if start == 0 && text.starts_with('\u{feff}') {
        start = '\u{feff}'.len_utf8();
        offset = offset.max(start);
    }
    let column = text[start..offset].chars().count() + 1;
    let rest = &text[start..];
    let rest = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let rest = rest.strip_suffix('\r').unwrap_or(rest);
    Place {
        line,
        column,
        text: rest,
        start,
        at: (offset - start).min(rest.len()),
    }
}

/// Characters of the first line that the span covers.
fn marked(text: &str, span: &Span, place: &Place<'_>) -> usize {
    let line_end = place.start + place.text.len();
    let from = span.start.clamp(place.start, line_end);
    let to = span.end.clamp(from, line_end);
    text.get(from..to)
        .map_or(0, |marked| marked.chars().count())
}

fn window(length: usize, caret: usize) -> Span {
    if length <= MAX_WIDTH {
        return 0..length;
    }
    let start = caret.saturating_sub(BEFORE_CARET).min(length - MAX_WIDTH);
    start..start + MAX_WIDTH
}

/// A line of the user's must not move the terminal's cursor, nor hide its own order.
fn printable(character: char) -> char {
    if character != '\t' && (character.is_control() || reorders(character)) {
        '\u{fffd}'
    } else {
        character
    }
}

/// Characters that change the direction of what follows.
pub(super) fn reorders(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Columns that a terminal gives a character, near enough for a caret.
fn width(character: char) -> usize {
    match u32::from(character) {
        0x0300..=0x036f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1f64f
        | 0x1f680..=0x1f6ff
        | 0x1f900..=0x1faff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}
