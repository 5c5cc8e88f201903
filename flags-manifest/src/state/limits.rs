//! Bounds on a single entry, so that one of them cannot fill the memory of a program.

use crate::findings::Findings;
use crate::reader::What;
use crate::tree::{Kind, Node};

/// Longest string in a state file, in bytes: 1 MiB.
pub const MAX_STRING: usize = 1024 * 1024;

/// Longest list in a state file, in items.
pub const MAX_ITEMS: usize = 65_536;

/// Most patterns of `matches` that a state file may hold for one registry. Short as it is to write, one
/// may take 64 KiB and more when compiled.
pub const MAX_PATTERNS: usize = 1000;

/// How many patterns there are for `matches`.
pub(super) fn patterns(node: &Node<'_>) -> usize {
    match &node.kind {
        Kind::Array(nodes) => nodes.iter().map(patterns).sum(),
        Kind::Table(table) => {
            let entries = table.entries.iter();
            entries
                .map(|entry| usize::from(entry.name == "matches") + patterns(&entry.value))
                .sum()
        }
        _ => 0,
    }
}

/// Counts the patterns of a part of the file, and reports it if there are too many by then.
pub(super) fn count_patterns(
    findings: &mut Findings,
    node: &Node<'_>,
    what: What<'_>,
    counted: &mut usize,
) {
    let own = patterns(node);
    if own > 0 && *counted + own > MAX_PATTERNS {
        findings.report_with_help(
            &node.span,
            format!(
                "{what} holds `matches`, of which a state file has room for {MAX_PATTERNS} in all"
            ),
            "put a pattern that is used often into a segment",
        );
        return;
    }
    *counted += own;
}

/// Reports what is larger than it may be. How deep it is nested has been checked with the text.
pub(super) fn check(findings: &mut Findings, node: &Node<'_>, what: What<'_>) {
    match &node.kind {
        Kind::String(text) if text.len() > MAX_STRING => findings.report(
            &node.span,
            format!(
                "{what} holds a string of {} bytes, and {MAX_STRING} is the most that is read",
                text.len()
            ),
        ),
        Kind::Array(nodes) => {
            if nodes.len() > MAX_ITEMS {
                findings.report(
                    &node.span,
                    format!(
                        "{what} holds a list of {} items, and {MAX_ITEMS} is the most that is read",
                        nodes.len()
                    ),
                );
                return;
            }
            for node in nodes {
                check(findings, node, what);
            }
        }
        Kind::Table(table) => {
            for entry in &table.entries {
                check(findings, &entry.value, what);
            }
        }
        _ => {}
    }
}
