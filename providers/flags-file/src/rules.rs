//! Rules, conditions and attributes, between the words of the manifest and those of the runtime.

use flags_manifest::model;
use flags_manifest::state::{DeclaredSegment, Scope};
use flags_runtime::{
    AttributeInfo, AttributeType, Condition, List, Matcher, Operand, Operator, Ramp, Registry,
    Rule, Serve, Test, Text, Timestamp,
};

use crate::declaration::{value_of, variant_set};

/// What a registry declares, in the manifest's words; the name of an attribute whose type this crate
/// does not know, which a newer runtime may have.
pub(crate) fn scope(registry: &Registry) -> Result<Scope, &'static str> {
    let attributes = registry.attributes().iter();
    let segments = registry.segments().iter();
    Ok(Scope {
        attributes: attributes
            .map(|info| attribute(info).ok_or(info.name()))
            .collect::<Result<_, _>>()?,
        segments: segments
            .map(|info| DeclaredSegment {
                name: info.name().to_owned(),
                refers_to: segments_of(info.condition()),
            })
            .collect(),
        environments: registry
            .environments()
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
    })
}

fn attribute(info: &AttributeInfo) -> Option<model::Attribute> {
    Some(model::Attribute {
        name: info.name().to_owned(),
        ty: match info.ty() {
            AttributeType::Boolean => model::AttributeType::Boolean,
            AttributeType::Integer => model::AttributeType::Integer,
            AttributeType::Float => model::AttributeType::Float,
            AttributeType::Text => model::AttributeType::String,
            AttributeType::Semver => model::AttributeType::Semver,
            AttributeType::Datetime => model::AttributeType::Datetime,
            AttributeType::Strings => model::AttributeType::Strings,
            AttributeType::Variants(set) => model::AttributeType::Variants(variant_set(set)),
            _ => return None,
        },
        private: info.is_private(),
        line: 0,
    })
}

/// The segments that a condition refers to, by index, each once.
pub(crate) fn segments_of(condition: &Condition) -> Vec<usize> {
    let mut segments = Vec::new();
    collect_segments(condition, &mut segments);
    segments.sort_unstable();
    segments.dedup();
    segments
}

fn collect_segments(condition: &Condition, segments: &mut Vec<usize>) {
    for test in condition.tests() {
        match test {
            Test::Attribute(..) => {}
            Test::Segment(index) => segments.push(*index as usize),
            Test::Any(conditions) | Test::All(conditions) | Test::None(conditions) => {
                for condition in conditions.iter() {
                    collect_segments(condition, segments);
                }
            }
        }
    }
}

/// The manifest's words, translated.
pub(crate) struct Translator<'t> {
    /// The runtime's index of each segment. Those that are not in it keep theirs.
    pub(crate) segments: &'t [u32],
}

impl Translator<'_> {
    pub(crate) fn rules(&self, rules: &[model::Rule], ty: &model::Type) -> List<Rule> {
        rules.iter().map(|rule| self.rule(rule, ty)).collect()
    }

    fn rule(&self, rule: &model::Rule, ty: &model::Type) -> Rule {
        Rule::new(
            rule.when.as_ref().map(|when| self.condition(when)),
            serve(&rule.serve, ty),
            rule.by.map(position),
            rule.salt.clone().map(Text::from),
            rule.line,
        )
    }

    pub(crate) fn condition(&self, condition: &model::Condition) -> Condition {
        Condition::new(condition.tests.iter().map(|test| self.test(test)).collect())
    }

    fn conditions(&self, conditions: &[model::Condition]) -> List<Condition> {
        conditions.iter().map(|one| self.condition(one)).collect()
    }

    fn test(&self, test: &model::Test) -> Test {
        match test {
            model::Test::Attribute(index, matching) => {
                Test::Attribute(position(*index), matcher(matching))
            }
            model::Test::Segment(index) => Test::Segment(
                self.segments
                    .get(*index)
                    .copied()
                    .unwrap_or_else(|| position(*index)),
            ),
            model::Test::Any(all) => Test::Any(self.conditions(all)),
            model::Test::All(all) => Test::All(self.conditions(all)),
            model::Test::None(all) => Test::None(self.conditions(all)),
        }
    }
}

fn matcher(matching: &model::Matcher) -> Matcher {
    match matching {
        model::Matcher::Is(value) => Matcher::Is(operand(value)),
        model::Matcher::AnyOf(values) => Matcher::AnyOf(operands(values)),
        model::Matcher::Operators(operators) => {
            Matcher::Operators(operators.iter().map(operator).collect())
        }
    }
}

fn operator(operator: &model::Operator) -> Operator {
    match operator {
        model::Operator::Not(inner) => Operator::Not(vec![matcher(inner)].into()),
        model::Operator::NotIn(values) => Operator::NotIn(operands(values)),
        model::Operator::Gt(value) => Operator::Gt(operand(value)),
        model::Operator::Gte(value) => Operator::Gte(operand(value)),
        model::Operator::Lt(value) => Operator::Lt(operand(value)),
        model::Operator::Lte(value) => Operator::Lte(operand(value)),
        model::Operator::StartsWith(all) => Operator::StartsWith(texts(all)),
        model::Operator::EndsWith(all) => Operator::EndsWith(texts(all)),
        model::Operator::Contains(all) => Operator::Contains(texts(all)),
        model::Operator::Matches(pattern) => Operator::Matches(pattern.clone().into()),
        model::Operator::Semver(requirement) => Operator::Semver(requirement.clone().into()),
        model::Operator::Before(value) => Operator::Before(operand(value)),
        model::Operator::After(value) => Operator::After(operand(value)),
        model::Operator::Exists(wanted) => Operator::Exists(*wanted),
    }
}

fn operands(values: &[model::Operand]) -> List<Operand> {
    values.iter().map(operand).collect()
}

fn operand(value: &model::Operand) -> Operand {
    match value {
        model::Operand::Boolean(value) => Operand::Boolean(*value),
        model::Operand::Integer(value) => Operand::Integer(*value),
        model::Operand::Float(value) => Operand::Float(*value),
        model::Operand::String(value) => Operand::Text(value.clone().into()),
        model::Operand::Variant(index) => Operand::Variant(position(*index)),
        model::Operand::Datetime(value) => Operand::Datetime(moment(value)),
    }
}

fn texts(all: &[String]) -> List<Text> {
    all.iter().cloned().map(Text::from).collect()
}

fn serve(serve: &model::Serve, ty: &model::Type) -> Serve {
    let value = |value: &model::Value| value_of(value.clone(), ty);
    match serve {
        model::Serve::Value(served) => Serve::Value(value(served)),
        model::Serve::Rollout(percentage, served) => Serve::Rollout(*percentage, value(served)),
        model::Serve::Split(shares) => Serve::Split(
            shares
                .iter()
                .map(|(served, share)| (value(served), *share))
                .collect(),
        ),
        model::Serve::Ramp(ramp) => Serve::Ramp(Ramp::new(
            moment(&ramp.from),
            moment(&ramp.to),
            ramp.start,
            ramp.end,
            value(&ramp.value),
        )),
    }
}

fn moment(text: &str) -> Timestamp {
    text.parse()
        .expect("the manifest hands out date-times of RFC 3339 only")
}

pub(crate) fn position(index: usize) -> u32 {
    u32::try_from(index).expect("the text is bounded, so its entries can be counted in 32 bits")
}
