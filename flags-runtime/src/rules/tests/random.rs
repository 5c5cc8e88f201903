//! Random rules and contexts: nothing panics, and a naive evaluator, which reads the rules as they
//! are written, agrees with the program.

use super::*;
use crate::{Reason, Text};
use Truth::{False, True, Unknown};

/// SplitMix64: the same rules in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.roll() % sides as u64).unwrap()
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    fn list<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> List<T> {
        (0..=self.below(3)).map(|_| make(self)).collect()
    }
}

const TEXTS: [&str; 6] = ["", "DE", "AT", "DEU", "größe", "x"];
const VERSIONS: [&str; 6] = [
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.0+b",
    "1.2.3",
    "2.0.0-alpha",
    "two",
];
const INTEGERS: [i64; 5] = [i64::MIN, -1, 0, 1, i64::MAX];
const FLOATS: [f64; 5] = [-1.5, -0.0, 0.0, 0.5, f64::MAX];

fn operand(dice: &mut Dice, attribute: u32) -> Operand {
    match attribute {
        IS_STAFF => Operand::Boolean(dice.below(2) == 0),
        PLAN => Operand::Variant(dice.one(&[0, 1, 2])),
        APP_VERSION => text(dice.one(&VERSIONS[..5])),
        SEATS => Operand::Integer(dice.one(&INTEGERS)),
        SCORE => Operand::Float(dice.one(&FLOATS)),
        JOINED => Operand::Datetime(Timestamp::from_milliseconds(dice.one(&INTEGERS))),
        _ => text(dice.one(&TEXTS)),
    }
}

fn matcher(dice: &mut Dice, attribute: u32, depth: usize) -> Matcher {
    match dice.below(3) {
        0 => Matcher::Is(operand(dice, attribute)),
        1 => Matcher::AnyOf(dice.list(|dice| operand(dice, attribute))),
        _ => Matcher::Operators(dice.list(|dice| operator(dice, attribute, depth))),
    }
}

fn operator(dice: &mut Dice, attribute: u32, depth: usize) -> Operator {
    let texts = |dice: &mut Dice| dice.list(|dice| Text::from(dice.one(&TEXTS)));
    match (dice.below(7), attribute) {
        (0, _) => Operator::Exists(dice.below(2) == 0),
        (1, _) => Operator::NotIn(dice.list(|dice| operand(dice, attribute))),
        (2, _) if depth > 0 => Operator::Not(vec![matcher(dice, attribute, depth - 1)].into()),
        (3, SEATS | SCORE) => Operator::Gt(operand(dice, attribute)),
        (4, SEATS | SCORE) => Operator::Gte(operand(dice, attribute)),
        (5, SEATS | SCORE) => Operator::Lt(operand(dice, attribute)),
        (6, SEATS | SCORE) => Operator::Lte(operand(dice, attribute)),
        (3, COUNTRY) => Operator::StartsWith(texts(dice)),
        (4, COUNTRY) => Operator::EndsWith(texts(dice)),
        (5, COUNTRY) => Operator::Contains(texts(dice)),
        (3 | 4, JOINED) => Operator::Before(operand(dice, attribute)),
        (5 | 6, JOINED) => Operator::After(operand(dice, attribute)),
        _ => Operator::Exists(true),
    }
}

fn random_condition(dice: &mut Dice, depth: usize) -> Condition {
    let tests = dice.list(|dice| {
        let nested = |dice: &mut Dice| dice.list(|dice| random_condition(dice, depth - 1));
        match dice.below(if depth == 0 { 3 } else { 6 }) {
            3 => Test::Any(nested(dice)),
            4 => Test::All(nested(dice)),
            5 => Test::None(nested(dice)),
            _ => {
                let attribute = dice.one(&[
                    IS_STAFF,
                    COUNTRY,
                    PLAN,
                    APP_VERSION,
                    SEATS,
                    SCORE,
                    JOINED,
                    TAGS,
                ]);
                Test::Attribute(attribute, matcher(dice, attribute, 2))
            }
        }
    });
    Condition::new(tests)
}

/// The values that a context was made of, for the naive evaluator.
#[derive(Clone, Debug)]
enum Known {
    Nothing,
    Boolean(bool),
    Variant(u32),
    Integer(i64),
    Float(f64),
    Text(&'static str),
    Texts(Vec<&'static str>),
}

fn random_context(dice: &mut Dice) -> (Context<'static>, Vec<Known>) {
    let mut context = match dice.below(4) {
        0 => nobody(),
        _ => user(["ada", "grace", "alan"][dice.below(3)]),
    };
    let mut known = vec![Known::Nothing; 8];
    for attribute in 0..8 {
        if dice.below(3) == 0 {
            continue;
        }
        known[attribute as usize] = match attribute {
            IS_STAFF => Known::Boolean(dice.below(2) == 0),
            PLAN => Known::Variant(dice.one(&[0, 1, 2])),
            APP_VERSION => Known::Text(dice.one(&VERSIONS)),
            SEATS | JOINED => Known::Integer(dice.one(&INTEGERS)),
            SCORE => Known::Float(dice.one(&[-1.5, 0.0, 0.5, f64::NAN, f64::INFINITY])),
            TAGS => Known::Texts(dice.list(|dice| dice.one(&TEXTS)).to_vec()),
            _ => Known::Text(dice.one(&TEXTS)),
        };
    }
    for (index, value) in known.iter().enumerate() {
        match (index, value) {
            (_, Known::Nothing) => {}
            (_, Known::Boolean(value)) => context.set_boolean(index, *value),
            (_, Known::Variant(value)) => context.set_variant(index, *value),
            (6, Known::Integer(value)) => {
                context.set_datetime(index, Timestamp::from_milliseconds(*value));
            }
            (_, Known::Integer(value)) => context.set_integer(index, *value),
            (_, Known::Float(value)) => context.set_float(index, *value),
            (3, Known::Text(value)) => context.set_semver(index, *value),
            (_, Known::Text(value)) => context.set_text(index, *value),
            (_, Known::Texts(values)) => context.set_strings(index, values.clone()),
        }
    }
    (context, known)
}

fn all(answers: impl IntoIterator<Item = Truth>) -> Truth {
    let answers: Vec<Truth> = answers.into_iter().collect();
    if answers.contains(&False) {
        False
    } else if answers.contains(&Unknown) {
        Unknown
    } else {
        True
    }
}

fn not(answer: Truth) -> Truth {
    match answer {
        True => False,
        False => True,
        Unknown => Unknown,
    }
}

/// By de Morgan.
fn any(answers: impl IntoIterator<Item = Truth>) -> Truth {
    not(all(answers.into_iter().map(not)))
}

fn naive(condition: &Condition, known: &[Known]) -> Truth {
    all(condition.tests().iter().map(|test| match test {
        Test::Attribute(index, matcher) => naive_matcher(matcher, *index, &known[*index as usize]),
        Test::Segment(_) => unreachable!("none are made"),
        Test::Any(some) => any(some.iter().map(|one| naive(one, known))),
        Test::All(some) => all(some.iter().map(|one| naive(one, known))),
        Test::None(some) => not(any(some.iter().map(|one| naive(one, known)))),
    }))
}

fn naive_matcher(matcher: &Matcher, attribute: u32, known: &Known) -> Truth {
    match matcher {
        Matcher::Is(operand) => is(attribute, known, operand),
        Matcher::AnyOf(operands) => any(operands.iter().map(|one| is(attribute, known, one))),
        Matcher::Operators(operators) => all(operators
            .iter()
            .map(|operator| naive_operator(operator, attribute, known))),
    }
}

fn naive_operator(operator: &Operator, attribute: u32, known: &Known) -> Truth {
    let compare = |operand: &Operand, holds: &dyn Fn(std::cmp::Ordering) -> bool| {
        let order = match (known, operand) {
            (Known::Integer(value), Operand::Integer(operand)) => Some(value.cmp(operand)),
            (Known::Integer(value), Operand::Datetime(operand)) => {
                Some(value.cmp(&operand.milliseconds()))
            }
            (Known::Float(value), Operand::Float(operand)) => value.partial_cmp(operand),
            _ => None,
        };
        order.map_or(Unknown, |order| holds(order).into())
    };
    let some = |texts: &List<Text>, holds: &dyn Fn(&str, &str) -> bool| match known {
        Known::Text(value) => texts.iter().any(|text| holds(value, text)).into(),
        _ => Unknown,
    };
    match operator {
        Operator::Not(matchers) => not(any(matchers
            .iter()
            .map(|one| naive_matcher(one, attribute, known)))),
        Operator::NotIn(operands) => not(any(operands.iter().map(|one| is(attribute, known, one)))),
        Operator::Gt(operand) | Operator::After(operand) => compare(operand, &|o| o.is_gt()),
        Operator::Gte(operand) => compare(operand, &|o| o.is_ge()),
        Operator::Lt(operand) | Operator::Before(operand) => compare(operand, &|o| o.is_lt()),
        Operator::Lte(operand) => compare(operand, &|o| o.is_le()),
        Operator::StartsWith(texts) => some(texts, &|value, text| value.starts_with(text)),
        Operator::EndsWith(texts) => some(texts, &|value, text| value.ends_with(text)),
        Operator::Contains(texts) => some(texts, &|value, text| value.contains(text)),
        Operator::Exists(wanted) => (*wanted != matches!(known, Known::Nothing)).into(),
        Operator::Matches(_) | Operator::Semver(_) => unreachable!("none are made"),
    }
}

fn is(attribute: u32, known: &Known, operand: &Operand) -> Truth {
    match (known, operand) {
        (Known::Boolean(value), Operand::Boolean(operand)) => (value == operand).into(),
        (Known::Variant(value), Operand::Variant(operand)) => (value == operand).into(),
        (Known::Integer(value), Operand::Integer(operand)) => (value == operand).into(),
        (Known::Integer(value), Operand::Datetime(operand)) => {
            (*value == operand.milliseconds()).into()
        }
        (Known::Float(value), Operand::Float(_)) if value.is_nan() => Unknown,
        (Known::Float(value), Operand::Float(operand)) => (value == operand).into(),
        (Known::Text("two"), Operand::Text(_)) if attribute == APP_VERSION => Unknown,
        (Known::Text(value), Operand::Text(operand)) if attribute == APP_VERSION => {
            // Build metadata says nothing.
            let release = |text: &str| text.split('+').next().map(str::to_owned);
            (release(value) == release(operand)).into()
        }
        (Known::Text(value), Operand::Text(operand)) => (operand == value).into(),
        (Known::Texts(values), Operand::Text(operand)) => {
            values.iter().any(|value| operand == value).into()
        }
        _ => Unknown,
    }
}

#[test]
fn the_naive_evaluator_agrees_on_conditions() {
    let mut dice = Dice(1);
    let mut seen = [0; 3];
    for _ in 0..4_000 {
        let condition = random_condition(&mut dice, 3);
        for _ in 0..5 {
            let (context, known) = random_context(&mut dice);
            let expected = naive(&condition, &known);
            assert_eq!(
                truth(condition.clone(), &context),
                expected,
                "{condition:?} {known:?}"
            );
            seen[expected as usize] += 1;
        }
    }
    // It is worth something only if every answer comes up often.
    assert!(seen.iter().all(|count| *count > 1_000), "{seen:?}");
}

#[test]
fn a_context_by_name_answers_as_one_by_index() {
    struct Named<'c>(&'c Context<'c>);
    impl EvaluationContext for Named<'_> {
        fn targeting_key(&self) -> Option<&str> {
            self.0.targeting_key()
        }

        fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
            self.0.attribute(name)
        }
    }
    let mut dice = Dice(2);
    for _ in 0..4_000 {
        let condition = random_condition(&mut dice, 2);
        let (context, _) = random_context(&mut dice);
        assert_eq!(
            truth(condition.clone(), &context),
            truth(condition, &Named(&context)),
        );
    }
}

fn random_rule(dice: &mut Dice) -> Rule {
    let when = (dice.below(4) > 0).then(|| random_condition(dice, 2));
    let value = Value::Integer(i64::try_from(dice.below(100)).unwrap());
    let serve = match dice.below(3) {
        0 => Serve::Value(value),
        1 => Serve::Rollout(dice.one(&[0, 1, 50_000, 99_999, 100_000]), value),
        _ => Serve::Split(vec![(value, 40_000), (Value::Integer(-1), 60_000)].into()),
    };
    let by = dice.one(&[
        None,
        None,
        Some(COUNTRY),
        Some(PLAN),
        Some(APP_VERSION),
        Some(SEATS),
    ]);
    Rule::new(when, serve, by, None, 0)
}

#[test]
fn the_first_rule_that_matches_alone_decides_and_explain_agrees() {
    let mut dice = Dice(3);
    let mut decided_often = 0;
    let mut looked = [0; 3];
    for _ in 0..4_000 {
        let rules: Vec<Rule> = dice.list(random_rule).to_vec();
        let (context, _) = random_context(&mut dice);
        let moment = Moment::default();
        let subject = Subject::new(&REGISTRY, &context);
        let mut decide = |rules: Vec<Rule>| {
            let program = program(rules);
            let steps = program.trace(&Segments::default(), &subject, &moment);
            let decided = program.decide(&Segments::default(), &subject, &moment);
            let found = decided.map(|(served, reason)| (integer(served), reason));
            // A quick look, where it is enough, and the shorter way of a context of the registry itself
            // say the same.
            match program.quick(own(&REGISTRY, &context).unwrap()) {
                Quick::Served(bits) => {
                    assert_eq!(Some(bits.cast_signed()), found.map(|(value, _)| value));
                    looked[0] += 1;
                }
                Quick::Nothing => {
                    assert_eq!(found, None);
                    looked[1] += 1;
                }
                Quick::Longer => looked[2] += 1,
            }
            let own = own(&REGISTRY, &context).unwrap();
            let shorter = program.decide(&Segments::default(), own, &moment);
            assert_eq!(
                shorter.map(|(served, reason)| (integer(served), reason)),
                found
            );
            assert_eq!(
                steps.last().is_some_and(|step| step.is_decisive()),
                found.is_some()
            );
            found
        };
        let alone = rules.iter().find_map(|rule| decide(vec![rule.clone()]));
        let together = decide(rules.clone());
        let value = |decided: Option<(i64, Reason)>| decided.map(|(value, _)| value);
        assert_eq!(value(together), value(alone), "{rules:?}");
        // A rule for everyone is `Static` as the first only; behind others it was reached by them.
        let differs_for_nobody =
            rules[0].when().is_none() && matches!(rules[0].serve(), Serve::Value(_));
        assert_eq!(
            together.is_some_and(|(_, reason)| reason == Reason::Static),
            differs_for_nobody,
            "{rules:?}"
        );
        decided_often += u32::from(together.is_some_and(|(_, reason)| reason != Reason::Static));
    }
    assert!(decided_often > 400, "{decided_often}");
    assert!(looked.iter().all(|count| *count > 100), "{looked:?}");
}
