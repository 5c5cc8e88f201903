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

/// Attribute of type `bool`.
#[must_use]
pub const fn boolean_attribute(name: &'static str, private: bool) -> AttributeInfo {
    AttributeInfo::new(name, AttributeType::Boolean, private)
}

/// Attribute of type `integer`.
#[must_use]
pub const fn integer_attribute(name: &'static str, private: bool) -> AttributeInfo {
    AttributeInfo::new(name, AttributeType::Integer, private)
}

/// Attribute of type `float`.
#[must_use]
pub const fn float_attribute(name: &'static str, private: bool) -> AttributeInfo {
    AttributeInfo::new(name, AttributeType::Float, private)
}

/// Attribute of type `string`.
#[must_use]
pub const fn text_attribute(name: &'static str, private: bool) -> AttributeInfo {
    AttributeInfo::new(name, AttributeType::Text, private)
}

/// Attribute of type `semver`.
#[must_use]
pub const fn semver_attribute(name: &'static str, private: bool) -> AttributeInfo {
    AttributeInfo::new(name, AttributeType::Semver, private)
}

/// Attribute of type `datetime`.
#[must_use]
pub const fn datetime_attribute(name: &'static str, private: bool) -> AttributeInfo {
    AttributeInfo::new(name, AttributeType::Datetime, private)
}

/// Attribute of type `strings`.
#[must_use]
pub const fn strings_attribute(name: &'static str, private: bool) -> AttributeInfo {
    AttributeInfo::new(name, AttributeType::Strings, private)
}

/// A rule. An empty `when` matches everyone; `by` counts attributes from 1, and is 0 for the targeting
/// key; an empty `salt` is the feature's own key.
#[must_use]
pub const fn rule(
    line: u32,
    when: &'static [Test],
    serve: Serve,
    by: u32,
    salt: &'static str,
) -> Rule {
    let when = if when.is_empty() {
        None
    } else {
        Some(condition(when))
    };
    let salt = if salt.is_empty() {
        None
    } else {
        Some(Text::literal(salt))
    };
    Rule::new(when, serve, by.checked_sub(1), salt, line)
}

/// `serve`.
#[must_use]
pub const fn serve(value: Value) -> Serve {
    Serve::Value(value)
}

/// `rollout`, in thousandths of a per cent.
#[must_use]
pub const fn rollout(share: u32, value: Value) -> Serve {
    Serve::Rollout(share, value)
}

/// `split`, in thousandths of a per cent.
#[must_use]
pub const fn split(shares: &'static [(Value, u32)]) -> Serve {
    Serve::Split(List::literal(shares))
}

/// Test of the attribute of this index.
#[must_use]
pub const fn test(attribute: u32, matcher: Matcher) -> Test {
    Test::Attribute(attribute, matcher)
}

/// Test for the segment of this index.
#[must_use]
pub const fn in_segment(segment: u32) -> Test {
    Test::Segment(segment)
}

/// `any`.
#[must_use]
pub const fn any(conditions: &'static [Condition]) -> Test {
    Test::Any(List::literal(conditions))
}

/// `all`.
#[must_use]
pub const fn all(conditions: &'static [Condition]) -> Test {
    Test::All(List::literal(conditions))
}

/// `none`.
#[must_use]
pub const fn none(conditions: &'static [Condition]) -> Test {
    Test::None(List::literal(conditions))
}

/// A value.
#[must_use]
pub const fn is(operand: Operand) -> Matcher {
    Matcher::Is(operand)
}

/// Any of several values.
#[must_use]
pub const fn any_of(operands: &'static [Operand]) -> Matcher {
    Matcher::AnyOf(List::literal(operands))
}

/// Value of a boolean attribute.
#[must_use]
pub const fn boolean_operand(value: bool) -> Operand {
    Operand::Boolean(value)
}

/// Value of an integer attribute.
#[must_use]
pub const fn integer_operand(value: i64) -> Operand {
    Operand::Integer(value)
}

/// Value of a float attribute.
#[must_use]
pub const fn float_operand(value: f64) -> Operand {
    Operand::Float(value)
}

/// Value of a closed set.
#[must_use]
pub const fn variant_operand(index: u32) -> Operand {
    Operand::Variant(index)
}

/// `not`.
#[must_use]
pub const fn not(matcher: &'static [Matcher]) -> Operator {
    Operator::Not(List::literal(matcher))
}

/// `not-in`.
#[must_use]
pub const fn not_in(operands: &'static [Operand]) -> Operator {
    Operator::NotIn(List::literal(operands))
}

/// `gt`.
#[must_use]
pub const fn gt(operand: Operand) -> Operator {
    Operator::Gt(operand)
}

/// `gte`.
#[must_use]
pub const fn gte(operand: Operand) -> Operator {
    Operator::Gte(operand)
}

/// `lt`.
#[must_use]
pub const fn lt(operand: Operand) -> Operator {
    Operator::Lt(operand)
}

/// `lte`.
#[must_use]
pub const fn lte(operand: Operand) -> Operator {
    Operator::Lte(operand)
}

/// `starts-with`.
#[must_use]
pub const fn starts_with(texts: &'static [Text]) -> Operator {
    Operator::StartsWith(List::literal(texts))
}

/// `ends-with`.
#[must_use]
pub const fn ends_with(texts: &'static [Text]) -> Operator {
    Operator::EndsWith(List::literal(texts))
}

/// `contains`.
#[must_use]
pub const fn contains(texts: &'static [Text]) -> Operator {
    Operator::Contains(List::literal(texts))
}

/// `matches`. A build script may have been given what the program was not.
///
/// # Panics
///
/// At build, without the Cargo feature `matches`.
#[must_use]
pub const fn matches(pattern: &'static str) -> Operator {
    if !cfg!(feature = "matches") {
        panic!("the operator `matches` needs the Cargo feature `matches` of typed-flags");
    }
    Operator::Matches(Text::literal(pattern))
}

/// `semver`.
#[must_use]
pub const fn semver(requirement: &'static str) -> Operator {
    Operator::Semver(Text::literal(requirement))
}

/// `before`.
#[must_use]
pub const fn before(operand: Operand) -> Operator {
    Operator::Before(operand)
}

/// `after`.
#[must_use]
pub const fn after(operand: Operand) -> Operator {
    Operator::After(operand)
}

/// `exists`.
#[must_use]
pub const fn exists(exists: bool) -> Operator {
    Operator::Exists(exists)
}
