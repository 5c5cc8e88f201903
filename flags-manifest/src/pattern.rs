//! Regular expressions of `matches`: whether one can be compiled.

use crate::diagnostic::Quoted;
use crate::findings::Findings;
use crate::reader::What;
use crate::tree::Span;

/// No pattern may be larger when compiled, in bytes: `(a{0,1000}){0,20}` would be.
pub const MAX_PATTERN: usize = 64 * 1024;

/// Reports a pattern that cannot be used.
#[cfg(feature = "matches")]
pub(crate) fn check(
    findings: &mut Findings,
    span: &Span,
    pattern: &str,
    what: What<'_>,
) -> Option<()> {
    let message = match compile(pattern) {
        Ok(()) => return Some(()),
        Err(Problem::Syntax(reason)) => format!(
            "{what} must be a regular expression, found {} ({reason})",
            Quoted(pattern)
        ),
        Err(Problem::Size) => format!(
            "{what}: {} is larger than {} KiB when compiled",
            Quoted(pattern),
            MAX_PATTERN / 1024
        ),
    };
    findings.report(span, message);
    None
}

/// Reports any pattern, since nothing could match it.
#[cfg(not(feature = "matches"))]
pub(crate) fn check(
    findings: &mut Findings,
    span: &Span,
    pattern: &str,
    what: What<'_>,
) -> Option<()> {
    findings.report_with_help(
        span,
        format!(
            "{what}: {} cannot be matched without the Cargo feature `matches` of typed-flags",
            Quoted(pattern)
        ),
        "in Cargo.toml, write `features = [\"matches\"]` at typed-flags, and at flags-build if a \
         build script uses it",
    );
    None
}

#[cfg(feature = "matches")]
enum Problem {
    Syntax(String),
    Size,
}

#[cfg(feature = "matches")]
fn compile(pattern: &str) -> Result<(), Problem> {
    use regex_automata::nfa::thompson::{Compiler, Config};

    let hir = regex_syntax::parse(pattern).map_err(|error| {
        // Without the drawing, which shows the pattern again.
        Problem::Syntax(match error {
            regex_syntax::Error::Parse(error) => error.kind().to_string(),
            regex_syntax::Error::Translate(error) => error.kind().to_string(),
            other => other.to_string(),
        })
    })?;
    let limit = Config::new().nfa_size_limit(Some(MAX_PATTERN));
    match Compiler::new().configure(limit).build_from_hir(&hir) {
        Ok(_) => Ok(()),
        Err(error) if error.size_limit().is_some() => Err(Problem::Size),
        Err(error) => Err(Problem::Syntax(error.to_string())),
    }
}
