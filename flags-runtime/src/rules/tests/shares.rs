//! Rollouts, splits and ramps: how many subjects they reach.

use super::*;
use crate::{Ramp, Reason};

fn rule(serve: Serve) -> Rule {
    Rule::new(None, serve, None, None, 0)
}

fn rollout(percentage: u32) -> Rule {
    rule(Serve::Rollout(percentage, Value::Integer(1)))
}

fn split(shares: &[u32]) -> Rule {
    let values = (10..).map(Value::Integer);
    rule(Serve::Split(values.zip(shares.iter().copied()).collect()))
}

fn decide(program: &Program, context: &dyn EvaluationContext) -> Option<i64> {
    decide_at(program, context, Timestamp::from_milliseconds(0))
}

fn decide_at(program: &Program, context: &dyn EvaluationContext, now: Timestamp) -> Option<i64> {
    let subject = Subject::new(&REGISTRY, context);
    let decided = program.decide(&Segments::default(), &subject, &Moment::new(Some(now)));
    decided.map(|(served, reason)| {
        assert_eq!(reason, Reason::Split);
        integer(served)
    })
}

#[track_caller]
fn within_four_sigma(count: u32, of: u32, share: f64) {
    let expected = f64::from(of) * share;
    let sigma = (expected * (1.0 - share)).sqrt();
    assert!(
        (f64::from(count) - expected).abs() <= 4.0 * sigma,
        "{count} of {of}, not {share}"
    );
}

#[test]
fn a_split_has_its_shares_also_behind_a_rollout() {
    let shares = [50_000, 30_000, 15_500, 4_499, 1];
    let plain = program(vec![split(&shares)]);
    let behind = program(vec![rollout(25_000), split(&shares)]);
    let mut counts = [0_u32; 5];
    let (mut inside, mut counts_behind) = (0, [0_u32; 5]);
    for key in 0..1_000_000 {
        let key = format!("user-{key}");
        let context = user(&key);
        let value = decide(&plain, &context).unwrap();
        counts[usize::try_from(value).unwrap() - 10] += 1;
        match decide(&behind, &context).unwrap() {
            1 => inside += 1,
            value => counts_behind[usize::try_from(value).unwrap() - 10] += 1,
        }
    }
    within_four_sigma(inside, 1_000_000, 0.25);
    for (index, share) in shares.iter().enumerate() {
        let share = f64::from(*share) / 100_000.0;
        within_four_sigma(counts[index], 1_000_000, share);
        within_four_sigma(counts_behind[index], 1_000_000 - inside, share);
    }
}

#[test]
fn whoever_is_inside_stays_inside_as_a_rollout_grows() {
    let programs: Vec<_> = (0..=100)
        .map(|percent| program(vec![rollout(percent * 1000)]))
        .collect();
    for key in 0..2000 {
        let key = format!("user-{key}");
        let context = user(&key);
        let inside: Vec<bool> = programs
            .iter()
            .map(|p| decide(p, &context).is_some())
            .collect();
        assert!(inside.is_sorted(), "{key}");
        assert!(!inside[0] && inside[100]);
    }
}

#[test]
fn a_second_rollout_widens_the_first() {
    let both = program(vec![rollout(10_000), rollout(20_000)]);
    let wide = program(vec![rollout(20_000)]);
    for key in 0..2000 {
        let key = format!("user-{key}");
        assert_eq!(decide(&both, &user(&key)), decide(&wide, &user(&key)));
    }
}

#[test]
fn without_its_key_a_percentage_does_not_match() {
    for rule in [rollout(100_000), split(&[100_000])] {
        assert_eq!(decide(&program(vec![rule]), &nobody()), None);
    }
    let by_country = |context: &Context<'_>| {
        let serve = Serve::Rollout(100_000, Value::Integer(1));
        decide(
            &program(vec![Rule::new(None, serve, Some(COUNTRY), None, 0)]),
            context,
        )
    };
    assert_eq!(by_country(&user("ada")), None);
    assert_eq!(by_country(&nobody().with_text(1, "DE")), Some(1));
}

#[test]
fn by_buckets_the_attribute_as_its_text() {
    let by = |attribute| {
        let serve =
            Serve::Split(vec![(Value::Integer(10), 50_000), (Value::Integer(11), 50_000)].into());
        program(vec![Rule::new(None, serve, Some(attribute), None, 0)])
    };
    let key = program(vec![split(&[50_000, 50_000])]);
    for number in -500..500_i64 {
        let text = number.to_string();
        let expected = decide(&key, &user(&text));
        assert_eq!(
            decide(&by(SEATS), &nobody().with_integer(4, number)),
            expected
        );
        assert_eq!(
            decide(&by(COUNTRY), &nobody().with_text(1, &*text)),
            expected
        );
        let version = format!("1.{}.0-rc.1+build", number.unsigned_abs());
        let expected = decide(&key, &user(&version));
        assert_eq!(
            decide(&by(APP_VERSION), &nobody().with_semver(3, &*version)),
            expected
        );
    }
    for (index, name) in [(0, "free"), (1, "pro"), (2, "enterprise")] {
        assert_eq!(
            decide(&by(PLAN), &nobody().with_variant(2, index)),
            decide(&key, &user(name))
        );
    }
    for (value, name) in [(true, "true"), (false, "false")] {
        assert_eq!(
            decide(&by(IS_STAFF), &nobody().with_boolean(0, value)),
            decide(&key, &user(name))
        );
    }
}

#[test]
fn a_salt_gives_the_buckets_of_the_feature_of_that_name() {
    let salted = |salt: Option<&'static str>| {
        let serve = Serve::Rollout(50_000, Value::Integer(1));
        program(vec![Rule::new(None, serve, None, salt.map(Into::into), 0)])
    };
    let (own, named, other) = (salted(None), salted(Some("flag")), salted(Some("other")));
    let mut differ = 0;
    for key in 0..1000 {
        let key = format!("user-{key}");
        assert_eq!(decide(&own, &user(&key)), decide(&named, &user(&key)));
        differ += u32::from(decide(&own, &user(&key)) != decide(&other, &user(&key)));
    }
    within_four_sigma(differ, 1000, 0.5);
}

#[test]
fn a_ramp_is_a_rollout_that_follows_its_schedule() {
    let at = Timestamp::from_milliseconds;
    let ramp = |start, end| Ramp::new(at(1000), at(2000), start, end, Value::Integer(1));
    for (now, expected) in [
        (i64::MIN, 0),
        (999, 0),
        (1000, 0),
        (1001, 100),
        (1500, 50_000),
        (1999, 99_900),
        (2000, 100_000),
        (i64::MAX, 100_000),
    ] {
        assert_eq!(ramp(0, 100_000).at(at(now)), expected);
        let ramped = program(vec![rule(Serve::Ramp(ramp(0, 100_000)))]);
        let rolled = program(vec![rollout(expected)]);
        for key in 0..200 {
            let key = format!("user-{key}");
            assert_eq!(
                decide_at(&ramped, &user(&key), at(now)),
                decide(&rolled, &user(&key))
            );
        }
    }
    assert_eq!(ramp(80_000, 20_000).at(at(1250)), 65_000);
    assert_eq!(ramp(0, 1).at(at(1999)), 0);
    assert_eq!(
        Ramp::new(at(i64::MIN), at(i64::MAX), 0, 100_000, Value::Integer(1)).at(at(0)),
        50_000
    );
}

#[test]
fn a_rule_that_cannot_be_served_is_a_problem_and_never_matches() {
    let problem = |rule: Rule| {
        let mut problems = Vec::new();
        let program = Builder::new(&REGISTRY, &[]).program(&FEATURES[0], &[rule], &mut problems);
        assert_eq!(decide(&program, &user("ada")), None);
        problems.join("\n")
    };
    assert_eq!(
        problem(rollout(100_001)),
        "feature `flag`: rule 1: `rollout` is more than 100 per cent"
    );
    assert_eq!(
        problem(split(&[50_000, 49_999])),
        "feature `flag`: rule 1: the shares of `split` sum to 99999 thousandths of a per cent, not to 100000"
    );
    assert_eq!(
        problem(split(&[u32::MAX, u32::MAX])),
        "feature `flag`: rule 1: the shares of `split` sum to 4294967295 thousandths of a per cent, not to 100000"
    );
    assert_eq!(
        problem(rule(Serve::Value(Value::Boolean(true)))),
        "feature `flag`: rule 1: feature `flag` must be an integer, found true"
    );
    let by = |attribute| {
        Rule::new(
            None,
            Serve::Rollout(1, Value::Integer(1)),
            Some(attribute),
            None,
            0,
        )
    };
    assert_eq!(
        problem(by(SCORE)),
        "feature `flag`: rule 1: `by`: `score` does not tell subjects apart"
    );
    assert_eq!(
        problem(by(99)),
        "feature `flag`: rule 1: `by`: there is no attribute 99"
    );
}
