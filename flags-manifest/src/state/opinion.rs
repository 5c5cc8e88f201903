//! One entry of a state file, against the declaration of its feature.

use super::{Checker, limits, unknown};
use crate::diagnostic::{Diagnostic, OneOf, Quoted};
use crate::findings::Findings;
use crate::grammar::Dates;
use crate::keys;
use crate::model::{EnvironmentValue, Rule, Type, Value};
use crate::reader::{In, What};
use crate::rule;
use crate::segment;
use crate::tree::{Entry, Kind, Node};
use crate::value;

/// What is declared of a feature, as far as an entry has to fit it.
#[derive(Clone, Copy, Debug)]
pub struct Declaration<'d> {
    /// What its value is.
    pub ty: &'d Type,
    /// Inclusive bounds of a number.
    pub range: Option<&'d (Value, Value)>,
}

/// What an entry says, checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opinion {
    /// Its `default`.
    pub default: Option<Value>,
    /// Its `environments`; the index is into [`Scope::environments`](super::Scope::environments).
    pub environments: Vec<EnvironmentValue>,
    /// Its own `rules`.
    pub rules: Option<Vec<Rule>>,
    /// Whether one of its values does not fit the declaration; `errors` says which and why.
    pub misfits: bool,
    /// Why the entry cannot be used, in the order of the text; empty if it can.
    pub errors: Vec<Diagnostic>,
    /// What is not understood and left out, in the order of the text.
    pub ignored: Vec<Diagnostic>,
}

pub(super) fn read(
    checker: &Checker<'_>,
    entry: &Entry<'_>,
    declaration: &Declaration<'_>,
) -> Opinion {
    let name = Quoted(&entry.name);
    let what = format_args!("feature {name}");
    let mut reader = Reader {
        checker,
        declaration,
        what: &what,
        errors: Findings::new(),
        ignored: Findings::new(),
        opinion: Opinion::default(),
    };
    reader.entry(entry);
    Opinion {
        errors: reader.errors.into_sorted(),
        ignored: reader.ignored.into_sorted(),
        ..reader.opinion
    }
}

struct Reader<'r> {
    checker: &'r Checker<'r>,
    declaration: &'r Declaration<'r>,
    what: What<'r>,
    errors: Findings,
    ignored: Findings,
    opinion: Opinion,
}

impl Reader<'_> {
    fn entry(&mut self, entry: &Entry<'_>) {
        let Kind::Table(table) = &entry.value.kind else {
            self.errors.report_with_help(
                &entry.value.span,
                format!(
                    "{} must be a table, found {}",
                    self.what,
                    entry.value.describe()
                ),
                "put the value into its `default`",
            );
            return;
        };
        // JSON has each value in one piece, and a short one holds nothing long.
        let is_short = self.checker.grammar.dates == Dates::Text
            && entry.value.span.len() <= limits::MAX_ITEMS;
        if !is_short {
            limits::check(&mut self.errors, &entry.value, self.what);
        }
        let mut patterns = self.checker.patterns.get();
        limits::count_patterns(&mut self.errors, &entry.value, self.what, &mut patterns);
        self.checker.patterns.set(patterns);
        if !self.errors.is_empty() {
            return;
        }
        for entry in &table.entries {
            let what = In(self.what, &entry.name);
            match entry.name.as_ref() {
                "default" => self.opinion.default = self.value(&entry.value, &what),
                "rules" => self.opinion.rules = self.rules(entry),
                "environments" => self.environments(&entry.value),
                name => self.unknown(entry, name),
            }
        }
    }

    fn value(&mut self, node: &Node<'_>, what: What<'_>) -> Option<Value> {
        let Declaration { ty, range } = *self.declaration;
        let value = value::value(&mut self.errors, node, ty, range, what);
        self.opinion.misfits |= value.is_none();
        value
    }

    fn rules(&mut self, entry: &Entry<'_>) -> Option<Vec<Rule>> {
        let Declaration { ty, range } = *self.declaration;
        self.segments(&entry.value, self.what);
        let grammar = &self.checker.grammar;
        let errors = &mut self.errors;
        rule::rules(grammar, errors, &entry.value, ty, range, self.what)
    }

    /// Reports the segments that rules refer to and that cannot be used.
    fn segments(&mut self, rules: &Node<'_>, what: What<'_>) {
        let segments = &self.checker.segments;
        if segments.broken.is_empty() {
            return;
        }
        for (index, rule) in rules.as_array().into_iter().flatten().enumerate() {
            let Some(when) = rule.as_table().and_then(|rule| rule.get("when")) else {
                continue;
            };
            let mut mentions = Vec::new();
            segment::mentions(&self.checker.grammar, &when.value, &mut mentions);
            for mention in mentions {
                if let Some(broken) = segments.broken(mention.to) {
                    self.errors.report(
                        &mention.span,
                        format!(
                            "{what}: rule {}: `when.segment` cannot be used, since {}",
                            index + 1,
                            broken.reason
                        ),
                    );
                }
            }
        }
    }

    fn environments(&mut self, node: &Node<'_>) {
        let Declaration { ty, range } = *self.declaration;
        let environments = &self.checker.environments;
        let mut known = node.clone();
        if let Kind::Table(table) = &mut known.kind {
            let (mine, strange): (Vec<_>, Vec<_>) = std::mem::take(&mut table.entries)
                .into_iter()
                .partition(|entry| environments.names.iter().any(|name| *name == entry.name));
            table.entries = mine;
            for entry in &strange {
                self.strange_environment(entry);
            }
        }
        for environment in known.as_table().into_iter().flat_map(|t| &t.entries) {
            let table = environment.value.as_table();
            if let Some(rules) = table.and_then(|table| table.get("rules")) {
                let what = In(self.what, "environments");
                self.segments(&rules.value, &In(&what, &environment.name));
            }
        }
        let grammar = &self.checker.grammar;
        self.opinion.environments =
            environments.read(grammar, &mut self.errors, &known, ty, range, self.what);
        let given = known.as_table().map_or(0, |table| table.entries.len());
        self.opinion.misfits |= self.opinion.environments.len() < given;
    }

    /// Without the value that was meant for some stage, the rest of the entry would turn on what
    /// was on only there, or off what was not.
    fn strange_environment(&mut self, entry: &Entry<'_>) {
        let names = self.checker.environments.names;
        self.errors.report_with_suggestion(
            &entry.name_span,
            format!(
                "{}: there is no environment {}, expected {}, so the entry is set aside",
                self.what,
                Quoted(&entry.name),
                OneOf(names, "or")
            ),
            &entry.name,
            names.iter().map(String::as_str),
        );
    }

    fn unknown(&mut self, entry: &Entry<'_>, name: &str) {
        let (errors, ignored) = (&mut self.errors, &mut self.ignored);
        if keys::FEATURE.contains(&name) {
            ignored.report(
                &entry.name_span,
                format!(
                    "{}: `{name}` is ignored, since a feature is declared in `features.toml` and a \
                     state file holds no more than `default`, `rules` and `environments`",
                    self.what
                ),
            );
        } else {
            unknown(errors, ignored, entry, self.what, keys::STATE_FEATURE);
        }
    }
}
