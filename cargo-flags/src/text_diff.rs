//! What changed in a text, line by line.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::failure::Failure;
use crate::output::{GUTTER, STRONG};

const OLD: Style = AnsiColor::Red.on_default();
const NEW: Style = AnsiColor::Green.on_default();

/// Writes the difference of two texts in the unified form, which `patch` and `git apply` take;
/// nothing where there is none. `file` is what both are called.
///
/// # Errors
///
/// When the output cannot be written.
pub fn write(out: &mut impl Write, file: &str, old: &str, new: &str) -> Result<(), Failure> {
    let diff = TextDiff::from_lines(old, new);
    let mut is_first = true;
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        if std::mem::take(&mut is_first) {
            writeln!(out, "{STRONG}--- {file}{STRONG:#}")?;
            writeln!(out, "{STRONG}+++ {file}{STRONG:#}")?;
        }
        writeln!(out, "{GUTTER}{}{GUTTER:#}", hunk.header())?;
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ("-", OLD),
                ChangeTag::Insert => ("+", NEW),
                ChangeTag::Equal => (" ", Style::new()),
            };
            let line = change.value().trim_end_matches(['\r', '\n']);
            match (sign, line) {
                // No space at the end of a line; `patch` and `git apply` take it so, too.
                (" ", "") => writeln!(out)?,
                _ => writeln!(out, "{style}{sign}{line}{style:#}")?,
            }
            if change.missing_newline() {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}
