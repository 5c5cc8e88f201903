//! Errors after which the rest of a TOML text cannot be judged.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::wrong_date::rewritten;
use super::{Span, too_deep, unclosed};
use crate::diagnostic::{Diagnostic, Quoted, suggest};
use crate::lines::Lines;

/// What the parser's errors mean to whoever wrote the text, in its order, one on a line.
pub(super) fn errors(text: &str, mut errors: Vec<(Option<Span>, &str)>) -> Vec<Diagnostic> {
    if errors.is_empty() {
        return Vec::new();
    }
    if let Some(diagnostic) = json(text) {
        return vec![diagnostic];
    }
    errors.sort_by_key(|(span, _)| span.as_ref().map(|span| span.start));
    let lines = Lines::new(text);
    // What the parser says after a bracket that stays open is about innocent lines.
    let unclosed = unclosed::find(text).filter(|unclosed| {
        let last = errors.last().and_then(|(span, _)| span.as_ref());
        last.is_some_and(|last| last.start > unclosed.open)
    });
    if let Some(unclosed) = &unclosed {
        let before = |span: &Span| span.start < unclosed.open;
        errors.retain(|(span, _)| span.as_ref().is_none_or(before));
    }
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
            explained(text, &span, message).unwrap_or_else(|| {
                let plain = message.strip_suffix(", expected nothing");
                syntax(plain.unwrap_or(message), Some(span))
            })
        });
    }
    diagnostics.extend(unclosed.map(|unclosed| unclosed.diagnostic(&lines)));
    diagnostics
}

pub(super) fn syntax(message: &str, span: Option<Span>) -> Diagnostic {
    Diagnostic {
        message: format!("TOML syntax: {message}"),
        span,
        help: None,
    }
}

/// A text that is JSON from its first character: its errors as TOML would say nothing.
fn json(text: &str) -> Option<Diagnostic> {
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let start = text.len() - rest.len();
    let is_list = rest.strip_prefix('[').is_some_and(|inner| {
        inner.trim_start().starts_with('{') || inner.trim_start_matches(BLANKS).starts_with('\n')
    });
    (is_list || rest.starts_with('{')).then(|| Diagnostic {
        help: Some("write `[features.some-key]`, and below it `default = true`".to_owned()),
        ..syntax(
            "this looks like JSON, and TOML is expected",
            Some(start..start + 1),
        )
    })
}

const BLANKS: [char; 3] = [' ', '\t', '\r'];

/// What people write who know other formats, or mistype a value.
fn explained(text: &str, span: &Span, message: &str) -> Option<Diagnostic> {
    curly_quote(text, span)
        .or_else(|| yaml(text, span))
        .or_else(|| number(text, span, message))
        .or_else(|| no_value(text, span, message))
}

/// Quotes as word processors set them.
fn curly_quote(text: &str, span: &Span) -> Option<Diagnostic> {
    let quotes = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];
    let rest = text[span.start..].lines().next()?;
    let inner = rest.strip_prefix(quotes)?;
    let quote = &rest[..rest.len() - inner.len()];
    let closed = inner.split_once(quotes).map(|(inner, _)| inner);
    let help = match closed {
        Some(inner) if !inner.contains(['"', '\\']) => format!("write \"{inner}\""),
        _ => "write `\"` on both sides".to_owned(),
    };
    Some(Diagnostic {
        help: Some(help),
        ..syntax(
            &format!(
                "{} is no quote of TOML, which takes plain `\"`",
                Quoted(quote)
            ),
            Some(span.start..span.start + quote.len()),
        )
    })
}

/// `key: value`.
fn yaml(text: &str, span: &Span) -> Option<Diagnostic> {
    let start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next()?;
    let (name, value) = line.split_once(':')?;
    let key = name.trim();
    let in_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if key.is_empty() || !key.chars().all(in_key) || !value.is_empty() && !value.starts_with(BLANKS)
    {
        return None;
    }
    let value = value.trim();
    let takes = |line: &str| DeTable::parse(line).is_ok();
    let help = [format!("{key} = {value}"), format!("{key} = \"{value}\"")];
    let mut help = help.into_iter().filter(|_| !value.is_empty());
    let at = start + name.len();
    Some(Diagnostic {
        help: help
            .find(|line| takes(line))
            .map(|line| format!("write {}", Quoted(&line))),
        ..syntax("a key takes `=`, not `:`", Some(at..at + 1))
    })
}

/// Numbers and dates that are written as elsewhere.
fn number(text: &str, span: &Span, message: &str) -> Option<Diagnostic> {
    let in_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '/' | '-' | '+' | '_');
    let before = text[..span.start].trim_end_matches(in_number);
    if !before.ends_with(['=', '[', ',', ' ', '\t']) {
        return None;
    }
    let start = before.len();
    let rest = &text[start..];
    let written = &rest[..rest.find(|c| !in_number(c)).unwrap_or(rest.len())];
    let span = Some(start..start + written.len());
    let parts: Vec<&str> = written.split(['/', '.', '-']).collect();
    let is_date = parts.len() == 3
        && (written.contains('/') || parts.iter().any(|part| part.len() == 4))
        && parts.iter().all(|part| part.parse::<u16>().is_ok());
    if is_date {
        let help = match rewritten(written) {
            Some(date) => format!("write {date}"),
            None => "write it such as 2027-06-30".to_owned(),
        };
        return Some(Diagnostic {
            help: Some(help),
            ..syntax(
                &format!(
                    "{} is no date, which is year, month and day with `-` between them",
                    Quoted(written)
                ),
                span,
            )
        });
    }
    if !message.starts_with("unexpected leading zero") {
        return None;
    }
    let digits = written.trim_start_matches(['+', '-']);
    let sign = &written[..written.len() - digits.len()];
    let significant = digits.trim_start_matches('0');
    let zero = if significant.starts_with(|c: char| c.is_ascii_digit()) {
        ""
    } else {
        "0"
    };
    let without = format!("{sign}{zero}{significant}");
    Some(Diagnostic {
        help: without
            .parse::<f64>()
            .is_ok()
            .then(|| format!("write {without}")),
        ..syntax(
            &format!(
                "{} begins with a zero, which no number may",
                Quoted(written)
            ),
            span,
        )
    })
}

/// What stands where a value should: nothing, or a bare word. The parser takes a word that begins
/// like `nan` for a float, and so on.
fn no_value(text: &str, span: &Span, message: &str) -> Option<Diagnostic> {
    let before = text[..span.start].trim_end_matches([' ', '\t']);
    let after_equals = before.ends_with('=');
    if !after_equals && !before.ends_with(['[', ',']) {
        return None;
    }
    let rest = &text[span.start..];
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let word = &rest[..rest.find(|c: char| !in_word(c)).unwrap_or(rest.len())];
    if word.is_empty() {
        let nothing = after_equals && rest.trim_start_matches(BLANKS).starts_with('\n');
        return (nothing || (after_equals && rest.is_empty()))
            .then(|| syntax("a value is missing after `=`", Some(span.clone())));
    }
    let unquoted = message.starts_with("string values must be quoted");
    if !word.starts_with(char::is_alphabetic) && !unquoted {
        return None;
    }
    let help = match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some("write `true`".to_owned()),
        "false" | "no" | "off" => Some("write `false`".to_owned()),
        "null" | "none" | "nil" => Some("leave the key out".to_owned()),
        other => suggest(other, ["true", "false"]).map(|word| format!("did you mean `{word}`?")),
    };
    Some(Diagnostic {
        help,
        ..syntax(
            &format!("{} is no value, and a string needs quotes", Quoted(word)),
            Some(span.start..span.start + word.len()),
        )
    })
}
