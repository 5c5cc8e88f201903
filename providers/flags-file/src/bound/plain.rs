//! Entries of a JSON state file in their most frequent forms, read into rules without a tree in
//! between: most of the time that a large file takes went there.
//!
//! Whatever is wrong or out of the ordinary is `None` here: the checker reads it then, and says what
//! it is.

use flags_manifest::state::{StateEntry, StateFile};
use flags_runtime::{
    AttributeInfo, AttributeType, Condition, FeatureInfo, List, Matcher, Operand, Registry, Rule,
    Serve, Test, Text, Value, ValueType,
};

use super::Opinion;
use crate::rules::position;

/// Longer entries are left to the checker, which knows the limits.
const MAX_LENGTH: usize = 4096;

/// Reads entries for one registry.
pub(super) struct Plain {
    /// By name.
    attributes: Vec<(u32, &'static AttributeInfo)>,
    // Kept, so that each list that is made is allocated once, at its length.
    rules: Vec<Rule>,
    tests: Vec<Test>,
    operands: Vec<Operand>,
}

impl Plain {
    pub(super) fn new(registry: &'static Registry) -> Self {
        let attributes = registry.attributes().iter().enumerate();
        let mut attributes: Vec<_> = attributes
            .map(|(index, info)| (position(index), info))
            .collect();
        attributes.sort_unstable_by_key(|(_, info)| info.name());
        Self {
            attributes,
            rules: Vec::new(),
            tests: Vec::new(),
            operands: Vec::new(),
        }
    }

    /// What an entry says, or `None` where there is more to it.
    pub(super) fn opinion(
        &mut self,
        state: &StateFile,
        entry: StateEntry<'_>,
        feature: &FeatureInfo,
    ) -> Option<Opinion> {
        let text = entry.source()?;
        if text.len() > MAX_LENGTH || feature.range().is_some() {
            return None;
        }
        // The text is known to be good as JSON, and to have no name twice in an object.
        let mut reader = Reader {
            plain: self,
            ty: &feature.value_type(),
            state,
            // Its quotes are part of the name's place.
            offset: entry.name_span().start + 1,
            text,
            at: entry.name().len() + 1,
        };
        reader.space();
        reader.byte(b':')?;
        reader.space();
        reader.entry()
    }
}

struct Reader<'r> {
    plain: &'r mut Plain,
    ty: &'r ValueType,
    state: &'r StateFile,
    /// Where the text of the entry begins in that of the file.
    offset: usize,
    text: &'r str,
    at: usize,
}

impl<'r> Reader<'r> {
    fn entry(&mut self) -> Option<Opinion> {
        let mut opinion = Opinion {
            default: None,
            rules: List::EMPTY,
            stages: Vec::new(),
        };
        self.object(|this, name| {
            match name {
                "default" => opinion.default = Some(this.value()?),
                "rules" => opinion.rules = this.rules()?,
                _ => return None,
            }
            Some(())
        })?;
        Some(opinion)
    }

    fn rules(&mut self) -> Option<List<Rule>> {
        self.plain.rules.clear();
        self.array(|this| {
            let rule = this.rule()?;
            this.plain.rules.push(rule);
            Some(())
        })?;
        Some(self.plain.rules.drain(..).collect())
    }

    fn rule(&mut self) -> Option<Rule> {
        let start = self.offset + self.at;
        let (mut when, mut serve, mut share, mut value) = (None, None, None, None);
        self.object(|this, name| {
            match name {
                "when" => when = Some(this.condition()?),
                "serve" => serve = Some(this.value()?),
                "rollout" => share = Some(this.percentage()?),
                "value" => value = Some(this.value()?),
                _ => return None,
            }
            Some(())
        })?;
        let serve = match (serve, share, value) {
            (Some(value), None, None) => Serve::Value(value),
            (None, Some(share), Some(value)) => Serve::Rollout(share, value),
            (None, Some(share), None) if matches!(self.ty, ValueType::Boolean) => {
                Serve::Rollout(share, Value::Boolean(true))
            }
            _ => return None,
        };
        let line = self.state.line(&(start..start));
        Some(Rule::new(when, serve, None, None, line))
    }

    fn condition(&mut self) -> Option<Condition> {
        self.plain.tests.clear();
        self.object(|this, name| {
            // These say something else, also where an attribute has the name.
            if matches!(name, "segment" | "any" | "all" | "none" | "matches") {
                return None;
            }
            let attributes = &this.plain.attributes;
            let at = attributes.binary_search_by(|(_, info)| info.name().cmp(name));
            let (index, info) = attributes[at.ok()?];
            let matcher = this.matcher(info.ty())?;
            this.plain.tests.push(Test::Attribute(index, matcher));
            Some(())
        })?;
        let tests = &mut self.plain.tests;
        (!tests.is_empty()).then(|| Condition::new(tests.drain(..).collect()))
    }

    fn matcher(&mut self, ty: AttributeType) -> Option<Matcher> {
        if self.peek()? != b'[' {
            return self.operand(ty).map(Matcher::Is);
        }
        self.plain.operands.clear();
        self.array(|this| {
            let operand = this.operand(ty)?;
            this.plain.operands.push(operand);
            Some(())
        })?;
        let operands = &mut self.plain.operands;
        (!operands.is_empty()).then(|| Matcher::AnyOf(operands.drain(..).collect()))
    }

    fn operand(&mut self, ty: AttributeType) -> Option<Operand> {
        Some(match ty {
            AttributeType::Boolean => Operand::Boolean(self.boolean()?),
            AttributeType::Integer => Operand::Integer(self.integer()?),
            AttributeType::Text | AttributeType::Strings => Operand::Text(self.owned()?),
            AttributeType::Variants(set) => {
                Operand::Variant(position(set.index_of(self.string()?)?))
            }
            _ => return None,
        })
    }

    fn value(&mut self) -> Option<Value> {
        Some(match self.ty {
            ValueType::Boolean => Value::Boolean(self.boolean()?),
            ValueType::Integer => Value::Integer(self.integer()?),
            ValueType::Text => Value::Text(self.owned()?),
            ValueType::Variants(set) => {
                let index = set.index_of(self.string()?)?;
                Value::Text(Text::literal(set.names()[index]))
            }
            _ => return None,
        })
    }

    /// Whole per cent, in thousandths.
    fn percentage(&mut self) -> Option<u32> {
        let share = u32::try_from(self.integer()?).ok()?;
        (share <= 100).then_some(share * 1000)
    }

    fn object(&mut self, mut member: impl FnMut(&mut Self, &'r str) -> Option<()>) -> Option<()> {
        self.byte(b'{')?;
        self.space();
        if self.peek()? == b'}' {
            return self.byte(b'}');
        }
        loop {
            let name = self.string()?;
            self.space();
            self.byte(b':')?;
            self.space();
            member(self, name)?;
            self.space();
            if self.peek()? == b'}' {
                return self.byte(b'}');
            }
            self.byte(b',')?;
            self.space();
        }
    }

    fn array(&mut self, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.byte(b'[')?;
        self.space();
        if self.peek()? == b']' {
            return self.byte(b']');
        }
        loop {
            item(self)?;
            self.space();
            if self.peek()? == b']' {
                return self.byte(b']');
            }
            self.byte(b',')?;
            self.space();
        }
    }

    fn boolean(&mut self) -> Option<bool> {
        let rest = &self.text.as_bytes()[self.at..];
        if rest.starts_with(b"true") {
            self.at += 4;
            return Some(true);
        }
        rest.starts_with(b"false").then(|| {
            self.at += 5;
            false
        })
    }

    fn integer(&mut self) -> Option<i64> {
        let rest = &self.text.as_bytes()[self.at..];
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let length = rest.iter().position(|byte| !is_part(byte))?;
        let integer = self.text[self.at..self.at + length].parse().ok()?;
        self.at += length;
        Some(integer)
    }

    fn owned(&mut self) -> Option<Text> {
        self.string().map(|text| Text::from(text.to_owned()))
    }

    /// A string without escapes.
    fn string(&mut self) -> Option<&'r str> {
        self.byte(b'"')?;
        let text = self.text;
        let rest = &text.as_bytes()[self.at..];
        let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        let string = &text[self.at..self.at + length];
        self.at += length;
        self.byte(b'"')?;
        Some(string)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn byte(&mut self, wanted: u8) -> Option<()> {
        (self.peek()? == wanted).then(|| self.at += 1)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

#[cfg(test)]
mod tests;
