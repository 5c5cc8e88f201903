//! Operators and their edges, and how they combine.

mod operators;
mod random;
mod shares;
mod three_valued;

use std::borrow::Cow;

use super::node::Truth;
use super::{Builder, Moment, Program, Quick, Segments, Subject, own};
use crate::context::ContextData;
use crate::payload::Payload;
use crate::served::Served;
use crate::{
    Anonymous, AttributeInfo, AttributeType, AttributeValue, Condition, EvaluationContext,
    FeatureInfo, List, Matcher, Operand, Operator, Registry, Rule, Serve, Slot, Strings, Test,
    Timestamp, Value, ValueType, Variants, Version,
};

const IS_STAFF: u32 = 0;
const COUNTRY: u32 = 1;
const PLAN: u32 = 2;
const APP_VERSION: u32 = 3;
const SEATS: u32 = 4;
const SCORE: u32 = 5;
const JOINED: u32 = 6;
const TAGS: u32 = 7;

static PLANS: Variants = Variants::new("Plan", &["free", "pro", "enterprise"]);

static ATTRIBUTES: [AttributeInfo; 8] = [
    AttributeInfo::new("is_staff", AttributeType::Boolean, false),
    AttributeInfo::new("country", AttributeType::Text, false),
    AttributeInfo::new("plan", AttributeType::Variants(&PLANS), false),
    AttributeInfo::new("app_version", AttributeType::Semver, false),
    AttributeInfo::new("seats", AttributeType::Integer, false),
    AttributeInfo::new("score", AttributeType::Float, false),
    AttributeInfo::new("joined", AttributeType::Datetime, false),
    AttributeInfo::new("tags", AttributeType::Strings, false),
];

static SLOTS: [Slot; 1] = [Slot::new()];
static REGISTRY: Registry = Registry::new(
    "rules",
    "rules.toml",
    4,
    &["production"],
    &FEATURES,
    &SLOTS,
    &[],
)
.with_attributes(&ATTRIBUTES);
static FEATURES: [FeatureInfo; 1] = [FeatureInfo::new(
    &REGISTRY,
    0,
    1,
    "flag",
    "FLAG",
    ValueType::Integer,
    Value::Integer(0),
)];

type Context<'a> = ContextData<'a, 8>;

/// Setters that can be chained, as generated ones can.
trait With<'a>: Sized {
    fn with(self, set: impl FnOnce(&mut Context<'a>)) -> Self;

    fn with_boolean(self, index: usize, value: bool) -> Self {
        self.with(|context| context.set_boolean(index, value))
    }

    fn with_integer(self, index: usize, value: i64) -> Self {
        self.with(|context| context.set_integer(index, value))
    }

    fn with_float(self, index: usize, value: f64) -> Self {
        self.with(|context| context.set_float(index, value))
    }

    fn with_text(self, index: usize, value: impl Into<Cow<'a, str>>) -> Self {
        self.with(|context| context.set_text(index, value))
    }

    fn with_semver(self, index: usize, value: impl Into<Cow<'a, str>>) -> Self {
        self.with(|context| context.set_semver(index, value))
    }

    fn with_datetime(self, index: usize, value: impl Into<Timestamp>) -> Self {
        self.with(|context| context.set_datetime(index, value))
    }

    fn with_strings(self, index: usize, value: impl Into<Strings<'a>>) -> Self {
        self.with(|context| context.set_strings(index, value))
    }

    fn with_variant(self, index: usize, value: u32) -> Self {
        self.with(|context| context.set_variant(index, value))
    }
}

impl<'a> With<'a> for Context<'a> {
    fn with(mut self, set: impl FnOnce(&mut Self)) -> Self {
        set(&mut self);
        self
    }
}

fn nobody() -> Context<'static> {
    Context::anonymous_of(&REGISTRY)
}

fn user(key: &str) -> Context<'_> {
    Context::of(&REGISTRY, key)
}

/// A context that is read by name: of a generated one, or of what a test gives it.
struct ByName<'c>(Vec<(&'c str, AttributeValue<'c>)>);

impl EvaluationContext for ByName<'_> {
    fn targeting_key(&self) -> Option<&str> {
        None
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value)
    }
}

fn condition(tests: Vec<Test>) -> Condition {
    Condition::new(tests.into())
}

/// The answer of a condition; `problems` must be none.
#[track_caller]
fn truth(condition: Condition, context: &dyn EvaluationContext) -> Truth {
    let program = program(vec![Rule::new(
        Some(Condition::new(List::from(vec![Test::All(List::from(
            vec![condition],
        ))]))),
        Serve::Value(Value::Integer(1)),
        None,
        None,
        0,
    )]);
    let subject = Subject::new(&REGISTRY, context);
    let nodes = program.first.as_ref().unwrap().when.members();
    let (first, after) = nodes.split_first().unwrap();
    let answer = first.truth(after, &Segments::default(), &subject);
    // The shorter way of whole rules says the same.
    let holds = program
        .first
        .as_ref()
        .unwrap()
        .when
        .holds(&Segments::default(), &subject);
    assert_eq!(holds, answer == Truth::True);
    answer
}

#[track_caller]
fn program(rules: Vec<Rule>) -> Program {
    let mut problems = Vec::new();
    let program = Builder::new(&REGISTRY, &[]).program(&FEATURES[0], &rules, &mut problems);
    assert_eq!(problems, [""; 0]);
    program
}

fn integer(served: &Served) -> i64 {
    match *served.payload() {
        Payload::Integer(value) => value,
        ref other => panic!("{other:?}"),
    }
}

/// What is wrong with a condition.
fn problem(condition: Condition) -> String {
    let mut problems = Vec::new();
    let rule = Rule::new(
        Some(condition),
        Serve::Value(Value::Integer(1)),
        None,
        None,
        0,
    );
    let program = Builder::new(&REGISTRY, &[]).program(&FEATURES[0], &[rule], &mut problems);
    let subject = Subject::new(&REGISTRY, &Anonymous);
    let decided = program.decide(&Segments::default(), &subject, &Moment::default());
    assert!(decided.is_none(), "a rule that is wrong matched");
    problems.join("\n")
}

fn text(text: &str) -> Operand {
    Operand::Text(text.to_owned().into())
}

fn texts(texts: &[&str]) -> Vec<Operand> {
    texts.iter().copied().map(text).collect()
}
