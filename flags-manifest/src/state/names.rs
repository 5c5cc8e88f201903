//! Attributes and segments that rules and conditions mention, where nobody knows which are declared.

use std::collections::BTreeSet;

use crate::keys;
use crate::tree::{Kind, Node, Table};

/// Names that rules and conditions mention.
#[derive(Debug, Default)]
pub(super) struct Mentioned<'t> {
    pub(super) attributes: BTreeSet<&'t str>,
    pub(super) segments: Vec<&'t str>,
}

/// What a list of rules mentions.
pub(super) fn of_rules<'t>(rules: &'t Node<'_>, mentioned: &mut Mentioned<'t>) {
    let Kind::Array(rules) = &rules.kind else {
        return;
    };
    for rule in rules.iter().filter_map(Node::as_table) {
        if let Some(when) = rule.get("when") {
            condition(&when.value, mentioned);
        }
        let rollout = rule
            .get("rollout")
            .and_then(|rollout| rollout.value.as_table()?.get("by"));
        for by in rule.get("by").into_iter().chain(rollout) {
            mentioned.attributes.extend(by.value.as_str());
        }
    }
}

/// What a table of segments declares and mentions. The declared ones come first, by position.
pub(super) fn of_segments<'t>(table: &'t Table<'_>) -> Mentioned<'t> {
    let mut mentioned = Mentioned::default();
    for entry in &table.entries {
        condition(&entry.value, &mut mentioned);
    }
    let declared: Vec<&str> = table.entries.iter().map(|e| e.name.as_ref()).collect();
    let known: BTreeSet<&str> = declared.iter().copied().collect();
    let others = std::mem::replace(&mut mentioned.segments, declared);
    let others: BTreeSet<&str> = others.into_iter().filter(|n| !known.contains(n)).collect();
    mentioned.segments.extend(others);
    mentioned
}

fn condition<'t>(node: &'t Node<'_>, mentioned: &mut Mentioned<'t>) {
    let Some(table) = node.as_table() else {
        return;
    };
    for entry in &table.entries {
        match (entry.name.as_ref(), &entry.value.kind) {
            ("segment", Kind::String(name)) => mentioned.segments.push(name),
            ("any" | "all" | "none", Kind::Array(conditions)) => {
                for node in conditions {
                    condition(node, mentioned);
                }
            }
            (name, _) if !keys::COMBINATORS.contains(&name) => {
                mentioned.attributes.insert(name);
            }
            _ => {}
        }
    }
}
