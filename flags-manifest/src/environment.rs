//! `environments` of a feature.

use std::collections::HashMap;

use crate::diagnostic::{OneOf, Quoted};
use crate::findings::Findings;
use crate::grammar::Grammar;
use crate::keys;
use crate::model::{EnvironmentValue, Type, Value};
use crate::reader::{self, In, What};
use crate::rule;
use crate::tree::{Kind, Node};
use crate::value;

/// The environments there are, by name.
#[derive(Debug)]
pub(crate) struct Environments<'m> {
    pub(crate) names: &'m [String],
    index: HashMap<&'m str, usize>,
}

impl<'m> Environments<'m> {
    pub(crate) fn new(names: &'m [String]) -> Self {
        let index = names.iter().enumerate();
        Self {
            names,
            index: index.map(|(index, name)| (name.as_str(), index)).collect(),
        }
    }

    pub(crate) fn read(
        &self,
        grammar: &Grammar<'_>,
        findings: &mut Findings,
        node: &Node<'_>,
        ty: &Type,
        range: Option<&(Value, Value)>,
        feature: What<'_>,
    ) -> Vec<EnvironmentValue> {
        let mut values = Vec::new();
        let what = In(feature, "environments");
        let Some(table) = reader::table(findings, node, &what) else {
            return values;
        };
        for entry in &table.entries {
            let Some(&environment) = self.index.get(entry.name.as_ref()) else {
                findings.report_with_suggestion(
                    &entry.name_span,
                    format!(
                        "{feature}: there is no environment {}, expected {}",
                        Quoted(&entry.name),
                        OneOf(self.names, "or")
                    ),
                    &entry.name,
                    self.names.iter().map(String::as_str),
                );
                continue;
            };
            let what = In(&what, &entry.name);
            let (default, rules) = match &entry.value.kind {
                Kind::Table(table) => {
                    if table.entries.is_empty() {
                        findings.report(
                            &entry.value.span,
                            format!("{what} says nothing, expected a value, `default` or `rules`"),
                        );
                    }
                    let (mut default, mut rules) = (None, None);
                    for entry in &table.entries {
                        let inner = In(&what, &entry.name);
                        match entry.name.as_ref() {
                            "default" => {
                                default = value::value(findings, &entry.value, ty, range, &inner);
                            }
                            "rules" => {
                                rules =
                                    rule::rules(grammar, findings, &entry.value, ty, range, &what);
                            }
                            _ => not_long_form(findings, entry, ty, &what),
                        }
                    }
                    (default, rules)
                }
                _ => (value::value(findings, &entry.value, ty, range, &what), None),
            };
            if default.is_some() || rules.is_some() {
                values.push(EnvironmentValue {
                    environment,
                    default,
                    rules,
                });
            }
        }
        values
    }
}

fn not_long_form(
    findings: &mut Findings,
    entry: &crate::tree::Entry<'_>,
    ty: &Type,
    what: What<'_>,
) {
    let is_field = matches!(ty, Type::Table(table)
        if table.fields.iter().any(|field| field.name == entry.name));
    if is_field {
        findings.report_with_help(
            &entry.name_span,
            format!(
                "{what}: unknown key {}, expected {}, since a table here is the long form",
                Quoted(&entry.name),
                OneOf(keys::ENVIRONMENT, "or")
            ),
            "put the value into `default = { … }`",
        );
    } else {
        reader::unknown(findings, entry, what, keys::ENVIRONMENT);
    }
}

/// Whether an entry of `environments` gives every subject a value of its own. What is wrong in
/// another way counts as one: it has been reported.
pub(crate) fn states_a_value(node: &Node<'_>) -> bool {
    let Some(table) = node.as_table() else {
        return true;
    };
    let rules = table.get("rules").map(|entry| &entry.value);
    let Some(rules) = rules.and_then(Node::as_array) else {
        return true;
    };
    let always = |rule: &Node<'_>| match rule.as_table() {
        // A rollout, split or ramp passes over whoever has no key to be divided by.
        Some(rule) => rule.get("serve").is_some() && rule.get("when").is_none(),
        None => true,
    };
    table.get("default").is_some() || rules.iter().any(always)
}
