//! What must hold of a context, as data.
//!
//! Everything here can be a constant, through the variants themselves and [`List::literal`], and can
//! be made at run time, through `List::from(vec![…])`.

use std::fmt;

use crate::{List, Text, Timestamp};

/// What must hold of a context, all of it.
///
/// A test of an attribute that the context does not have, or has with another type, is *unknown*.
/// Unknown stays unknown under `not` and `none`; among several it counts unless another one decides:
/// *and* is false as soon as one is false, *or* is true as soon as one is true. A rule whose
/// condition is unknown does not match.
#[derive(Clone)]
pub struct Condition(Tests);

#[derive(Clone)]
enum Tests {
    /// Here, since most conditions are a single test.
    One(Test),
    Listed(List<Test>),
}

impl Condition {
    /// All of these must hold.
    #[must_use]
    pub const fn new(tests: List<Test>) -> Self {
        Self(Tests::Listed(tests))
    }

    /// This must hold. It is the same as a list of one test, without a list.
    #[must_use]
    pub const fn of(test: Test) -> Self {
        Self(Tests::One(test))
    }

    /// What must hold.
    #[must_use]
    pub fn tests(&self) -> &[Test] {
        match &self.0 {
            Tests::One(test) => std::slice::from_ref(test),
            Tests::Listed(tests) => tests,
        }
    }

    /// The same, where segments from this index on are further up by so many.
    pub(crate) fn moved(&self, from: u32, by: u32) -> Self {
        let all = |conditions: &List<Self>| -> List<Self> {
            conditions
                .iter()
                .map(|condition| condition.moved(from, by))
                .collect()
        };
        let tests = self.tests().iter().map(|test| match test {
            Test::Attribute(..) => test.clone(),
            Test::Segment(index) if *index >= from => Test::Segment(index + by),
            Test::Segment(index) => Test::Segment(*index),
            Test::Any(conditions) => Test::Any(all(conditions)),
            Test::All(conditions) => Test::All(all(conditions)),
            Test::None(conditions) => Test::None(all(conditions)),
        });
        Self::new(tests.collect())
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.tests() == other.tests()
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condition")
            .field("tests", &self.tests())
            .finish()
    }
}

/// One entry of a [`Condition`].
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// `attribute = matcher`; the index is into [`Registry::attributes`](crate::Registry::attributes).
    Attribute(u32, Matcher),
    /// `segment = "name"`; the index is into [`Registry::segments`](crate::Registry::segments), or
    /// beyond its end into the provider's own ([`Answers::with_segments`](crate::Answers::with_segments)).
    Segment(u32),
    /// `any = […]`: at least one holds.
    Any(List<Condition>),
    /// `all = […]`: all hold.
    All(List<Condition>),
    /// `none = […]`: none holds.
    None(List<Condition>),
}

/// What an attribute must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    /// A value. On a list: contains it.
    Is(Operand),
    /// Any of several. On a list: contains any.
    AnyOf(List<Operand>),
    /// Operators, all of which must hold.
    Operators(List<Operator>),
}

/// One operator with its operand.
#[derive(Clone, Debug, PartialEq)]
pub enum Operator {
    /// `not`: none of these matches. `features.toml` gives exactly one.
    Not(List<Matcher>),
    /// `not-in`: none of these.
    NotIn(List<Operand>),
    /// `gt`.
    Gt(Operand),
    /// `gte`.
    Gte(Operand),
    /// `lt`.
    Lt(Operand),
    /// `lte`.
    Lte(Operand),
    /// `starts-with`: any of.
    StartsWith(List<Text>),
    /// `ends-with`: any of.
    EndsWith(List<Text>),
    /// `contains`: any of.
    Contains(List<Text>),
    /// `matches`: the pattern as written.
    Matches(Text),
    /// `semver`: the requirement as written, e.g. `>=2.1`.
    Semver(Text),
    /// `before`.
    Before(Operand),
    /// `after`.
    After(Operand),
    /// `exists`: whether the context has the attribute. It is never unknown but for a value of
    /// another type.
    Exists(bool),
}

/// Value that an attribute is compared with, of the attribute's type.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// Of a boolean attribute.
    Boolean(bool),
    /// Of an integer attribute.
    Integer(i64),
    /// Of a float attribute.
    Float(f64),
    /// Of a string, strings or semver attribute.
    Text(Text),
    /// Of a closed set: index into its variants.
    Variant(u32),
    /// Of a datetime attribute.
    Datetime(Timestamp),
}
