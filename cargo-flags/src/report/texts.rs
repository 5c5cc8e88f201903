//! Lines and columns of places.

use std::collections::HashMap;
use std::path::PathBuf;

use flags_manifest::Lines;
use flags_manifest::diagnostic::{Snippet, position_among};

use crate::finding::Place;

/// Finds lines and columns; the lines of each file are looked for once.
#[derive(Debug, Default)]
pub struct Texts {
    lines: HashMap<PathBuf, Lines>,
}

/// From where to where in a file. Lines and columns count from 1, columns count characters; the end
/// is the first column that does not belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Line of the first character.
    pub line: usize,
    /// Its column.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column of the end.
    pub end_column: usize,
}

impl Texts {
    /// Lines and columns of a place; `None` for a file as a whole.
    pub fn region(&mut self, place: &Place) -> Option<Region> {
        let span = place.span.as_ref()?;
        let lines = self.lines(place);
        let (line, column) = position_among(&place.text, lines, span.start);
        let (end_line, end_column) = position_among(&place.text, lines, span.end);
        Some(Region {
            line,
            column,
            end_line,
            end_column,
        })
    }

    /// A place as it is shown to people; `None` for a file as a whole.
    pub fn snippet(&mut self, place: &Place) -> Option<Snippet> {
        let span = place.span.as_ref()?;
        Some(Snippet::new(&place.text, self.lines(place), span))
    }

    fn lines(&mut self, place: &Place) -> &Lines {
        // Most findings are of the file of the one before, whose path is not copied then.
        if !self.lines.contains_key(&place.file) {
            let lines = Lines::new(&place.text);
            self.lines.insert(place.file.clone(), lines);
        }
        &self.lines[&place.file]
    }
}
