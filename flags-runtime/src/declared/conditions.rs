//! Segments, rules and conditions.

use super::features::value;
use super::words::Words;
use crate::{
    Condition, List, Matcher, Operand, Operator, Ramp, Rule, SegmentInfo, Serve, Test, Text,
    Timestamp,
};

/// A segment: name, condition.
pub(super) fn segment(words: &mut Words) -> SegmentInfo {
    SegmentInfo::new(Text::literal(words.text()), condition(words))
}

/// A rule: line, what it serves; then `when` and a condition, `by` and an attribute, `salt` and a text,
/// as far as there are any; `end`.
pub(super) fn rule(words: &mut Words) -> Rule {
    let line = words.number();
    let serve = serve(words);
    let (mut when, mut by, mut salt) = (None, None, None);
    loop {
        match words.word() {
            "end" => return Rule::new(when, serve, by, salt, line),
            "when" => when = Some(condition(words)),
            "by" => by = Some(words.number()),
            "salt" => salt = Some(Text::literal(words.text())),
            word => unreachable!("`{word}` says nothing of a rule"),
        }
    }
}

fn serve(words: &mut Words) -> Serve {
    match words.word() {
        "serve" => Serve::Value(value(words)),
        "rollout" => Serve::Rollout(words.number(), value(words)),
        "split" => Serve::Split(list(words, |words| (value(words), words.number()))),
        "ramp" => Serve::Ramp(Ramp::new(
            moment(words),
            moment(words),
            words.number(),
            words.number(),
            value(words),
        )),
        word => unreachable!("`{word}` serves nothing"),
    }
}

/// A condition: how many tests, then each.
fn condition(words: &mut Words) -> Condition {
    Condition::new(list(words, test))
}

fn test(words: &mut Words) -> Test {
    match words.word() {
        "attribute" => Test::Attribute(words.number(), matcher(words)),
        "segment" => Test::Segment(words.number()),
        "any" => Test::Any(list(words, condition)),
        "all" => Test::All(list(words, condition)),
        "none" => Test::None(list(words, condition)),
        word => unreachable!("`{word}` tests nothing"),
    }
}

fn matcher(words: &mut Words) -> Matcher {
    match words.word() {
        "is" => Matcher::Is(operand(words)),
        "any-of" => Matcher::AnyOf(list(words, operand)),
        "operators" => Matcher::Operators(list(words, operator)),
        word => unreachable!("`{word}` matches nothing"),
    }
}

fn operator(words: &mut Words) -> Operator {
    match words.word() {
        "not" => Operator::Not(List::literal(vec![matcher(words)].leak())),
        "not-in" => Operator::NotIn(list(words, operand)),
        "gt" => Operator::Gt(operand(words)),
        "gte" => Operator::Gte(operand(words)),
        "lt" => Operator::Lt(operand(words)),
        "lte" => Operator::Lte(operand(words)),
        "starts-with" => Operator::StartsWith(list(words, text)),
        "ends-with" => Operator::EndsWith(list(words, text)),
        "contains" => Operator::Contains(list(words, text)),
        "matches" => Operator::Matches(text(words)),
        "semver" => Operator::Semver(text(words)),
        "before" => Operator::Before(operand(words)),
        "after" => Operator::After(operand(words)),
        "exists" => Operator::Exists(words.boolean()),
        word => unreachable!("`{word}` is no operator"),
    }
}

fn operand(words: &mut Words) -> Operand {
    match words.word() {
        "boolean" => Operand::Boolean(words.boolean()),
        "integer" => Operand::Integer(words.integer()),
        "float" => Operand::Float(words.float()),
        "text" => Operand::Text(text(words)),
        "variant" => Operand::Variant(words.number()),
        "moment" => Operand::Datetime(moment(words)),
        word => unreachable!("`{word}` is no operand"),
    }
}

fn text(words: &mut Words) -> Text {
    Text::literal(words.text())
}

/// Milliseconds since 1970-01-01T00:00:00Z.
fn moment(words: &mut Words) -> Timestamp {
    Timestamp::from_milliseconds(words.integer())
}

fn list<T>(words: &mut Words, read: fn(&mut Words) -> T) -> List<T> {
    List::literal(words.list(read))
}
