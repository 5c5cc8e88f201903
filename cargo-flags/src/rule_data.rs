//! Rules and conditions as data: what they say, without their places in a text.

use flags_manifest::model::{
    Attribute, AttributeType, Condition, Manifest, Matcher, Operand, Operator, Rule, Segment,
    Serve, Test, Type,
};

use crate::datum::Datum;

/// What the indices of a rule refer to.
#[derive(Clone, Debug)]
pub struct Names<'m> {
    attributes: &'m [Attribute],
    /// By index; `None` for one that cannot be used.
    segments: Vec<Option<&'m Segment>>,
}

impl<'m> Names<'m> {
    /// Those of a manifest.
    #[must_use]
    pub fn of(manifest: &'m Manifest) -> Self {
        Self {
            attributes: &manifest.attributes,
            segments: manifest.segments.iter().map(Some).collect(),
        }
    }

    /// With the segments of a state file, which replace some and come after the others.
    #[must_use]
    pub fn with_segments(mut self, segments: &'m [(usize, Segment)]) -> Self {
        for (index, segment) in segments {
            if *index >= self.segments.len() {
                self.segments.resize(index + 1, None);
            }
            self.segments[*index] = Some(segment);
        }
        self
    }

    /// A rule, as `features.toml` writes it.
    #[must_use]
    pub fn rule(&self, rule: &Rule, ty: &Type) -> Datum {
        self.rule_with(rule, ty, &|index| self.segment_name(index))
    }

    /// A rule with what its segments mean in the place of their names, to be compared.
    #[must_use]
    pub fn rule_in_full(&self, rule: &Rule, ty: &Type) -> Datum {
        self.rule_with(rule, ty, &|index| self.segment_in_full(index))
    }

    /// A condition, as `features.toml` writes it.
    #[must_use]
    pub fn condition(&self, condition: &Condition) -> Datum {
        self.condition_with(condition, &|index| self.segment_name(index))
    }

    fn segment_name(&self, index: usize) -> Datum {
        match self.segments.get(index).copied().flatten() {
            Some(segment) => Datum::Text(segment.name.clone()),
            None => Datum::Null,
        }
    }

    fn segment_in_full(&self, index: usize) -> Datum {
        match self.segments.get(index).copied().flatten() {
            // Segments refer to each other without cycles.
            Some(segment) => {
                self.condition_with(&segment.condition, &|index| self.segment_in_full(index))
            }
            None => Datum::Null,
        }
    }

    fn rule_with(&self, rule: &Rule, ty: &Type, segment: &dyn Fn(usize) -> Datum) -> Datum {
        let mut entries = Vec::new();
        let mut add = |name: &str, datum: Datum| entries.push((name.to_owned(), datum));
        if let Some(when) = &rule.when {
            add("when", self.condition_with(when, segment));
        }
        let is_plain = |value: &_| Datum::of_value(value, ty) == Datum::Boolean(true);
        match &rule.serve {
            Serve::Value(value) => add("serve", Datum::of_value(value, ty)),
            Serve::Rollout(percent, value) => {
                add("rollout", Datum::percent(*percent));
                if !is_plain(value) {
                    add("value", Datum::of_value(value, ty));
                }
            }
            Serve::Split(shares) => {
                let share = |(value, percent): &(_, u32)| {
                    let name = match Datum::of_value(value, ty) {
                        Datum::Text(name) => name,
                        other => other.toml(),
                    };
                    (name, Datum::percent(*percent))
                };
                add("split", Datum::Table(shares.iter().map(share).collect()));
            }
            Serve::Ramp(ramp) => {
                let parts = [
                    ("from", Datum::Moment(ramp.from.clone())),
                    ("to", Datum::Moment(ramp.to.clone())),
                    ("start", Datum::percent(ramp.start)),
                    ("end", Datum::percent(ramp.end)),
                ];
                let parts = parts.map(|(name, datum)| (name.to_owned(), datum));
                add("ramp", Datum::Table(parts.into()));
                if !is_plain(&ramp.value) {
                    add("value", Datum::of_value(&ramp.value, ty));
                }
            }
        }
        if let Some(by) = rule.by {
            add("by", Datum::Text(self.attributes[by].name.clone()));
        }
        if let Some(salt) = &rule.salt {
            add("salt", Datum::Text(salt.clone()));
        }
        Datum::Table(entries)
    }

    fn condition_with(&self, condition: &Condition, segment: &dyn Fn(usize) -> Datum) -> Datum {
        let group = |inner: &[Condition]| {
            let inner = inner.iter().map(|it| self.condition_with(it, segment));
            Datum::List(inner.collect())
        };
        let test = |test: &Test| match test {
            Test::Attribute(index, matcher) => {
                let attribute = &self.attributes[*index];
                (attribute.name.clone(), data(matcher, &attribute.ty))
            }
            Test::Segment(index) => ("segment".to_owned(), segment(*index)),
            Test::Any(inner) => ("any".to_owned(), group(inner)),
            Test::All(inner) => ("all".to_owned(), group(inner)),
            Test::None(inner) => ("none".to_owned(), group(inner)),
        };
        Datum::Table(condition.tests.iter().map(test).collect())
    }
}

/// Adds the segments that a condition names, by index.
pub fn mentions(condition: &Condition, found: &mut Vec<usize>) {
    for test in &condition.tests {
        match test {
            Test::Attribute(..) => {}
            Test::Segment(index) => found.push(*index),
            Test::Any(inner) | Test::All(inner) | Test::None(inner) => {
                inner.iter().for_each(|it| mentions(it, found));
            }
        }
    }
}

fn data(matcher: &Matcher, ty: &AttributeType) -> Datum {
    match matcher {
        Matcher::Is(value) => operand(value, ty),
        Matcher::AnyOf(values) => list(values, ty),
        Matcher::Operators(operators) => {
            Datum::Table(operators.iter().map(|it| operator(it, ty)).collect())
        }
    }
}

fn operator(operator: &Operator, ty: &AttributeType) -> (String, Datum) {
    let texts = |texts: &[String]| match texts {
        [one] => Datum::Text(one.clone()),
        several => Datum::List(several.iter().cloned().map(Datum::Text).collect()),
    };
    let (name, datum) = match operator {
        Operator::Not(matcher) => ("not", data(matcher, ty)),
        Operator::NotIn(values) => ("not-in", list(values, ty)),
        Operator::Gt(value) => ("gt", operand(value, ty)),
        Operator::Gte(value) => ("gte", operand(value, ty)),
        Operator::Lt(value) => ("lt", operand(value, ty)),
        Operator::Lte(value) => ("lte", operand(value, ty)),
        Operator::StartsWith(words) => ("starts-with", texts(words)),
        Operator::EndsWith(words) => ("ends-with", texts(words)),
        Operator::Contains(words) => ("contains", texts(words)),
        Operator::Matches(pattern) => ("matches", Datum::Text(pattern.clone())),
        Operator::Semver(wanted) => ("semver", Datum::Text(wanted.clone())),
        Operator::Before(value) => ("before", operand(value, ty)),
        Operator::After(value) => ("after", operand(value, ty)),
        Operator::Exists(wanted) => ("exists", Datum::Boolean(*wanted)),
    };
    (name.to_owned(), datum)
}

fn list(values: &[Operand], ty: &AttributeType) -> Datum {
    Datum::List(values.iter().map(|value| operand(value, ty)).collect())
}

fn operand(operand: &Operand, ty: &AttributeType) -> Datum {
    match (operand, ty) {
        (Operand::Boolean(value), _) => Datum::Boolean(*value),
        (Operand::Integer(value), _) => Datum::Integer(*value),
        (Operand::Float(value), _) => Datum::Float(*value),
        (Operand::String(text), _) => Datum::Text(text.clone()),
        (Operand::Datetime(moment), _) => Datum::Moment(moment.clone()),
        (Operand::Variant(index), AttributeType::Variants(set)) => {
            Datum::Text(set.variants[*index].name.clone())
        }
        // Only a closed set has variants.
        (Operand::Variant(_), _) => Datum::Null,
    }
}
