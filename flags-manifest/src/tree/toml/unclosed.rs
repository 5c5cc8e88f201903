//! Brackets that stay open.

use super::syntax::syntax;
use crate::diagnostic::Diagnostic;
use crate::lines::Lines;

/// A `[` or `{` that is still open where something else ends or begins.
pub(super) struct Unclosed {
    /// Where the bracket stands.
    pub(super) open: usize,
    bracket: u8,
    /// Where it should have been closed at the latest, and by what that shows.
    next: usize,
    next_is: &'static str,
}

impl Unclosed {
    pub(super) fn diagnostic(&self, lines: &Lines) -> Diagnostic {
        let (noun, closing) = match self.bracket {
            b'[' => ("list", ']'),
            _ => ("table", '}'),
        };
        syntax(
            &format!(
                "the {noun} that begins here has no `{closing}` before {} on line {}",
                self.next_is,
                lines.line(self.next)
            ),
            Some(self.open..self.open + 1),
        )
    }
}

/// The first bracket that stays open. Brackets in strings and comments are none.
pub(super) fn find(text: &str) -> Option<Unclosed> {
    let bytes = text.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    let mut line_begins = true;
    while at < bytes.len() {
        let rest = &text.as_bytes()[at..];
        if line_begins && let Some(&bracket) = open.last() {
            let line = text[at..].lines().next().unwrap_or_default().trim();
            let next_is_table = is_header(line);
            // Between braces keys are where they belong.
            if next_is_table || (bytes[bracket] == b'[' && is_key(line)) {
                return Some(Unclosed {
                    open: bracket,
                    bracket: bytes[bracket],
                    next: at,
                    next_is: if next_is_table {
                        "the next table"
                    } else {
                        "the next key"
                    },
                });
            }
        }
        line_begins = false;
        match rest[0] {
            b'\n' => line_begins = true,
            b'#' => {
                at += length_to(rest, b"\n");
                continue;
            }
            b'"' | b'\'' => {
                at += string(rest);
                continue;
            }
            b'[' if open.is_empty() && starts_line(text, at) => {
                at += length_to(rest, b"\n");
                continue;
            }
            b'[' | b'{' => open.push(at),
            // In ASCII a closing bracket is two after its opening one.
            b']' | b'}' => match open.pop() {
                Some(bracket) if bytes[bracket] + 2 != rest[0] => {
                    return Some(Unclosed {
                        open: bracket,
                        bracket: bytes[bracket],
                        next: at,
                        next_is: if rest[0] == b']' {
                            "the `]`"
                        } else {
                            "the `}`"
                        },
                    });
                }
                _ => {}
            },
            _ => {}
        }
        at += 1;
    }
    None
}

fn starts_line(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t', '\u{feff}']);
    before.is_empty() || before.ends_with('\n')
}

/// Length of the string that begins here. One that is not closed ends with its line.
fn string(rest: &[u8]) -> usize {
    let quote = rest[0];
    let (quotes, in_lines): (&[u8], bool) = match quote {
        b'"' if rest.starts_with(b"\"\"\"") => (b"\"\"\"", true),
        b'\'' if rest.starts_with(b"\'\'\'") => (b"\'\'\'", true),
        b'"' => (b"\"", false),
        _ => (b"'", false),
    };
    let mut at = quotes.len();
    while at < rest.len() {
        if rest[at..].starts_with(quotes) {
            return at + quotes.len();
        }
        match rest[at] {
            b'\n' if !in_lines => return at,
            b'\\' if quote == b'"' => at += 2,
            _ => at += 1,
        }
    }
    rest.len()
}

fn length_to(rest: &[u8], end: &[u8]) -> usize {
    let found = rest.windows(end.len()).position(|window| window == end);
    found.unwrap_or(rest.len())
}

/// `[features.a]`, which as part of a list would be a bare word in a list.
fn is_header(line: &str) -> bool {
    let line = line
        .split_once('#')
        .map_or(line, |(line, _)| line)
        .trim_end();
    let inner = line
        .strip_prefix('[')
        .and_then(|line| line.strip_suffix(']'));
    let Some(inner) = inner else { return false };
    let inner = inner
        .strip_prefix('[')
        .and_then(|i| i.strip_suffix(']'))
        .unwrap_or(inner);
    inner.starts_with(|first: char| first.is_ascii_alphabetic())
        && inner.chars().all(|c| in_key(c) || matches!(c, '"' | '\''))
        && !matches!(inner, "true" | "false" | "inf" | "nan")
}

/// `default = …`.
fn is_key(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| {
        let key = key.trim_end();
        !key.is_empty() && key.chars().all(in_key)
    })
}

fn in_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}
