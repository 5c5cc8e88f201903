//! Conditions: what must hold of the subject.
#![expect(
    dead_code,
    reason = "only the shape of these types is used, by the derived `JsonSchema`"
)]

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::text::{Instant, Words};

/// What must hold, all of it: `attribute = matcher`, and `segment`, `any`, `all`, `none`.
#[derive(JsonSchema)]
#[schemars(extend("minProperties" = 1))]
pub(crate) struct Condition {
    /// This segment holds.
    segment: Option<Words>,
    /// At least one of these conditions holds.
    #[schemars(length(min = 1))]
    any: Option<Vec<Self>>,
    /// Every one of these conditions holds.
    #[schemars(length(min = 1))]
    all: Option<Vec<Self>>,
    /// Not one of these conditions holds.
    #[schemars(length(min = 1))]
    none: Option<Vec<Self>>,
    #[schemars(flatten)]
    attributes: BTreeMap<String, Matcher>,
}

/// What an attribute must be: a value, any of a list, or what the operators say.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Matcher {
    /// Equal to it; of a list attribute: contains it.
    Is(Operand),
    /// Equal to any of them; of a list attribute: contains any of them.
    AnyOf(Operands),
    /// What all of the operators say.
    Operators(Box<Operators>),
}

/// Operators, all of which must hold.
#[derive(JsonSchema)]
#[schemars(inline, rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
struct Operators {
    /// Not this: a value, a list, or a table of operators.
    not: Option<Matcher>,
    /// None of these.
    not_in: Option<Operands>,
    /// More than this number.
    gt: Option<f64>,
    /// This number or more.
    gte: Option<f64>,
    /// Less than this number.
    lt: Option<f64>,
    /// This number or less.
    lte: Option<f64>,
    /// Begins with this text, or with any of a list.
    starts_with: Option<Texts>,
    /// Ends with this text, or with any of a list.
    ends_with: Option<Texts>,
    /// Contains this text, or any of a list.
    contains: Option<Texts>,
    /// Matches this regular expression, in linear time.
    matches: Option<Words>,
    /// Version requirement, e.g. `>=2.1, <4`.
    semver: Option<Words>,
    /// Earlier than this point in time, which has an offset.
    before: Option<Instant>,
    /// Later than this point in time, which has an offset.
    after: Option<Instant>,
    /// Whether the context has the attribute at all.
    exists: Option<bool>,
}

/// Value that an attribute is compared with.
#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum Operand {
    /// Of a boolean attribute.
    Boolean(bool),
    /// Of an integer attribute.
    Integer(i64),
    /// Of a float attribute.
    Float(f64),
    /// Of any other attribute.
    String(String),
}

/// Values that an attribute is compared with.
#[derive(JsonSchema)]
#[schemars(inline)]
struct Operands(#[schemars(length(min = 1))] Vec<Operand>);

/// A text, or any of a list of texts.
#[derive(JsonSchema)]
#[schemars(inline, untagged)]
enum Texts {
    /// One text.
    One(Words),
    /// Any of these.
    AnyOf(#[schemars(length(min = 1))] Vec<Words>),
}
