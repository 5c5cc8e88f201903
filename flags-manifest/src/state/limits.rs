//! Bounds on a single entry, so that one of them cannot fill the memory of a program.

use crate::findings::Findings;
use crate::reader::What;
use crate::tree::{Kind, Node};

/// Longest string in a state file, in bytes: 1 MiB.
pub const MAX_STRING: usize = 1024 * 1024;

/// Longest list in a state file, in items.
pub const MAX_ITEMS: usize = 65_536;

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
