//! Rules, segments and their conditions as data.
//!
//! Whatever may be dropped is in an inline constant, since it is not promoted otherwise; and with
//! functions, whose names cannot be those of the user's types.

use std::fmt::Write;

use flags_manifest::model::{
    Condition, Feature, Manifest, Matcher, Operand, Operator, Rule, Segment, Serve, Test, Type,
};

use super::{Writer, value};
use crate::text::Literal;

/// What rules and conditions are written with.
pub(super) const WORDS: &str = "after, all, any, any_of, before, boolean_operand, condition, \
                                contains, ends_with, exists, float_operand, gt, gte, in_segment, \
                                integer_operand, is, lt, lte, matches, moment, none, not, not_in, \
                                operators, ramp, rollout, rule, segment, semver, serve, split, \
                                starts_with, test, text_operand, variant_operand";

/// Whether anything of a manifest is written with [`WORDS`].
pub(super) fn are_in(manifest: &Manifest) -> bool {
    let of_feature = |feature: &Feature| {
        let environments = feature.environments.iter();
        !feature.rules.is_empty()
            || environments
                .filter_map(|entry| entry.rules.as_ref())
                .any(|rules| !rules.is_empty())
    };
    manifest.features.iter().any(of_feature)
}

impl Writer<'_> {
    /// The rules of each feature, in constants of their own: rustc looks at all of a body for each
    /// inline constant in it.
    pub(super) fn rules(&mut self, manifest: &Manifest) {
        for (index, feature) in manifest.features.iter().enumerate() {
            let (facade, core) = (self.facade, &self.core);
            if !feature.rules.is_empty() {
                let rules = rules(&feature.ty, &feature.rules);
                let _ = writeln!(
                    self.out,
                    "    const __RULES_{index}: &[{facade}::Rule] = &{rules};"
                );
            }
            let environments: Vec<_> = feature
                .environments
                .iter()
                .filter_map(|entry| {
                    let rules = rules(&feature.ty, entry.rules.as_deref()?);
                    Some(format!("({}, &{rules})", entry.environment))
                })
                .collect();
            if !environments.is_empty() {
                let _ = writeln!(
                    self.out,
                    "    const __RULES_IN_{index}: &[({core}::primitive::u32, &[{facade}::Rule])] = &[{}];",
                    environments.join(", ")
                );
            }
        }
    }
}

/// A feature's rules, as the methods of its declaration.
pub(super) fn declared(out: &mut String, index: usize, feature: &Feature) {
    if !feature.rules.is_empty() {
        let _ = write!(out, ".with_rules(__RULES_{index})");
    }
    if feature
        .environments
        .iter()
        .any(|entry| entry.rules.is_some())
    {
        let _ = write!(out, ".with_rules_in(__RULES_IN_{index})");
    }
}

/// What must hold for a segment, as the items of a slice.
pub(super) fn segment(segment: &Segment) -> String {
    let tests: Vec<_> = segment.condition.tests.iter().map(test).collect();
    format!("[{}]", tests.join(", "))
}

fn rules(ty: &Type, rules: &[Rule]) -> String {
    let mut out = "[".to_owned();
    for each in rules {
        let _ = write!(out, "\n        {},", rule(ty, each));
    }
    out.push_str(if rules.is_empty() { "]" } else { "\n    ]" });
    out
}

fn rule(ty: &Type, rule: &Rule) -> String {
    let when = rule
        .when
        .as_ref()
        .map_or_else(|| "&[]".to_owned(), |when| tests(&when.tests));
    let serve = match &rule.serve {
        Serve::Value(value) => format!("serve({})", value::data(ty, value)),
        Serve::Rollout(share, value) => format!("rollout({share}, {})", value::data(ty, value)),
        Serve::Split(shares) => {
            let shares = shares
                .iter()
                .map(|(value, share)| format!("({}, {share})", value::data(ty, value)));
            format!("split({})", list(shares))
        }
        Serve::Ramp(ramp) => format!(
            "ramp({}, {}, {}, {}, {})",
            milliseconds(&ramp.from),
            milliseconds(&ramp.to),
            ramp.start,
            ramp.end,
            value::data(ty, &ramp.value)
        ),
    };
    // Counted from 1, so that a rule needs no `None`.
    let by = rule.by.map_or(0, |attribute| attribute + 1);
    let salt = Literal(rule.salt.as_deref().unwrap_or_default());
    format!("rule({}, {when}, {serve}, {by}, {salt})", rule.line)
}

fn condition(condition: &Condition) -> String {
    format!("condition({})", tests(&condition.tests))
}

fn conditions(conditions: &[Condition]) -> String {
    list(conditions.iter().map(condition))
}

fn tests(tests: &[Test]) -> String {
    list(tests.iter().map(test))
}

fn test(test: &Test) -> String {
    match test {
        Test::Attribute(attribute, of) => format!("test({attribute}, {})", matcher(of)),
        Test::Segment(segment) => format!("in_segment({segment})"),
        Test::Any(of) => format!("any({})", conditions(of)),
        Test::All(of) => format!("all({})", conditions(of)),
        Test::None(of) => format!("none({})", conditions(of)),
    }
}

fn matcher(matcher: &Matcher) -> String {
    match matcher {
        Matcher::Is(value) => format!("is({})", operand(value)),
        Matcher::AnyOf(values) => format!("any_of({})", operands(values)),
        Matcher::Operators(operators) => {
            format!("operators({})", list(operators.iter().map(operator)))
        }
    }
}

fn operator(operator: &Operator) -> String {
    match operator {
        Operator::Not(of) => format!("not({})", list([matcher(of)])),
        Operator::NotIn(values) => format!("not_in({})", operands(values)),
        Operator::Gt(value) => format!("gt({})", operand(value)),
        Operator::Gte(value) => format!("gte({})", operand(value)),
        Operator::Lt(value) => format!("lt({})", operand(value)),
        Operator::Lte(value) => format!("lte({})", operand(value)),
        Operator::StartsWith(texts) => format!("starts_with({})", literals(texts)),
        Operator::EndsWith(texts) => format!("ends_with({})", literals(texts)),
        Operator::Contains(texts) => format!("contains({})", literals(texts)),
        Operator::Matches(pattern) => format!("matches({})", Literal(pattern)),
        Operator::Semver(requirement) => format!("semver({})", Literal(requirement)),
        Operator::Before(value) => format!("before({})", operand(value)),
        Operator::After(value) => format!("after({})", operand(value)),
        Operator::Exists(exists) => format!("exists({exists})"),
    }
}

fn operands(operands: &[Operand]) -> String {
    list(operands.iter().map(operand))
}

fn operand(operand: &Operand) -> String {
    match operand {
        Operand::Boolean(value) => format!("boolean_operand({value})"),
        Operand::Integer(value) => format!("integer_operand({value})"),
        Operand::Float(value) => format!("float_operand({value:?})"),
        Operand::String(text) => format!("text_operand({})", Literal(text)),
        Operand::Variant(index) => format!("variant_operand({index})"),
        Operand::Datetime(text) => format!("moment({})", milliseconds(text)),
    }
}

fn literals(texts: &[String]) -> String {
    list(
        texts
            .iter()
            .map(|text| format!("literal({})", Literal(text))),
    )
}

fn milliseconds(text: &str) -> i64 {
    flags_manifest::milliseconds(text).expect("the manifest gives date-times in RFC 3339")
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<_> = items.into_iter().collect();
    format!("const {{ &[{}] }}", items.join(", "))
}
