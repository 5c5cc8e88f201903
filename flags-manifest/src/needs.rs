//! `needs`: names into features, without cycles.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Quoted;
use crate::findings::Findings;
use crate::graph::{self, Edge, Relation};
use crate::model::{Feature, Need, Retired, Type};
use crate::reader::{self, Each, What};
use crate::tree::{Node, Span};

/// A need as written.
pub(crate) struct DraftNeed<'t> {
    name: &'t str,
    negated: bool,
    span: Span,
}

pub(crate) fn read<'t>(
    findings: &mut Findings,
    node: &'t Node<'_>,
    what: What<'_>,
) -> Vec<DraftNeed<'t>> {
    let wanted = "a list of keys, each with `!` before it where the feature must be off";
    let mut needs: Vec<DraftNeed<'t>> = Vec::new();
    for node in reader::list(findings, node, what, wanted).unwrap_or_default() {
        let Some(text) = reader::text(findings, node, &Each(what)) else {
            continue;
        };
        let name = text.strip_prefix('!').unwrap_or(text);
        let negated = name.len() < text.len();
        match needs.iter().find(|need| need.name == name) {
            Some(first) if first.negated == negated => {
                findings.report(&node.span, format!("{what} names {} twice", Quoted(text)));
            }
            Some(_) => findings.report(
                &node.span,
                format!("{what}: {0} cannot be both on and off", Quoted(name)),
            ),
            None => needs.push(DraftNeed {
                name,
                negated,
                span: node.span.clone(),
            }),
        }
    }
    needs
}

/// Turns names into indices, and reports what cannot be needed.
///
/// `dropped` are keys that stand in the file but about which something was reported.
pub(crate) fn resolve(
    findings: &mut Findings,
    features: &mut [Feature],
    drafts: &[Vec<DraftNeed<'_>>],
    dropped: &HashSet<&str>,
    retired: &[Retired],
) {
    let mut edges: Vec<Vec<Edge>> = Vec::with_capacity(features.len());
    let mut resolved: Vec<Vec<Need>> = Vec::with_capacity(features.len());
    {
        let index: HashMap<&str, usize> = features
            .iter()
            .enumerate()
            .map(|(index, feature)| (feature.key.as_str(), index))
            .collect();
        let retired: HashMap<&str, &Retired> = retired
            .iter()
            .map(|retired| (retired.key.as_str(), retired))
            .collect();
        let resolver = Resolver {
            features,
            index,
            dropped,
            retired,
        };
        for (feature, needs) in drafts.iter().enumerate() {
            let mut own = Vec::with_capacity(needs.len());
            let mut references = Vec::with_capacity(needs.len());
            for need in needs {
                if let Some(to) = resolver.resolve(findings, feature, need) {
                    own.push(Need {
                        feature: to,
                        negated: need.negated,
                    });
                    references.push(Edge {
                        to,
                        span: need.span.clone(),
                    });
                }
            }
            edges.push(references);
            resolved.push(own);
        }
    }
    let cut = graph::check(findings, &edges, NEEDS, |node| &features[node].key);
    for index in cut {
        resolved[index].clear();
    }
    for (feature, needs) in features.iter_mut().zip(resolved) {
        feature.needs = needs;
    }
}

const NEEDS: &Relation = &Relation {
    noun: "feature",
    one: "needs",
    many: "need",
};

struct Resolver<'r> {
    features: &'r [Feature],
    index: HashMap<&'r str, usize>,
    dropped: &'r HashSet<&'r str>,
    retired: HashMap<&'r str, &'r Retired>,
}

impl Resolver<'_> {
    fn resolve(
        &self,
        findings: &mut Findings,
        feature: usize,
        need: &DraftNeed<'_>,
    ) -> Option<usize> {
        let what = format!("feature {}: `needs`", Quoted(&self.features[feature].key));
        let name = Quoted(need.name);
        if let Some(&to) = self.index.get(need.name) {
            if self.features[to].ty == Type::Boolean {
                return Some(to);
            }
            findings.report(
                &need.span,
                format!(
                    "{what} must name boolean features, and {name} (line {}) is none",
                    self.features[to].line
                ),
            );
        } else if let Some(retired) = self.retired.get(need.name) {
            findings.report(
                &need.span,
                format!(
                    "{what}: {name} was retired on {} (line {})",
                    retired.on, retired.line
                ),
            );
        } else if !self.dropped.contains(need.name) {
            let keys = self.features.iter().map(|feature| feature.key.as_str());
            findings.report_with_suggestion(
                &need.span,
                format!("{what}: there is no feature {name}"),
                need.name,
                keys,
            );
        }
        None
    }
}
