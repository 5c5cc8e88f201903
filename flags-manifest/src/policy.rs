//! `[policy]`.

use crate::findings::Findings;
use crate::keys;
use crate::model::{Expired, FeatureKind, Policy};
use crate::reader::{self, Each, In, What};
use crate::tree::{Kind, Node};

/// The kinds of features, as they are written.
pub(crate) const KINDS: &[&str] = &["release", "experiment", "ops", "kill-switch", "permission"];

pub(crate) fn policy(findings: &mut Findings, node: &Node<'_>) -> Policy {
    let what = "`[policy]`";
    let mut policy = Policy::default();
    let Some(table) = reader::table(findings, node, &what) else {
        return policy;
    };
    for entry in &table.entries {
        let inner = In(&what, &entry.name);
        let node = &entry.value;
        match entry.name.as_ref() {
            "expired" => {
                policy.expired = match reader::word(findings, node, &inner, &["allow", "warn"]) {
                    Some(0) => Expired::Allow,
                    _ => Expired::Warn,
                }
            }
            "require" => policy.require = require(findings, node, &inner),
            "every-environment" => {
                policy.every_environment = reader::boolean(findings, node, &inner).unwrap_or(false);
            }
            "max-age" => policy.max_age = max_age(findings, node, &inner),
            _ => reader::unknown(findings, entry, &what, keys::POLICY),
        }
    }
    policy
}

pub(crate) fn kind(
    findings: &mut Findings,
    node: &Node<'_>,
    what: What<'_>,
) -> Option<FeatureKind> {
    reader::word(findings, node, what, KINDS).and_then(kind_at)
}

fn kind_at(index: usize) -> Option<FeatureKind> {
    [
        FeatureKind::Release,
        FeatureKind::Experiment,
        FeatureKind::Ops,
        FeatureKind::KillSwitch,
        FeatureKind::Permission,
    ]
    .get(index)
    .copied()
}

fn require(findings: &mut Findings, node: &Node<'_>, what: What<'_>) -> Vec<String> {
    let wanted = "a list of keys of a feature";
    let mut required: Vec<String> = Vec::new();
    for node in reader::list(findings, node, what, wanted).unwrap_or_default() {
        let Some(index) = reader::word(findings, node, &Each(what), keys::REQUIRABLE) else {
            continue;
        };
        let key = keys::REQUIRABLE[index];
        if required.iter().any(|known| known == key) {
            findings.report(&node.span, format!("{what} names `{key}` twice"));
        } else {
            required.push(key.to_owned());
        }
    }
    required
}

fn max_age(findings: &mut Findings, node: &Node<'_>, what: What<'_>) -> Vec<(FeatureKind, u32)> {
    let mut ages = Vec::new();
    let Some(table) = reader::table(findings, node, what) else {
        return ages;
    };
    for entry in &table.entries {
        let Some(kind) = KINDS
            .iter()
            .position(|kind| *kind == entry.name)
            .and_then(kind_at)
        else {
            reader::unknown(findings, entry, what, KINDS);
            continue;
        };
        let days = match entry.value.kind {
            Kind::Integer(days @ 1..) => u32::try_from(days).ok(),
            _ => None,
        };
        match days {
            Some(days) => ages.push((kind, days)),
            None => findings.report(
                &entry.value.span,
                format!(
                    "{} must be a number of days, at least 1",
                    In(what, &entry.name)
                ),
            ),
        }
    }
    ages
}
