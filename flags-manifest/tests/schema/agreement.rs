//! The parser and the schema accept the same texts, and refuse the same.
//!
//! What only the parser can see is not here: whether a name exists, whether shares sum to 100, which
//! of two dates is later, and dates in quotes (to a schema all dates are texts).

use std::fmt::Write as _;
use std::sync::LazyLock;

use flags_manifest::reference;
use jsonschema::Validator;

use crate::{generate, json};

mod accepted;
mod refused;

#[test]
fn both_accept_the_reference() {
    check_accepted(&[reference::TEXT]);
}

#[test]
fn both_accept_the_registry_of_this_repository() {
    check_accepted(&[include_str!("../../../features.toml")]);
}

/// An editor must not complain about what compiles. Each line of the reference is left out, and
/// then given each of these values in turn.
#[test]
fn the_schema_accepts_whatever_the_parser_accepts() {
    let values = [
        "",
        "true",
        "7",
        "0.5",
        "'red'",
        "'x'",
        "[]",
        "['red']",
        "[1, 2]",
        "{}",
        "{ x = 1 }",
        "2026-12-01",
        "2026-12-01T09:00:00Z",
    ];
    let lines: Vec<&str> = reference::TEXT.lines().collect();
    let mut accepted = 0;
    let mut wrong = String::new();
    for (index, line) in lines.iter().enumerate() {
        let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        for value in values {
            let changed = if value.is_empty() {
                String::new()
            } else {
                format!("{key} = {value}")
            };
            let mut lines = lines.clone();
            lines[index] = &changed;
            let text = lines.join("\n");
            if !parser_errors(&text).is_empty() {
                continue;
            }
            accepted += 1;
            for error in schema_errors(&text) {
                let _ = writeln!(wrong, "{line}\n{changed}\n{error}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(
        accepted > 100,
        "too few changes compile for this to say anything: {accepted}"
    );
}

#[track_caller]
fn check_accepted(texts: &[&str]) {
    let mut wrong = String::new();
    for text in texts {
        for error in schema_errors(text) {
            let _ = writeln!(wrong, "the schema refuses ({error}):\n{text}\n");
        }
        for error in parser_errors(text) {
            let _ = writeln!(wrong, "the parser refuses:\n{error}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[track_caller]
fn check_refused(texts: &[&str]) {
    let mut wrong = String::new();
    for text in texts {
        assert!(json::from_toml(text).is_some(), "this is no TOML:\n{text}");
        if schema_errors(text).is_empty() {
            let _ = writeln!(wrong, "the schema accepts:\n{text}\n");
        }
        if parser_errors(text).is_empty() {
            let _ = writeln!(wrong, "the parser accepts:\n{text}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What the parser has against a text.
fn parser_errors(text: &str) -> Vec<String> {
    let parsed = flags_manifest::parse(text);
    let render =
        |finding: &flags_manifest::diagnostic::Diagnostic| finding.render("features.toml", text);
    parsed.diagnostics.iter().map(render).collect()
}

/// What the schema has against a text, each with its place.
fn schema_errors(text: &str) -> Vec<String> {
    let Some(instance) = json::from_toml(text) else {
        return vec!["this is no TOML".to_owned()];
    };
    VALIDATOR
        .iter_errors(&instance)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

static VALIDATOR: LazyLock<Validator> = LazyLock::new(|| {
    jsonschema::options()
        .should_validate_formats(true)
        .build(&generate::schema())
        .expect("the schema is a schema")
});
