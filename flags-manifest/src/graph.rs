//! Cycles and depth of what refers to each other: `needs`, segments.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt::Write as _;

use crate::diagnostic::Quoted;
use crate::findings::Findings;
use crate::tree::Span;

/// How deep a chain of references may be: evaluation follows it by recursion.
pub const MAX_NEEDS_DEPTH: usize = 64;

/// Words for messages.
pub(crate) struct Relation {
    /// `feature`
    pub(crate) noun: &'static str,
    /// `needs`
    pub(crate) one: &'static str,
    /// `need`
    pub(crate) many: &'static str,
}

/// One reference, and where it is written.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub(crate) to: usize,
    pub(crate) span: Span,
}

/// How many cycles are reported among nodes that all refer to each other, directly or not.
const MAX_CYCLES: usize = 20;

/// Reports the shortest cycle for each reference that closes one, at the first of its references in
/// the text, and every chain that is too long. Returns the nodes whose references must be cut for
/// the rest to be without cycles.
pub(crate) fn check<'n>(
    findings: &mut Findings,
    edges: &[Vec<Edge>],
    relation: &Relation,
    name: impl Fn(usize) -> &'n str,
) -> Vec<usize> {
    let components = components(edges);
    let mut component_of = vec![0; edges.len()];
    for (index, component) in components.iter().enumerate() {
        for &node in component {
            component_of[node] = index;
        }
    }
    let mut cut = Vec::new();
    let mut depth = vec![0_usize; edges.len()];
    for (index, component) in components.iter().enumerate() {
        let inside = |edge: &&Edge| component_of[edge.to] == index;
        let first = component
            .iter()
            .flat_map(|&from| {
                edges[from]
                    .iter()
                    .filter(inside)
                    .map(move |edge| (from, edge))
            })
            .min_by_key(|(_, edge)| edge.span.start);
        if let Some((first, _)) = first {
            let mut seen = HashSet::new();
            for (from, to) in back_edges(edges, &component_of, first) {
                let cycle = cycle(edges, &component_of, from, to);
                let (span, cycle) = from_its_first(edges, cycle);
                if seen.insert(cycle.clone()) {
                    report_cycle(findings, &span, relation, &cycle, &name);
                }
            }
            cut.extend(component);
            continue;
        }
        // Components come with what they refer to first, so the depth of that is known.
        for &node in component {
            let deepest = edges[node].iter().max_by_key(|edge| depth[edge.to]);
            let Some(deepest) = deepest else { continue };
            depth[node] = depth[deepest.to] + 1;
            if depth[node] == MAX_NEEDS_DEPTH + 1 {
                findings.report(
                    &deepest.span,
                    format!(
                        "{noun} {} {} a chain of {} {noun}s, and at most {MAX_NEEDS_DEPTH} are \
                         allowed",
                        Quoted(name(node)),
                        relation.one,
                        depth[node],
                        noun = relation.noun,
                    ),
                );
                cut.push(node);
                depth[node] = 0;
            }
        }
    }
    cut
}

fn report_cycle<'n>(
    findings: &mut Findings,
    span: &Span,
    relation: &Relation,
    cycle: &[usize],
    name: &impl Fn(usize) -> &'n str,
) {
    let Relation { noun, one, many } = relation;
    let first = Quoted(name(cycle[0]));
    if cycle.len() == 1 {
        findings.report(span, format!("{noun} {first} {one} itself"));
        return;
    }
    let mut path = String::new();
    for &node in cycle {
        let _ = write!(path, "{} -> ", Quoted(name(node)));
    }
    findings.report(
        span,
        format!("{noun}s {many} each other in a circle: {path}{first}"),
    );
}

/// The edges within the component of `first` that lead back to a node on the way to them, depth
/// first. Without them there is no cycle.
fn back_edges(
    edges: &[Vec<Edge>],
    component_of: &[usize],
    first: usize,
) -> impl Iterator<Item = (usize, usize)> {
    let mut back = Vec::new();
    // Whether a node lies on the way; absent if it has not been seen.
    let mut on_way = HashMap::from([(first, true)]);
    let mut way = vec![(first, 0)];
    while let Some((node, next)) = way.pop() {
        let Some(Edge { to, .. }) = edges[node].get(next) else {
            on_way.insert(node, false);
            continue;
        };
        way.push((node, next + 1));
        if component_of[*to] != component_of[first] {
            continue;
        }
        match on_way.get(to) {
            Some(true) => back.push((node, *to)),
            Some(false) => {}
            None => {
                on_way.insert(*to, true);
                way.push((*to, 0));
            }
        }
    }
    back.into_iter().take(MAX_CYCLES)
}

/// Turns a cycle so that it begins with the first of its references in the text, and says where
/// that stands.
fn from_its_first(edges: &[Vec<Edge>], mut cycle: Vec<usize>) -> (Span, Vec<usize>) {
    let next = cycle.iter().cycle().skip(1);
    let (at, span) = cycle
        .iter()
        .zip(next)
        .enumerate()
        .filter_map(|(at, (&from, &to))| {
            let edge = edges[from].iter().find(|edge| edge.to == to)?;
            Some((at, edge.span.clone()))
        })
        .min_by_key(|(_, span)| span.start)
        .expect("a cycle consists of edges");
    cycle.rotate_left(at);
    (span, cycle)
}

/// The shortest cycle that begins with the edge `from`, `to`; both are in one component.
fn cycle(edges: &[Vec<Edge>], component_of: &[usize], from: usize, to: usize) -> Vec<usize> {
    let mut reached_from = HashMap::from([(to, to)]);
    let mut queue = VecDeque::from([to]);
    while let Some(node) = queue.pop_front() {
        if node == from {
            break;
        }
        for edge in &edges[node] {
            if component_of[edge.to] == component_of[from] && !reached_from.contains_key(&edge.to) {
                reached_from.insert(edge.to, node);
                queue.push_back(edge.to);
            }
        }
    }
    let mut back = vec![from];
    let mut node = from;
    while node != to {
        node = reached_from[&node];
        back.push(node);
    }
    back[1..].reverse();
    back
}

/// Strongly connected components (Tarjan), each after those it refers to. Without recursion: a
/// chain may be as long as the file.
fn components(edges: &[Vec<Edge>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let (mut order, mut low) = (vec![UNSEEN; count], vec![0; count]);
    let mut open = vec![false; count];
    let (mut stack, mut components) = (Vec::new(), Vec::new());
    let mut next = 0;
    for root in 0..count {
        if order[root] != UNSEEN {
            continue;
        }
        let mut calls = vec![(root, 0)];
        while let Some((node, edge)) = calls.pop() {
            if edge == 0 {
                order[node] = next;
                low[node] = next;
                next += 1;
                stack.push(node);
                open[node] = true;
            } else {
                let child = edges[node][edge - 1].to;
                if open[child] {
                    low[node] = low[node].min(low[child]);
                }
            }
            if let Some(Edge { to, .. }) = edges[node].get(edge) {
                calls.push((node, edge + 1));
                if order[*to] == UNSEEN {
                    calls.push((*to, 0));
                }
                continue;
            }
            if low[node] == order[node] {
                let at = stack.iter().rposition(|&open| open == node).unwrap_or(0);
                let component = stack.split_off(at);
                for &node in &component {
                    open[node] = false;
                }
                components.push(component);
            }
        }
    }
    components
}
