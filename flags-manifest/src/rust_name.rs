//! `constant` and `type-name`: names in Rust of the user's choice.

use crate::diagnostic::Quoted;
use crate::findings::Findings;
use crate::names;
use crate::reader::{self, What};
use crate::tree::Node;

/// A name for a constant, as rustc wants it.
pub(crate) fn rust_constant<'t>(
    findings: &mut Findings,
    node: &'t Node<'_>,
    what: What<'_>,
) -> Option<&'t str> {
    let (fits, mend) = (names::is_screaming, names::screaming);
    rust_name(findings, node, what, "SCREAMING_SNAKE_CASE", fits, mend)
}

/// A name for a type, as rustc wants it.
pub(crate) fn rust_type_name<'t>(
    findings: &mut Findings,
    node: &'t Node<'_>,
    what: What<'_>,
) -> Option<&'t str> {
    let (fits, mend) = (names::is_camel, names::camel);
    rust_name(findings, node, what, "UpperCamelCase", fits, mend)
}

/// An identifier of the user's choice, in a case of letters that `fits`.
fn rust_name<'t>(
    findings: &mut Findings,
    node: &'t Node<'_>,
    what: What<'_>,
    case: &str,
    fits: fn(&str) -> bool,
    mend: fn(&str) -> String,
) -> Option<&'t str> {
    let name = reader::text(findings, node, what)?;
    let problem = if names::is_keyword(name) {
        "is a keyword of Rust"
    } else if !names::is_identifier(name) {
        "is no identifier of Rust"
    } else if fits(name) {
        return Some(name);
    } else {
        // rustc would warn of it at the macro call.
        let message = format!("{what} must be in {case}, found {}", Quoted(name));
        let mended = mend(name);
        if names::is_identifier(&mended) {
            findings.report_with_help(&node.span, message, format!("write `{mended}`"));
        } else {
            findings.report(&node.span, message);
        }
        // It can be used as it is, and code that does should not fail as well.
        return Some(name);
    };
    findings.report(&node.span, format!("{what}: {} {problem}", Quoted(name)));
    None
}
