//! Rules: a condition, and exactly one way to serve.

use crate::condition;
use crate::diagnostic::{OneOf, Quoted};
use crate::findings::Findings;
use crate::grammar::Grammar;
use crate::instant::instant;
use crate::keys;
use crate::model::{AttributeType, Ramp, Rule, Serve, Type, Value};
use crate::percent::{WHOLE, percent, show};
use crate::reader::{self, In, What};
use crate::tree::{Entry, Kind, Node, Table};
use crate::value;

pub(crate) fn rules(
    grammar: &Grammar<'_>,
    findings: &mut Findings,
    node: &Node<'_>,
    ty: &Type,
    range: Option<&(Value, Value)>,
    what: What<'_>,
) -> Option<Vec<Rule>> {
    let nodes = reader::list(findings, node, &In(what, "rules"), "a list of rules")?;
    let mut rules = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let mut reader = RuleReader {
            grammar,
            findings,
            ty,
            range,
            what: &format_args!("{what}: rule {}", index + 1),
        };
        rules.extend(reader.rule(node));
    }
    Some(rules)
}

struct RuleReader<'r, 'm> {
    grammar: &'r Grammar<'m>,
    findings: &'r mut Findings,
    ty: &'r Type,
    range: Option<&'r (Value, Value)>,
    what: What<'r>,
}

/// The ways to serve.
const WAYS: &[&str] = &["serve", "rollout", "split", "ramp"];

impl RuleReader<'_, '_> {
    fn rule(&mut self, node: &Node<'_>) -> Option<Rule> {
        let table = reader::table(self.findings, node, self.what)?;
        let mut known = true;
        for entry in &table.entries {
            if !keys::RULE.contains(&entry.name.as_ref()) {
                known = false;
                reader::unknown(self.findings, entry, self.what, keys::RULE);
            }
        }
        let when = table.get("when").map(|entry| {
            let what = In(self.what, "when");
            if entry
                .value
                .as_table()
                .is_some_and(|table| table.entries.is_empty())
            {
                self.findings.report_with_help(
                    &entry.value.span,
                    format!("{what} must not be an empty condition"),
                    "leave it out to match everyone",
                );
                return None;
            }
            condition::condition(self.grammar, self.findings, &entry.value, &what)
        });
        let by = table.get("by").and_then(|entry| self.by(entry));
        let salt = table.get("salt").and_then(|entry| self.salt(entry));
        let (serve, within) = self.serve(node, table, known)?;
        let by = by.or(within.by);
        let salt = salt.or(within.salt);
        Some(Rule {
            when: match when {
                None => None,
                // A rule whose condition is wrong must not match everyone.
                Some(None) => return None,
                Some(when) => when,
            },
            serve,
            by,
            salt,
            span: node.span.clone(),
            line: self.grammar.lines.line(node.span.start),
        })
    }

    fn serve(
        &mut self,
        node: &Node<'_>,
        table: &Table<'_>,
        known: bool,
    ) -> Option<(Serve, Bucket)> {
        let mut ways = table
            .entries
            .iter()
            .filter(|entry| WAYS.contains(&entry.name.as_ref()));
        let Some(way) = ways.next() else {
            // It may be what an unknown key was meant to be, and that has been reported.
            if known {
                self.findings.report(
                    &node.span,
                    format!(
                        "{} serves nothing, expected {}",
                        self.what,
                        OneOf(WAYS, "or")
                    ),
                );
            }
            return None;
        };
        if let Some(second) = ways.next() {
            self.findings.report(
                &second.name_span,
                format!(
                    "{} has both {} and {}, expected exactly one of {}",
                    self.what,
                    Quoted(&way.name),
                    Quoted(&second.name),
                    OneOf(WAYS, "and")
                ),
            );
            return None;
        }
        let misplaced: &[&str] = match way.name.as_ref() {
            "serve" => &["value", "by", "salt"],
            "split" => &["value"],
            _ => &[],
        };
        let mut fits = true;
        for entry in &table.entries {
            if misplaced.contains(&entry.name.as_ref()) {
                fits = false;
                let goes_with: &[&str] = match entry.name.as_ref() {
                    "value" => &["rollout", "ramp"],
                    _ => &["rollout", "ramp", "split"],
                };
                self.findings.report(
                    &entry.name_span,
                    format!(
                        "{}: {} does nothing beside `{}`, it goes with {}",
                        self.what,
                        Quoted(&entry.name),
                        way.name,
                        OneOf(goes_with, "and")
                    ),
                );
            }
        }
        let mut bucket = Bucket::default();
        let serve = match way.name.as_ref() {
            "serve" => Serve::Value(self.value(&way.value, "serve")?),
            "split" => Serve::Split(self.split(way)?),
            "ramp" => {
                let value = self.inside(table, way);
                Serve::Ramp(self.ramp(way, value)?)
            }
            _ => {
                let value = self.inside(table, way);
                let percent = self.rollout(table, way, &mut bucket);
                Serve::Rollout(percent?, value?)
            }
        };
        fits.then_some((serve, bucket))
    }

    fn value(&mut self, node: &Node<'_>, name: &str) -> Option<Value> {
        value::value(
            self.findings,
            node,
            self.ty,
            self.range,
            &In(self.what, name),
        )
    }

    /// What those inside a rollout or ramp get.
    fn inside(&mut self, table: &Table<'_>, way: &Entry<'_>) -> Option<Value> {
        if let Some(entry) = table.get("value") {
            return self.value(&entry.value, "value");
        }
        if *self.ty == Type::Boolean {
            return Some(Value::Boolean(true));
        }
        self.findings.report(
            &way.name_span,
            format!(
                "{}: `{}` needs a `value` beside it, since the feature is not a boolean",
                self.what, way.name
            ),
        );
        None
    }

    fn rollout(&mut self, rule: &Table<'_>, way: &Entry<'_>, bucket: &mut Bucket) -> Option<u32> {
        let what = In(self.what, "rollout");
        let Kind::Table(table) = &way.value.kind else {
            return percent(self.findings, &way.value, &what);
        };
        let (mut share, mut known) = (None, true);
        for entry in &table.entries {
            match entry.name.as_ref() {
                "percent" => {
                    share = Some(percent(self.findings, &entry.value, &In(&what, "percent")));
                }
                "by" => bucket.by = self.by(entry),
                "salt" => bucket.salt = self.salt(entry),
                _ => {
                    known = false;
                    reader::unknown(self.findings, entry, &what, keys::ROLLOUT);
                }
            }
            if matches!(entry.name.as_ref(), "by" | "salt")
                && let Some(outer) = rule.get(&entry.name)
            {
                let later = if outer.name_span.start > entry.name_span.start {
                    outer
                } else {
                    entry
                };
                self.findings.report(
                    &later.name_span,
                    format!("{}: {} is given twice", self.what, Quoted(&entry.name)),
                );
            }
        }
        if share.is_none() && known {
            self.findings
                .report(&way.name_span, format!("{what} has no `percent`"));
        }
        share.flatten()
    }

    fn split(&mut self, way: &Entry<'_>) -> Option<Vec<(Value, u32)>> {
        let what = In(self.what, "split");
        let table = reader::table(self.findings, &way.value, &what)?;
        if table.entries.is_empty() {
            self.findings.report(
                &way.value.span,
                format!("{what} must not be an empty table"),
            );
            return None;
        }
        let mut shares = Vec::with_capacity(table.entries.len());
        let mut percents = Vec::with_capacity(table.entries.len());
        for entry in &table.entries {
            let share = percent(self.findings, &entry.value, &In(&what, &entry.name));
            let value = split_value(self.findings, entry, self.ty, self.range, &what);
            percents.extend(share);
            shares.extend(value.zip(share));
        }
        // Shares that are no percentages have been reported, and a sum without them says nothing.
        if percents.len() < table.entries.len() {
            return None;
        }
        let sum: u64 = percents.iter().copied().map(u64::from).sum();
        if sum != u64::from(WHOLE) {
            self.findings.report(
                &way.value.span,
                format!("{what} must sum to 100, and sums to {}", show(sum)),
            );
            return None;
        }
        (shares.len() == table.entries.len()).then_some(shares)
    }

    fn ramp(&mut self, way: &Entry<'_>, value: Option<Value>) -> Option<Ramp> {
        let what = In(self.what, "ramp");
        let table = reader::table(self.findings, &way.value, &what)?;
        let (mut from, mut to, mut start, mut end) = (None, None, None, None);
        let mut known = true;
        for entry in &table.entries {
            let inner = In(&what, &entry.name);
            let dates = self.grammar.dates;
            match entry.name.as_ref() {
                "from" => from = instant(self.findings, &entry.value, &inner, dates),
                "to" => to = instant(self.findings, &entry.value, &inner, dates),
                "start" => start = percent(self.findings, &entry.value, &inner),
                "end" => end = percent(self.findings, &entry.value, &inner),
                _ => {
                    known = false;
                    reader::unknown(self.findings, entry, &what, keys::RAMP);
                }
            }
        }
        for name in keys::RAMP {
            if known && table.get(name).is_none() {
                self.findings
                    .report(&way.name_span, format!("{what} has no `{name}`"));
            }
        }
        let (from, to) = (from?, to?);
        if to.nanoseconds <= from.nanoseconds {
            let span = table
                .get("to")
                .map_or(&way.value.span, |entry| &entry.value.span);
            self.findings.report(
                span,
                format!(
                    "{} must be later than `from`, which is {}",
                    In(&what, "to"),
                    from.text
                ),
            );
            return None;
        }
        Some(Ramp {
            from: from.text,
            to: to.text,
            start: start?,
            end: end?,
            value: value?,
        })
    }

    fn by(&mut self, entry: &Entry<'_>) -> Option<usize> {
        let what = In(self.what, "by");
        let name = reader::text(self.findings, &entry.value, &what)?;
        let Some(index) = self.grammar.attribute_index.get(name) else {
            self.findings.report_with_suggestion(
                &entry.value.span,
                format!(
                    "{what} must name an attribute of `[context]`, found {}",
                    Quoted(name)
                ),
                name,
                self.grammar
                    .attributes
                    .iter()
                    .map(|attribute| attribute.name.as_str()),
            );
            return None;
        };
        let index = (*index)?;
        let attribute = &self.grammar.attributes[index];
        match attribute.ty {
            AttributeType::Float | AttributeType::Datetime | AttributeType::Strings => {
                self.findings.report(
                    &entry.value.span,
                    format!(
                        "{what} must name an attribute that tells subjects apart, and {} is {}",
                        Quoted(name),
                        condition::described(&attribute.ty)
                    ),
                );
                None
            }
            _ => Some(index),
        }
    }

    fn salt(&mut self, entry: &Entry<'_>) -> Option<String> {
        reader::text(self.findings, &entry.value, &In(self.what, "salt")).map(str::to_owned)
    }
}

/// `by` and `salt` where they stand in `rollout = { … }`.
#[derive(Default)]
struct Bucket {
    by: Option<usize>,
    salt: Option<String>,
}

/// The value that a share of a split names: a variant, `true`, an integer or a text.
fn split_value(
    findings: &mut Findings,
    entry: &Entry<'_>,
    ty: &Type,
    range: Option<&(Value, Value)>,
    what: What<'_>,
) -> Option<Value> {
    let name = entry.name.as_ref();
    let (kind, wanted) = match ty {
        Type::Float | Type::Table(_) => {
            findings.report_with_help(
                &entry.name_span,
                format!("{what} cannot name values of a float or a table"),
                "use one `rollout` with a `value` after the other",
            );
            return None;
        }
        Type::Boolean => (name.parse().ok().map(Kind::Boolean), "`true` or `false`"),
        Type::Integer => {
            let integer = name.parse::<i64>().ok();
            let plain = integer.filter(|integer| integer.to_string() == name);
            (plain.map(Kind::Integer), "integers")
        }
        Type::String | Type::Variants(_) => (Some(Kind::String(name.into())), "strings"),
    };
    let Some(kind) = kind else {
        findings.report(
            &entry.name_span,
            format!("{what} must name {wanted}, found {}", Quoted(name)),
        );
        return None;
    };
    let node = Node {
        kind,
        span: entry.name_span.clone(),
    };
    value::value(findings, &node, ty, range, &format_args!("{what}: a name"))
}
