//! Errors after which the rest of a TOML text cannot be judged.

use std::collections::BTreeSet;

use super::{Span, too_deep};
use crate::diagnostic::{Diagnostic, Quoted};
use crate::lines::Lines;

/// What the parser's errors mean to whoever wrote the text, in its order, one on a line.
pub(super) fn errors(text: &str, mut errors: Vec<(Option<Span>, &str)>) -> Vec<Diagnostic> {
    if errors.is_empty() {
        return Vec::new();
    }
    errors.sort_by_key(|(span, _)| span.as_ref().map(|span| span.start));
    let lines = Lines::new(text);
    let mut seen = BTreeSet::new();
    let mut diagnostics = Vec::new();
    for (span, message) in errors {
        let Some(span) = span else {
            diagnostics.push(syntax(message, None));
            continue;
        };
        if !seen.insert(lines.line(span.start)) {
            continue;
        }
        diagnostics.push(if message.contains("recurs") {
            too_deep(span)
        } else {
            no_value(text, &span).unwrap_or_else(|| syntax(message, Some(span)))
        });
    }
    diagnostics
}

/// What stands where a value should: nothing, or a bare word. The parser takes a word that begins
/// like `nan` for a float, and so on.
fn no_value(text: &str, span: &Span) -> Option<Diagnostic> {
    let before = text[..span.start].trim_end_matches([' ', '\t']);
    let after_equals = before.ends_with('=');
    if !after_equals && !before.ends_with(['[', ',']) {
        return None;
    }
    let rest = &text[span.start..];
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let word = &rest[..rest.find(|c: char| !in_word(c)).unwrap_or(rest.len())];
    if word.is_empty() {
        let nothing = after_equals && rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        return (nothing || (after_equals && rest.is_empty()))
            .then(|| syntax("a value is missing after `=`", Some(span.clone())));
    }
    if !word.starts_with(char::is_alphabetic) {
        return None;
    }
    let help = match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" => Some("write `true`".to_owned()),
        "false" | "no" | "off" | "n" => Some("write `false`".to_owned()),
        "null" | "none" | "nil" => Some("leave the key out".to_owned()),
        _ => None,
    };
    Some(Diagnostic {
        help,
        ..syntax(
            &format!("{} is no value, and a string needs quotes", Quoted(word)),
            Some(span.start..span.start + word.len()),
        )
    })
}

pub(super) fn syntax(message: &str, span: Option<Span>) -> Diagnostic {
    Diagnostic {
        message: format!("TOML syntax: {message}"),
        span,
        help: None,
    }
}
