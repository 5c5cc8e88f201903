//! Constructors of rules and conditions for generated code, in words that need no imports.
//!
//! Lists are written `list(const { &[…] })`: an inline constant, because what it holds may be
//! dropped and so is not promoted.

use crate::generated::VariantSet;
use crate::{
    AttributeInfo, AttributeType, Condition, List, Matcher, Operand, Operator, Ramp, Rule,
    SegmentInfo, Serve, Test, Text, Timestamp, Value,
};

/// Any list.
#[must_use]
pub const fn list<T>(items: &'static [T]) -> List<T> {
    List::literal(items)
}

/// Attribute of a closed set.
#[must_use]
pub const fn variants_attribute<E: VariantSet>(name: &'static str, private: bool) -> AttributeInfo {
    AttributeInfo::new(name, AttributeType::Variants(E::TYPE), private)
}

/// Attribute of any other type.
#[must_use]
pub const fn attribute(name: &'static str, ty: AttributeType, private: bool) -> AttributeInfo {
    AttributeInfo::new(name, ty, private)
}

/// Entry of `[segments]`.
#[must_use]
pub const fn segment(name: &'static str, condition: Condition) -> SegmentInfo {
    SegmentInfo::new(Text::literal(name), condition)
}

/// All of these tests.
#[must_use]
pub const fn condition(tests: &'static [Test]) -> Condition {
    Condition::new(List::literal(tests))
}

/// A rule for whom the condition holds.
#[must_use]
pub const fn rule_when(
    condition: Condition,
    serve: Serve,
    by: Option<u32>,
    salt: Option<Text>,
    line: u32,
) -> Rule {
    Rule::new(Some(condition), serve, by, salt, line)
}

/// A rule for everyone.
#[must_use]
pub const fn rule_for_all(serve: Serve, by: Option<u32>, salt: Option<Text>, line: u32) -> Rule {
    Rule::new(None, serve, by, salt, line)
}

/// `ramp`; the moments are in milliseconds since 1970-01-01T00:00:00Z.
#[must_use]
pub const fn ramp(from: i64, to: i64, start: u32, end: u32, value: Value) -> Serve {
    Serve::Ramp(Ramp::new(
        Timestamp::from_milliseconds(from),
        Timestamp::from_milliseconds(to),
        start,
        end,
        value,
    ))
}

/// Operand of a datetime attribute, in milliseconds since 1970-01-01T00:00:00Z.
#[must_use]
pub const fn moment(milliseconds: i64) -> Operand {
    Operand::Datetime(Timestamp::from_milliseconds(milliseconds))
}

/// Operand that is a text.
#[must_use]
pub const fn text_operand(text: &'static str) -> Operand {
    Operand::Text(Text::literal(text))
}

/// A table of operators.
#[must_use]
pub const fn operators(operators: &'static [Operator]) -> Matcher {
    Matcher::Operators(List::literal(operators))
}
