//! The text of a string literal, and where each part of it is written.

use std::ops::Range;

use ra_ap_syntax::SyntaxToken;
use ra_ap_syntax::ast::{self, AstToken as _, IsString as _};

use crate::code::path::bytes;

/// A string literal.
#[derive(Clone, Debug)]
pub(super) struct Literal {
    pub(super) text: String,
    /// Where each character of the text is in the file, and the end: place in the text, place in the
    /// file.
    places: Vec<(usize, usize)>,
}

impl Literal {
    pub(super) fn of(token: &SyntaxToken) -> Option<Self> {
        let string = ast::String::cast(token.clone())?;
        let start = usize::from(token.text_range().start());
        let contents = bytes(string.text_range_between_quotes()?);
        let mut text = String::new();
        let mut places = Vec::new();
        if string.is_raw() {
            text.push_str(&token.text()[contents.start - start..contents.end - start]);
            places.extend((text.char_indices()).map(|(at, _)| (at, contents.start + at)));
        } else {
            string.escaped_char_ranges(&mut |range, character| {
                if let Ok(character) = character {
                    places.push((text.len(), start + usize::from(range.start())));
                    text.push(character);
                }
            });
        }
        places.push((text.len(), contents.end));
        Some(Self { text, places })
    }

    /// Where a part of the text is written.
    pub(super) fn place(&self, part: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let index = self.places.partition_point(|(text, _)| *text < at);
            self.places[index.min(self.places.len() - 1)].1
        };
        place(part.start)..place(part.end)
    }
}
