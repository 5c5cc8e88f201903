//! Rules, segments and their conditions as words.

use flags_manifest::model::{
    Condition, Matcher, Operand, Operator, Rule, Segment, Serve, Test, Type,
};

use super::value;
use super::words::Words;

pub(super) fn segment(words: &mut Words, segment: &Segment) {
    words.text(&segment.name);
    condition(words, &segment.condition);
    words.line();
}

pub(super) fn rules(words: &mut Words, ty: &Type, rules: &[Rule]) {
    words.many(rules, |words, each| rule(words, ty, each));
}

fn rule(words: &mut Words, ty: &Type, rule: &Rule) {
    words.number(rule.line);
    serve(words, ty, &rule.serve);
    if let Some(when) = &rule.when {
        words.word("when");
        condition(words, when);
    }
    if let Some(by) = rule.by {
        words.word("by");
        words.count(by);
    }
    if let Some(salt) = &rule.salt {
        words.word("salt");
        words.text(salt);
    }
    words.word("end");
}

fn serve(words: &mut Words, ty: &Type, serve: &Serve) {
    match serve {
        Serve::Value(value) => {
            words.word("serve");
            value::write(words, ty, value);
        }
        Serve::Rollout(share, value) => {
            words.word("rollout");
            words.number(*share);
            value::write(words, ty, value);
        }
        Serve::Split(shares) => {
            words.word("split");
            words.many(shares, |words, (value, share)| {
                value::write(words, ty, value);
                words.number(*share);
            });
        }
        Serve::Ramp(ramp) => {
            words.word("ramp");
            words.number(milliseconds(&ramp.from));
            words.number(milliseconds(&ramp.to));
            words.number(ramp.start);
            words.number(ramp.end);
            value::write(words, ty, &ramp.value);
        }
    }
}

fn condition(words: &mut Words, condition: &Condition) {
    words.many(&condition.tests, test);
}

fn test(words: &mut Words, test: &Test) {
    match test {
        Test::Attribute(attribute, of) => {
            words.word("attribute");
            words.count(*attribute);
            matcher(words, of);
        }
        Test::Segment(segment) => {
            words.word("segment");
            words.count(*segment);
        }
        Test::Any(of) => conditions(words, "any", of),
        Test::All(of) => conditions(words, "all", of),
        Test::None(of) => conditions(words, "none", of),
    }
}

fn conditions(words: &mut Words, word: &str, of: &[Condition]) {
    words.word(word);
    words.many(of, condition);
}

fn matcher(words: &mut Words, matcher: &Matcher) {
    match matcher {
        Matcher::Is(value) => {
            words.word("is");
            operand(words, value);
        }
        Matcher::AnyOf(values) => {
            words.word("any-of");
            words.many(values, operand);
        }
        Matcher::Operators(operators) => {
            words.word("operators");
            words.many(operators, operator);
        }
    }
}

fn operator(words: &mut Words, operator: &Operator) {
    let mut with_operand = |word, value| {
        words.word(word);
        operand(words, value);
    };
    match operator {
        Operator::Gt(value) => with_operand("gt", value),
        Operator::Gte(value) => with_operand("gte", value),
        Operator::Lt(value) => with_operand("lt", value),
        Operator::Lte(value) => with_operand("lte", value),
        Operator::Before(value) => with_operand("before", value),
        Operator::After(value) => with_operand("after", value),
        Operator::Not(of) => {
            words.word("not");
            matcher(words, of);
        }
        Operator::NotIn(values) => {
            words.word("not-in");
            words.many(values, operand);
        }
        Operator::StartsWith(of) => texts(words, "starts-with", of),
        Operator::EndsWith(of) => texts(words, "ends-with", of),
        Operator::Contains(of) => texts(words, "contains", of),
        Operator::Matches(pattern) => {
            words.has_patterns = true;
            words.word("matches");
            words.text(pattern);
        }
        Operator::Semver(requirement) => {
            words.word("semver");
            words.text(requirement);
        }
        Operator::Exists(exists) => {
            words.word("exists");
            words.boolean(*exists);
        }
    }
}

fn texts(words: &mut Words, word: &str, texts: &[String]) {
    words.word(word);
    words.many(texts, |words, text| words.text(text));
}

fn operand(words: &mut Words, operand: &Operand) {
    match operand {
        Operand::Boolean(value) => {
            words.word("boolean");
            words.boolean(*value);
        }
        Operand::Integer(value) => {
            words.word("integer");
            words.number(*value);
        }
        Operand::Float(value) => {
            words.word("float");
            words.float(*value);
        }
        Operand::String(text) => {
            words.word("text");
            words.text(text);
        }
        Operand::Variant(index) => {
            words.word("variant");
            words.count(*index);
        }
        Operand::Datetime(text) => {
            words.word("moment");
            words.number(milliseconds(text));
        }
    }
}

fn milliseconds(text: &str) -> i64 {
    flags_manifest::milliseconds(text).expect("the manifest gives date-times in RFC 3339")
}
