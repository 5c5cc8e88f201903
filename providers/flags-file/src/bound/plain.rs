//! Entries of a JSON state file in their most frequent forms, read into rules without a tree in
//! between: most of the time that a large file takes went there.
//!
//! Whatever is wrong or out of the ordinary is `None` here: the checker reads it then, and says what
//! it is.

use std::sync::Arc;

use flags_manifest::state::{StateEntry, StateFile, Walk};
use flags_runtime::{
    AttributeInfo, AttributeType, Condition, FeatureInfo, Matcher, Operand, Registry, Rule, Serve,
    Test, Text, Value, ValueType,
};

use super::Opinion;
use crate::rules::position;

/// Longer entries are left to the checker, which knows the limits.
const MAX_LENGTH: usize = 4096;

/// Reads entries for one registry. What one says stays here until the next is read.
pub(super) struct Plain {
    attributes: &'static [AttributeInfo],
    /// Where the last rule stood.
    line: u32,
    pub(super) default: Option<Value>,
    pub(super) rules: Vec<Rule>,
    // Kept, so that each list that is made is allocated once, at its length.
    tests: Vec<Test>,
    operands: Vec<Operand>,
}

impl Plain {
    pub(super) const fn new(registry: &'static Registry) -> Self {
        Self {
            attributes: registry.attributes(),
            line: 1,
            default: None,
            rules: Vec::new(),
            tests: Vec::new(),
            operands: Vec::new(),
        }
    }

    /// Reads an entry; `None` where there is more to it.
    pub(super) fn read(
        &mut self,
        state: &StateFile,
        entry: StateEntry<'_>,
        feature: &FeatureInfo,
    ) -> Option<()> {
        self.default = None;
        self.rules.clear();
        let walk = entry.walk()?;
        if walk.length() > MAX_LENGTH || feature.range().is_some() {
            return None;
        }
        let mut reader = Reader {
            plain: self,
            ty: &feature.value_type(),
            state,
        };
        reader.entry(walk)
    }

    /// What has been read, taken away.
    pub(super) fn opinion(&mut self) -> Opinion {
        Opinion {
            default: self.default.take(),
            rules: self.rules.drain(..).collect(),
            stages: Vec::new(),
        }
    }
}

/// What a rule consists of.
#[derive(Default)]
struct Parts {
    when: Option<Condition>,
    serve: Option<Value>,
    share: Option<u32>,
    value: Option<Value>,
}

struct Reader<'r> {
    plain: &'r mut Plain,
    ty: &'r ValueType,
    state: &'r StateFile,
}

/// How most entries begin that a program has written: in the first rule, before its condition.
const USUAL: &[u8] = br#"{"rules":[{"when":"#;
/// How much of it stands before the rule.
const BEFORE_RULE: usize = br#"{"rules":["#.len();

impl Reader<'_> {
    fn entry(&mut self, mut walk: Walk<'_>) -> Option<()> {
        let start = walk.place();
        if !walk.passes(USUAL) {
            return walk.object(|walk, name| self.member(walk, name));
        }
        let mut parts = Parts {
            when: Some(self.condition(&mut walk)?),
            ..Parts::default()
        };
        walk.rest_of_object(|walk, name| self.part(&mut parts, walk, name))?;
        self.take(parts, start + BEFORE_RULE)?;
        walk.rest_of_list(|walk| self.rule(walk))?;
        walk.rest_of_object(|walk, name| self.member(walk, name))
    }

    fn member(&mut self, walk: &mut Walk<'_>, name: &[u8]) -> Option<()> {
        match name {
            b"default" => self.plain.default = Some(self.value(walk)?),
            b"rules" => walk.list(|walk| self.rule(walk))?,
            _ => return None,
        }
        Some(())
    }

    fn rule(&mut self, walk: &mut Walk<'_>) -> Option<()> {
        let start = walk.place();
        let mut parts = Parts::default();
        walk.object(|walk, name| self.part(&mut parts, walk, name))?;
        self.take(parts, start)
    }

    #[inline]
    fn part(&mut self, parts: &mut Parts, walk: &mut Walk<'_>, name: &[u8]) -> Option<()> {
        match name {
            b"when" => parts.when = Some(self.condition(walk)?),
            b"serve" => parts.serve = Some(self.value(walk)?),
            b"rollout" => parts.share = Some(walk.percentage()?),
            b"value" => parts.value = Some(self.value(walk)?),
            _ => return None,
        }
        Some(())
    }

    /// Takes a rule that began at `start`.
    #[inline]
    fn take(&mut self, parts: Parts, start: usize) -> Option<()> {
        let serve = match (parts.serve, parts.share, parts.value) {
            (Some(value), None, None) => Serve::Value(value),
            (None, Some(share), Some(value)) => Serve::Rollout(share, value),
            (None, Some(share), None) if matches!(self.ty, ValueType::Boolean) => {
                Serve::Rollout(share, Value::Boolean(true))
            }
            _ => return None,
        };
        let line = self.state.line_from(self.plain.line, &(start..start));
        self.plain.line = line;
        let rule = Rule::new(parts.when, serve, None, None, line);
        self.plain.rules.push(rule);
        Some(())
    }

    fn condition(&mut self, walk: &mut Walk<'_>) -> Option<Condition> {
        let mut first = None;
        self.plain.tests.clear();
        walk.object(|walk, name| {
            // These say something else, also where an attribute has the name.
            if matches!(name, b"segment" | b"any" | b"all" | b"none" | b"matches") {
                return None;
            }
            let mut attributes = self.plain.attributes.iter();
            let index = attributes.position(|info| info.name().as_bytes() == name)?;
            let matcher = self.matcher(walk, self.plain.attributes[index].ty())?;
            let test = Test::Attribute(position(index), matcher);
            match first {
                None => first = Some(test),
                Some(_) => self.plain.tests.push(test),
            }
            Some(())
        })?;
        let first = first?;
        let others = &mut self.plain.tests;
        if others.is_empty() {
            return Some(Condition::of(first));
        }
        others.insert(0, first);
        Some(Condition::new(others.drain(..).collect()))
    }

    fn matcher(&mut self, walk: &mut Walk<'_>, ty: AttributeType) -> Option<Matcher> {
        if !walk.is_at_list() {
            return operand(walk, ty).map(Matcher::Is);
        }
        let operands = &mut self.plain.operands;
        operands.clear();
        walk.list(|walk| {
            operands.push(operand(walk, ty)?);
            Some(())
        })?;
        (!operands.is_empty()).then(|| Matcher::AnyOf(operands.drain(..).collect()))
    }

    fn value(&self, walk: &mut Walk<'_>) -> Option<Value> {
        Some(match self.ty {
            ValueType::Boolean => Value::Boolean(walk.boolean()?),
            ValueType::Integer => Value::Integer(walk.integer()?),
            ValueType::Text => Value::Text(text(walk)?),
            ValueType::Variants(set) => {
                let index = set.index_of(walk.string()?)?;
                Value::Text(Text::literal(set.names()[index]))
            }
            _ => return None,
        })
    }
}

fn operand(walk: &mut Walk<'_>, ty: AttributeType) -> Option<Operand> {
    Some(match ty {
        AttributeType::Boolean => Operand::Boolean(walk.boolean()?),
        AttributeType::Integer => Operand::Integer(walk.integer()?),
        AttributeType::Text | AttributeType::Strings => Operand::Text(text(walk)?),
        AttributeType::Variants(set) => Operand::Variant(position(set.index_of(walk.string()?)?)),
        _ => return None,
    })
}

fn text(walk: &mut Walk<'_>) -> Option<Text> {
    walk.string().map(|text| Text::from(Arc::<str>::from(text)))
}

#[cfg(test)]
mod tests;
