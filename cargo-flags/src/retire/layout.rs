//! Lines and indentation.

use std::ops::Range;

use super::draft::Edit;
use super::view::{View, is_string};

/// Lines of a text under way.
pub(super) struct Layout<'a> {
    view: &'a View,
    text: &'a str,
}

impl<'a> Layout<'a> {
    pub(super) fn new(view: &'a View, text: &'a str) -> Self {
        Self { view, text }
    }

    /// Takes out all of a place but what is kept of it, which gets the indentation of the place.
    pub(super) fn keep(&self, place: &Range<usize>, kept: &Range<usize>) -> Vec<Edit> {
        let mut edits = vec![
            Edit::delete(place.start..kept.start),
            Edit::delete(kept.end..place.end),
        ];
        edits.extend(self.moved(kept, indentation(self.text, place.start)));
        edits
    }

    /// Lines of a piece, for another indentation.
    pub(super) fn moved(&self, piece: &Range<usize>, to: &str) -> Vec<Edit> {
        let from = indentation(self.text, piece.start).len();
        match from.checked_sub(to.len()) {
            Some(by) if by > 0 => self.outdent(piece, by),
            _ => Vec::new(),
        }
    }

    /// Moves lines to the left, but none that begins within a string.
    fn outdent(&self, range: &Range<usize>, by: usize) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (at, _) in self.text[range.clone()].match_indices('\n') {
            let start = range.start + at + 1;
            if self
                .view
                .token_at(start - 1)
                .is_some_and(|it| is_string(&it))
            {
                continue;
            }
            let line = &self.text[start..range.end];
            let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
            edits.push(Edit::delete(start..start + blank.min(by)));
        }
        edits
    }
}

/// White space at the start of the line that this place is on.
pub(super) fn indentation(text: &str, at: usize) -> &str {
    let start = line_start(text, at);
    let line = &text[start..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |it| it + 1)
}

/// A place with the lines that would be left empty without it, and an empty line that would be left
/// beside another, or at the start or end of a block.
pub(super) fn without_lines(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = line_start(text, range.start);
    let Some(end) = text[range.end..].find('\n').map(|it| range.end + it) else {
        return range.start..range.end;
    };
    if !text[start..range.start].trim().is_empty() {
        // `a(); if X { b() } c();`, or `{ if X { b() } }`.
        let after = &text[range.end..];
        let blank = after.len() - after.trim_start_matches([' ', '\t']).len();
        return if after[blank..].starts_with('\n') {
            text[..range.start].trim_end_matches([' ', '\t']).len()..range.end
        } else {
            range.start..range.end + blank
        };
    }
    // A comment behind it is about it.
    let behind = text[range.end..end].trim();
    if !behind.is_empty() && !behind.starts_with("//") {
        let after = &text[range.end..end];
        return range.start..range.end + (after.len() - after.trim_start().len());
    }
    let mut whole = start..end + 1;
    let before = &text[..start];
    let blank_before = before.trim_end_matches([' ', '\t']).ends_with("\n\n")
        || before.trim_end_matches([' ', '\t']).ends_with("\n\r\n");
    let opened = before.trim_end().ends_with('{') && !before.is_empty();
    let after = &text[whole.end..];
    let next = after.split('\n').next().unwrap_or_default().trim();
    if next.is_empty() && !after.is_empty() && (blank_before || opened || before.trim().is_empty())
    {
        whole.end += after.find('\n').map_or(after.len(), |it| it + 1);
    } else if next.starts_with(['}', ')', ']']) && blank_before {
        whole.start = before
            .trim_end_matches([' ', '\t'])
            .trim_end_matches(['\r', '\n'])
            .len()
            + 1;
    }
    whole
}
