//! `[segments]`.

use crate::condition;
use crate::diagnostic::Quoted;
use crate::findings::Findings;
use crate::grammar::Grammar;
use crate::graph::{self, Edge, Relation};
use crate::model::{Condition, Segment, Test};
use crate::tree::{Entry, Kind, Node, Table};

/// Names of the segments, in the order of the text.
pub(crate) fn names<'t>(table: Option<&'t Table<'_>>) -> Vec<&'t str> {
    table
        .into_iter()
        .flat_map(|table| &table.entries)
        .map(|entry| entry.name.as_ref())
        .collect()
}

pub(crate) fn segments(
    grammar: &Grammar<'_>,
    findings: &mut Findings,
    table: &Table<'_>,
) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(table.entries.len());
    let mut edges = Vec::with_capacity(table.entries.len());
    for entry in &table.entries {
        let condition = read(grammar, findings, entry);
        let mut references = Vec::new();
        mentions(grammar, &entry.value, &mut references);
        edges.push(references);
        segments.push(Segment {
            name: entry.name.clone().into_owned(),
            // A segment whose condition is wrong matches nobody.
            condition: condition.unwrap_or_else(|| nobody(&entry.value)),
            line: grammar.lines.line(entry.name_span.start),
        });
    }
    let cut = graph::check(findings, &edges, REFERENCES, |node| &segments[node].name);
    for index in cut {
        segments[index].condition = nobody(&table.entries[index].value);
    }
    segments
}

/// Reads one segment, or reports why it is none.
pub(crate) fn read(
    grammar: &Grammar<'_>,
    findings: &mut Findings,
    entry: &Entry<'_>,
) -> Option<Condition> {
    if entry.name.trim().is_empty() {
        findings.report(&entry.name_span, "a segment must not have an empty name");
    }
    let what = format!("segment {}", Quoted(&entry.name));
    condition::condition(grammar, findings, &entry.value, &what)
}

pub(crate) const REFERENCES: &Relation = &Relation {
    noun: "segment",
    one: "refers to",
    many: "refer to",
};

fn nobody(node: &Node<'_>) -> Condition {
    Condition {
        tests: vec![Test::Any(Vec::new())],
        span: node.span.clone(),
    }
}

/// The segments that a condition names, wherever in it.
pub(crate) fn mentions(grammar: &Grammar<'_>, condition: &Node<'_>, edges: &mut Vec<Edge>) {
    let Kind::Table(table) = &condition.kind else {
        return;
    };
    for entry in &table.entries {
        match (entry.name.as_ref(), &entry.value.kind) {
            ("segment", Kind::String(name)) => {
                if let Some(&to) = grammar.segment_index.get(name.as_ref()) {
                    edges.push(Edge {
                        to,
                        span: entry.value.span.clone(),
                    });
                }
            }
            ("any" | "all" | "none", Kind::Array(conditions)) => {
                for condition in conditions {
                    mentions(grammar, condition, edges);
                }
            }
            _ => {}
        }
    }
}
