//! `[segments]` of a state file, beside those of a registry.

use std::collections::{BTreeMap, HashSet};

use super::{BrokenSegment, Scope, Segments, StateFile, limits};
use crate::diagnostic::Quoted;
use crate::findings::Findings;
use crate::grammar::Grammar;
use crate::graph::{self, Edge};
use crate::model::Segment;
use crate::segment;
use crate::tree::{Entry, Span};

/// Names that the registry does not have, in the order of the text.
pub(super) fn beyond<'s>(state: &'s StateFile, scope: &'s Scope) -> Vec<&'s str> {
    let declared: HashSet<&str> = scope.segments.iter().map(|s| s.name.as_str()).collect();
    let names = entries(state).iter().map(|entry| entry.name.as_ref());
    names.filter(|name| !declared.contains(name)).collect()
}

pub(super) fn read(state: &StateFile, scope: &Scope, grammar: &Grammar<'_>) -> Segments {
    if entries(state).is_empty() {
        return Segments::default();
    }
    let mut findings = Findings::new();
    let count = grammar.segment_index.len();
    let mut names: Vec<&str> = scope.segments.iter().map(|s| s.name.as_str()).collect();
    names.resize(count, "");
    let mut edges: Vec<Vec<Edge>> = scope
        .segments
        .iter()
        .map(|s| elsewhere(s.refers_to.iter()))
        .collect();
    edges.resize(count, Vec::new());
    let mut usable = BTreeMap::new();
    let mut lines = BTreeMap::new();
    let mut patterns = 0;
    for entry in entries(state) {
        let index = grammar.segment_index[entry.name.as_ref()];
        let line = grammar.lines.line(entry.name_span.start);
        names[index] = &entry.name;
        edges[index].clear();
        segment::mentions(grammar, &entry.value, &mut edges[index]);
        lines.insert(index, line);
        if let Some(segment) = one(grammar, &mut findings, entry, line, &mut patterns) {
            usable.insert(index, segment);
        }
    }
    let cut = graph::check(&mut findings, &edges, segment::REFERENCES, |index| {
        names[index]
    });
    for index in cut {
        usable.remove(&index);
        lines.entry(index).or_insert(0);
    }
    let wrong: Vec<usize> = lines
        .keys()
        .copied()
        .filter(|index| !usable.contains_key(index))
        .collect();
    let broken = spread(&wrong, &edges, |index| match lines[&index] {
        // One of the registry's, in a circle that the state file closes.
        0 => format!(
            "segment {} is part of a circle or a long chain",
            Quoted(names[index])
        ),
        line => format!("segment {} is wrong, see line {line}", Quoted(names[index])),
    });
    for index in broken.keys() {
        usable.remove(index);
    }
    let header = state.segments_span.clone().unwrap_or(0..0);
    let mut errors = findings.into_vec();
    for error in &mut errors {
        if error.span == Some(ELSEWHERE) {
            error.span = Some(header.clone());
        }
    }
    errors.sort_by_key(|error| error.span.as_ref().map(|span| span.start));
    Segments {
        patterns,
        usable: usable.into_iter().collect(),
        broken: broken
            .into_iter()
            .map(|(index, reason)| BrokenSegment { index, reason })
            .collect(),
        errors,
    }
}

fn entries(state: &StateFile) -> &[Entry<'static>] {
    state.segments.as_ref().map_or(&[], |table| &table.entries)
}

fn one(
    grammar: &Grammar<'_>,
    findings: &mut Findings,
    entry: &Entry<'_>,
    line: u32,
    patterns: &mut usize,
) -> Option<Segment> {
    let mut own = Findings::new();
    let what = format!("segment {}", Quoted(&entry.name));
    limits::check(&mut own, &entry.value, &what);
    limits::count_patterns(&mut own, &entry.value, &what, patterns);
    let condition = own
        .is_empty()
        .then(|| segment::read(grammar, &mut own, entry))
        .flatten();
    let is_good = own.is_empty();
    findings.extend(own);
    condition.filter(|_| is_good).map(|condition| Segment {
        name: entry.name.clone().into_owned(),
        condition,
        line,
    })
}

/// Where references of the registry's segments are, which the text does not hold: behind its end, so
/// that a circle is shown where the text closes it.
const ELSEWHERE: Span = usize::MAX..usize::MAX;

fn elsewhere<'i>(refers_to: impl Iterator<Item = &'i usize>) -> Vec<Edge> {
    refers_to
        .map(|&to| Edge {
            to,
            span: ELSEWHERE,
        })
        .collect()
}

/// All that refer to these, directly or through others, each with the reason.
fn spread(
    wrong: &[usize],
    edges: &[Vec<Edge>],
    reason: impl Fn(usize) -> String,
) -> BTreeMap<usize, String> {
    let mut users = vec![Vec::new(); edges.len()];
    for (from, references) in edges.iter().enumerate() {
        for reference in references {
            users[reference.to].push(from);
        }
    }
    let mut broken: BTreeMap<usize, String> =
        wrong.iter().map(|&index| (index, reason(index))).collect();
    let mut queue = wrong.to_vec();
    while let Some(index) = queue.pop() {
        for &user in &users[index] {
            if !broken.contains_key(&user) {
                broken.insert(user, broken[&index].clone());
                queue.push(user);
            }
        }
    }
    broken
}
