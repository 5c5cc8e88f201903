//! The tags of a template, and the names in them.

use std::ops::Range;

use ra_ap_syntax::SmolStr;

use crate::code::path::{Path, Segment};

/// What tags look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Syntax {
    pub(super) block: (String, String),
    pub(super) expression: (String, String),
    pub(super) comment: (String, String),
}

impl Default for Syntax {
    fn default() -> Self {
        let pair = |open: &str, close: &str| (open.to_owned(), close.to_owned());
        Self {
            block: pair("{%", "%}"),
            expression: pair("{{", "}}"),
            comment: pair("{#", "#}"),
        }
    }
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// Whether it is a block, `{% … %}`, or an expression.
    pub(super) is_block: bool,
    /// What is between its ends.
    pub(super) inside: Range<usize>,
}

/// Words before a name that is the template's own.
const NAMING: [&str; 4] = ["block", "endblock", "endmacro", "macro"];

/// A word, a literal or a sign within a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    /// In quotes, which are part of it.
    Text,
    /// `::`, or a single character.
    Sign,
}

impl Syntax {
    /// The tags of a text. What is in comments and in `raw` is none.
    pub(super) fn tags(&self, text: &str) -> Vec<Tag> {
        let mut tags = Vec::new();
        let mut at = 0;
        let mut is_raw = false;
        while let Some((open, kind)) = self.next(text, at) {
            let (_, close) = [&self.block, &self.expression, &self.comment][kind];
            let (start, _) = [&self.block, &self.expression, &self.comment][kind];
            let inside = open + start.len();
            let end = match kind {
                2 => self.end_of_comment(text, inside),
                _ => end_of_tag(text, inside, close),
            };
            let Some(end) = end else {
                // It never ends: the template does not compile.
                break;
            };
            at = end + close.len();
            let tag = Tag {
                is_block: kind == 0,
                inside: inside..end,
            };
            let word = first_word(text, &tag);
            match (is_raw, word) {
                (true, Some("endraw")) => is_raw = false,
                // The text of `raw` may hold what looks like the start of a tag.
                (true, _) => at = inside,
                (false, Some("raw")) if tag.is_block => is_raw = true,
                (false, _) if kind < 2 => tags.push(tag),
                (false, _) => {}
            }
        }
        tags
    }

    /// The next start of a tag: where, and whether of a block, an expression or a comment.
    fn next(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        [&self.block, &self.expression, &self.comment]
            .into_iter()
            .enumerate()
            .filter_map(|(kind, (open, _))| Some((from + text.get(from..)?.find(open)?, kind)))
            .min()
    }

    /// Comments may hold comments.
    fn end_of_comment(&self, text: &str, from: usize) -> Option<usize> {
        let (open, close) = &self.comment;
        let mut depth = 1;
        let mut at = from;
        loop {
            let end = at + text[at..].find(close)?;
            match text[at..end].find(open) {
                Some(inner) => {
                    depth += 1;
                    at += inner + open.len();
                }
                None if depth == 1 => return Some(end),
                None => {
                    depth -= 1;
                    at = end + close.len();
                }
            }
        }
    }
}

/// The end of a tag; not one in a text in quotes.
fn end_of_tag(text: &str, from: usize, close: &str) -> Option<usize> {
    let plain = from + text[from..].find(close)?;
    let mut at = from;
    while at < text.len() {
        if text[at..].starts_with(close) {
            return Some(at);
        }
        let character = text[at..].chars().next()?;
        at += match character {
            '"' => match length_of_text(&text[at..], character) {
                Some(length) => length,
                // A quote without an end is none.
                None => return Some(plain),
            },
            other => other.len_utf8(),
        };
    }
    Some(plain)
}

fn length_of_text(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if character == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn first_word<'a>(text: &'a str, tag: &Tag) -> Option<&'a str> {
    let token = tokens(text, &tag.inside)
        .into_iter()
        .find(|token| token.kind == Kind::Name)?;
    Some(token.text)
}

/// The tokens of a tag.
pub(super) fn tokens<'a>(text: &'a str, inside: &Range<usize>) -> Vec<Token<'a>> {
    let mut tokens = Vec::new();
    let mut at = inside.start;
    while let Some(character) = text[at..inside.end].chars().next() {
        let rest = &text[at..inside.end];
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let (kind, length) = match character {
            '"' => (Kind::Text, length_of_text(rest, '"')),
            '\'' => (Kind::Text, length_of_text(rest, '\'')),
            _ if is_name(character) => {
                (Kind::Name, rest.find(|c| !is_name(c)).or(Some(rest.len())))
            }
            ':' if rest.starts_with("::") => (Kind::Sign, Some(2)),
            _ => (Kind::Sign, None),
        };
        let length = length.unwrap_or(character.len_utf8());
        if !character.is_whitespace() {
            tokens.push(Token {
                kind,
                text: &rest[..length],
                at,
            });
        }
        at += length;
    }
    tokens
}

/// The paths among these tokens, as Rust has them: fields and methods are none.
pub(super) fn paths(tokens: &[Token<'_>]) -> Vec<Path> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].kind != Kind::Name {
            at += 1;
            continue;
        }
        let before = at.checked_sub(1).map(|before| tokens[before].text);
        let first = at;
        let mut segments = vec![segment(&tokens[at])];
        while let [colons, name, ..] = &tokens[at + 1..]
            && colons.text == "::"
            && name.kind == Kind::Name
        {
            segments.push(segment(name));
            at += 2;
        }
        at += 1;
        let is_range = first > 1 && tokens[first - 2].text == ".";
        let is_field = before == Some(".") && !is_range;
        if !is_field && !before.is_some_and(|word| NAMING.contains(&word)) {
            paths.push(Path {
                global: before == Some("::"),
                segments,
            });
        }
    }
    paths
}

fn segment(token: &Token<'_>) -> Segment {
    Segment {
        name: SmolStr::new(token.text),
        range: token.at..token.at + token.text.len(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{Syntax, paths, tokens};

    /// The paths of each tag.
    #[track_caller]
    fn check(text: &str, expected: Expect) {
        let mut shown = String::new();
        for tag in Syntax::default().tags(text) {
            let found = paths(&tokens(text, &tag.inside));
            let found: Vec<_> = found
                .iter()
                .map(|path| &text[path.range(path.segments.len() - 1)])
                .collect();
            shown += &format!("[{}]\n", found.join(" "));
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn only_tags_have_names() {
        check(
            "CRAZY {% if CRAZY.is_enabled() && !a::b :: C %}{{- x.CRAZY -}} {CRAZY} {% endblock CRAZY %}",
            expect![[r#"
                [if CRAZY a::b :: C]
                [x]
                [endblock]
            "#]],
        );
    }

    #[test]
    fn comments_texts_and_raw_text_have_none() {
        check(
            r#"{# CRAZY {# {{ CRAZY }} #} CRAZY #}{{ "CRAZY }}" }}{% raw %}{{ CRAZY }}{% CRAZY {% endraw %}{{ 'A' }}"#,
            expect![[r#"
                []
                []
            "#]],
        );
    }

    #[test]
    fn a_tag_without_an_end_is_none() {
        check("{% if CRAZY", expect![[""]]);
        check(
            "{{ \"a }} CRAZY",
            expect![[r#"
                [a]
            "#]],
        );
    }
}
