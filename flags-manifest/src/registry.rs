//! `[registry]`.

use crate::diagnostic::{OneOf, Quoted};
use crate::findings::Findings;
use crate::keys;
use crate::names;
use crate::reader::{self, Each, In};
use crate::tree::Node;

/// The stage that is meant where none is set.
const PRODUCTION: &str = "production";
const STANDARD: &[&str] = &["development", "testing", "staging", PRODUCTION];

pub(crate) struct Registry {
    pub(crate) name: Option<String>,
    pub(crate) environments: Vec<String>,
}

impl Default for Registry {
    fn default() -> Self {
        Self {
            name: None,
            environments: STANDARD.iter().map(|&name| name.to_owned()).collect(),
        }
    }
}

pub(crate) fn registry(findings: &mut Findings, node: &Node<'_>) -> Registry {
    let what = "`[registry]`";
    let mut registry = Registry::default();
    let Some(table) = reader::table(findings, node, &what) else {
        return registry;
    };
    for entry in &table.entries {
        let inner = In(&what, &entry.name);
        match entry.name.as_ref() {
            "name" => registry.name = name(findings, &entry.value, &inner),
            "environments" => {
                if let Some(environments) = environments(findings, &entry.value, &inner) {
                    registry.environments = environments;
                }
            }
            _ => reader::unknown(findings, entry, &what, keys::REGISTRY),
        }
    }
    registry
}

fn name(findings: &mut Findings, node: &Node<'_>, what: reader::What<'_>) -> Option<String> {
    let name = reader::text(findings, node, what)?;
    if let Some(problem) = names::key_problem(name) {
        findings.report(&node.span, format!("{what}: {} {problem}", Quoted(name)));
        return None;
    }
    Some(name.to_owned())
}

/// The environments, those that can be used: they stand in even after a finding.
fn environments(
    findings: &mut Findings,
    node: &Node<'_>,
    what: reader::What<'_>,
) -> Option<Vec<String>> {
    let nodes = reader::list(findings, node, what, "a list of strings")?;
    let mut environments: Vec<String> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let Some(name) = name(findings, node, &Each(what)) else {
            continue;
        };
        if environments.contains(&name) {
            findings.report(&node.span, format!("{what} names {} twice", Quoted(&name)));
        } else {
            environments.push(name);
        }
    }
    if !environments.iter().any(|name| name == PRODUCTION) {
        if nodes.is_empty() {
            findings.report(
                &node.span,
                format!(
                    "{what} must not be empty; the default is {}",
                    OneOf(STANDARD, "and")
                ),
            );
        } else {
            findings.report(
                &node.span,
                format!("{what} must hold `production`, which is what an unset `FLAGS_ENV` means"),
            );
        }
        environments.push(PRODUCTION.to_owned());
    }
    Some(environments)
}
