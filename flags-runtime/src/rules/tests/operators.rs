//! Each operator: equal, just below, just above, missing, of the wrong type.

use super::*;
use Truth::{False, True, Unknown};

/// One matcher on one attribute, against a context.
#[track_caller]
fn check(attribute: u32, matcher: Matcher, context: &dyn EvaluationContext, expected: Truth) {
    let answer = truth(
        condition(vec![Test::Attribute(attribute, matcher)]),
        context,
    );
    assert_eq!(answer, expected);
}

#[track_caller]
fn check_operator(
    attribute: u32,
    operator: Operator,
    context: &dyn EvaluationContext,
    expected: Truth,
) {
    check(
        attribute,
        Matcher::Operators(vec![operator].into()),
        context,
        expected,
    );
}

fn any_of(operands: Vec<Operand>) -> Matcher {
    Matcher::AnyOf(operands.into())
}

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn a_boolean_is() {
    let yes = || Matcher::Is(Operand::Boolean(true));
    check(IS_STAFF, yes(), &nobody().with_boolean(0, true), True);
    check(IS_STAFF, yes(), &nobody().with_boolean(0, false), False);
    check(IS_STAFF, yes(), &nobody(), Unknown);
    check(
        IS_STAFF,
        yes(),
        &ByName(vec![("is_staff", AttributeValue::Text("true"))]),
        Unknown,
    );
    check(
        IS_STAFF,
        yes(),
        &ByName(vec![("is_staff", AttributeValue::Boolean(true))]),
        True,
    );
    let either = || any_of(vec![Operand::Boolean(true), Operand::Boolean(false)]);
    check(IS_STAFF, either(), &nobody().with_boolean(0, false), True);
    check(IS_STAFF, either(), &nobody(), Unknown);
    let twice = || any_of(vec![Operand::Boolean(true), Operand::Boolean(true)]);
    check(IS_STAFF, twice(), &nobody().with_boolean(0, false), False);
}

#[test]
fn a_text_is() {
    let is = || Matcher::Is(text("DE"));
    check(COUNTRY, is(), &nobody().with_text(1, "DE"), True);
    check(COUNTRY, is(), &nobody().with_text(1, "de"), False);
    check(COUNTRY, is(), &nobody().with_text(1, "DEU"), False);
    check(COUNTRY, is(), &nobody().with_text(1, ""), False);
    check(COUNTRY, is(), &nobody(), Unknown);
    check(
        COUNTRY,
        is(),
        &ByName(vec![("country", AttributeValue::Integer(1))]),
        Unknown,
    );
}

#[test]
fn a_text_is_any_of_few_or_many() {
    let few = || any_of(texts(&["DE", "AT"]));
    check(COUNTRY, few(), &nobody().with_text(1, "AT"), True);
    check(COUNTRY, few(), &nobody().with_text(1, "FR"), False);
    check(COUNTRY, few(), &nobody(), Unknown);
    let many: Vec<String> = (0..1000).map(|index| format!("c{index}")).collect();
    let many = || any_of(many.iter().map(|country| text(country)).collect());
    check(COUNTRY, many(), &nobody().with_text(1, "c0"), True);
    check(COUNTRY, many(), &nobody().with_text(1, "c999"), True);
    check(COUNTRY, many(), &nobody().with_text(1, "c1000"), False);
    check(COUNTRY, many(), &nobody(), Unknown);
}

#[test]
fn a_variant_is() {
    let pro = || Matcher::Is(Operand::Variant(1));
    check(PLAN, pro(), &nobody().with_variant(2, 1), True);
    check(PLAN, pro(), &nobody().with_variant(2, 0), False);
    check(PLAN, pro(), &nobody().with_variant(2, 2), False);
    check(PLAN, pro(), &nobody(), Unknown);
    check(
        PLAN,
        pro(),
        &ByName(vec![("plan", AttributeValue::Text("pro"))]),
        True,
    );
    check(
        PLAN,
        pro(),
        &ByName(vec![("plan", AttributeValue::Text("free"))]),
        False,
    );
    check(
        PLAN,
        pro(),
        &ByName(vec![("plan", AttributeValue::Text("gold"))]),
        Unknown,
    );
    let paid = || any_of(vec![Operand::Variant(2), Operand::Variant(1)]);
    check(PLAN, paid(), &nobody().with_variant(2, 2), True);
    check(PLAN, paid(), &nobody().with_variant(2, 0), False);
}

#[test]
fn integers_compare() {
    type Make = fn(Operand) -> Operator;
    let table: [(Make, [Truth; 3]); 4] = [
        (Operator::Gt, [False, False, True]),
        (Operator::Gte, [False, True, True]),
        (Operator::Lt, [True, False, False]),
        (Operator::Lte, [True, True, False]),
    ];
    for (operator, expected) in table {
        for (value, expected) in [9, 10, 11].into_iter().zip(expected) {
            let context = nobody().with_integer(4, value);
            check_operator(SEATS, operator(Operand::Integer(10)), &context, expected);
            let context = ByName(vec![("seats", AttributeValue::Integer(value))]);
            check_operator(SEATS, operator(Operand::Integer(10)), &context, expected);
        }
        check_operator(SEATS, operator(Operand::Integer(10)), &nobody(), Unknown);
        let context = ByName(vec![("seats", AttributeValue::Float(10.0))]);
        check_operator(SEATS, operator(Operand::Integer(10)), &context, Unknown);
    }
    let least = || Operator::Gte(Operand::Integer(i64::MIN));
    check_operator(SEATS, least(), &nobody().with_integer(4, i64::MIN), True);
    check(
        SEATS,
        Matcher::Is(Operand::Integer(0)),
        &nobody().with_integer(4, 0),
        True,
    );
    let several = || any_of(vec![Operand::Integer(5), Operand::Integer(-3)]);
    check(SEATS, several(), &nobody().with_integer(4, -3), True);
    check(SEATS, several(), &nobody().with_integer(4, 0), False);
}

#[test]
fn floats_compare() {
    type Make = fn(Operand) -> Operator;
    let table: [(Make, [Truth; 3]); 4] = [
        (Operator::Gt, [False, False, True]),
        (Operator::Gte, [False, True, True]),
        (Operator::Lt, [True, False, False]),
        (Operator::Lte, [True, True, False]),
    ];
    let around = [0.5_f64.next_down(), 0.5, 0.5_f64.next_up()];
    for (operator, expected) in table {
        for (value, expected) in around.into_iter().zip(expected) {
            let context = nobody().with_float(5, value);
            check_operator(SCORE, operator(Operand::Float(0.5)), &context, expected);
        }
        check_operator(SCORE, operator(Operand::Float(0.5)), &nobody(), Unknown);
        let nan = nobody().with_float(5, f64::NAN);
        check_operator(SCORE, operator(Operand::Float(0.5)), &nan, Unknown);
    }
    let zero = || Matcher::Is(Operand::Float(0.0));
    check(SCORE, zero(), &nobody().with_float(5, -0.0), True);
    check(SCORE, zero(), &nobody().with_float(5, f64::NAN), Unknown);
    check(
        SCORE,
        zero(),
        &ByName(vec![("score", AttributeValue::Integer(0))]),
        True,
    );
    let above = || Operator::Gt(Operand::Float(1e308));
    check_operator(SCORE, above(), &nobody().with_float(5, f64::INFINITY), True);
}

#[test]
fn texts_begin_end_and_contain() {
    let list = |texts: &[&str]| List::from_iter(texts.iter().map(|t| (*t).to_owned().into()));
    let context = nobody().with_text(1, "Straße");
    check_operator(COUNTRY, Operator::StartsWith(list(&["St"])), &context, True);
    check_operator(
        COUNTRY,
        Operator::StartsWith(list(&["x", "Straß"])),
        &context,
        True,
    );
    check_operator(
        COUNTRY,
        Operator::StartsWith(list(&["st"])),
        &context,
        False,
    );
    check_operator(
        COUNTRY,
        Operator::StartsWith(list(&["Straßen"])),
        &context,
        False,
    );
    check_operator(COUNTRY, Operator::EndsWith(list(&["ße"])), &context, True);
    check_operator(
        COUNTRY,
        Operator::EndsWith(list(&["ss", "ß"])),
        &context,
        False,
    );
    check_operator(COUNTRY, Operator::Contains(list(&["raß"])), &context, True);
    check_operator(COUNTRY, Operator::Contains(list(&[""])), &context, True);
    check_operator(
        COUNTRY,
        Operator::Contains(list(&["rass"])),
        &context,
        False,
    );
    for operator in [Operator::StartsWith, Operator::EndsWith, Operator::Contains] {
        check_operator(COUNTRY, operator(list(&[""])), &nobody(), Unknown);
    }
}

#[cfg(feature = "matches")]
#[test]
fn patterns_match_anywhere() {
    let matches = |pattern: &str| Operator::Matches(pattern.to_owned().into());
    let context = nobody().with_text(1, "user@example.org");
    check_operator(COUNTRY, matches(r"@example\.org$"), &context, True);
    check_operator(COUNTRY, matches("ample"), &context, True);
    check_operator(COUNTRY, matches("^ample"), &context, False);
    check_operator(COUNTRY, matches("(?i)USER"), &context, True);
    check_operator(
        COUNTRY,
        matches(r"^[^@]+@(example|test)\.(org|com)$"),
        &context,
        True,
    );
    check_operator(COUNTRY, matches(""), &nobody().with_text(1, ""), True);
    check_operator(COUNTRY, matches("a"), &nobody().with_text(1, ""), False);
    check_operator(COUNTRY, matches("a"), &nobody(), Unknown);
    // Unicode's word boundary takes the lazy engine.
    check_operator(COUNTRY, matches(r"\bexample\b"), &context, True);
    check_operator(COUNTRY, matches(r"\bexamp\b"), &context, False);
    check_operator(
        COUNTRY,
        matches(r"^\w+$"),
        &nobody().with_text(1, "größe"),
        True,
    );
    check_operator(
        COUNTRY,
        matches(r"^\w+$"),
        &nobody().with_text(1, "zu groß"),
        False,
    );
}

#[cfg(feature = "matches")]
#[test]
fn f22_a_pattern_that_explodes_is_refused_at_once() {
    use std::time::{Duration, Instant};
    for pattern in [
        "(a{0,1000}){0,20}",
        r"(\w{100}){30}",
        "((a{100}){100}){100}",
        "a{100000}",
    ] {
        let start = Instant::now();
        let found = problem(condition(vec![Test::Attribute(
            COUNTRY,
            Matcher::Operators(vec![Operator::Matches(pattern.into())].into()),
        )]));
        assert!(found.contains("larger than 64 KiB"), "{found}");
        assert!(start.elapsed() < Duration::from_millis(100));
    }
}

#[cfg(feature = "matches")]
#[test]
fn f23_a_pattern_takes_linear_time() {
    use std::time::{Duration, Instant};
    let text = "a".repeat(100_000) + "!";
    let start = Instant::now();
    let pattern = Operator::Matches("^(a|aa)+$".into());
    check_operator(COUNTRY, pattern, &nobody().with_text(1, text), False);
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[track_caller]
fn check_semver(requirement: &str, met: &[&str], unmet: &[&str]) {
    for (versions, expected) in [(met, True), (unmet, False)] {
        for version in versions {
            let operator = || Operator::Semver(requirement.to_owned().into());
            check_operator(
                APP_VERSION,
                operator(),
                &nobody().with_semver(3, *version),
                expected,
            );
            let named = ByName(vec![("app_version", AttributeValue::Text(version))]);
            check_operator(APP_VERSION, operator(), &named, expected);
        }
    }
}

#[test]
fn a_version_meets_a_requirement_by_precedence() {
    check_semver(
        ">=2.1",
        &[
            "2.1.0",
            "2.1.0+build",
            "2.1.1",
            "3.0.0",
            "10.0.0",
            "2.1.1-rc.1",
        ],
        &["2.0.9", "2.1.0-rc.1", "1.9.9"],
    );
    check_semver(
        ">2.1.0",
        &["2.1.1", "2.1.1-rc.1"],
        &["2.1.0", "2.1.0+build", "2.1.0-rc.1"],
    );
    check_semver(
        ">2.1",
        &["2.2.0", "3.0.0"],
        &["2.1.0", "2.1.9", "2.2.0-rc.1"],
    );
    check_semver("<2.1", &["2.0.9", "2.1.0-rc.1"], &["2.1.0", "2.1.1"]);
    check_semver(
        "<=2.1.0",
        &["2.1.0", "2.1.0-rc.1"],
        &["2.1.1", "2.1.1-rc.1"],
    );
    check_semver("<=2.1", &["2.1.9", "2.0.0"], &["2.2.0", "2.2.0-rc.1"]);
    check_semver(
        "=2.1.0",
        &["2.1.0", "2.1.0+build"],
        &["2.1.0-rc.1", "2.1.1"],
    );
    check_semver(
        "=2.1",
        &["2.1.0", "2.1.9"],
        &["2.0.9", "2.2.0-rc.1", "2.1.0-rc.1"],
    );
    check_semver("2.1.*", &["2.1.0", "2.1.9"], &["2.0.9", "2.2.0-0"]);
    check_semver("*", &["0.0.0-0", "99.0.0"], &[]);
}

#[test]
fn compatible_versions_end_before_the_next_release_s_candidates() {
    check_semver(
        "2.1",
        &["2.1.0", "2.99.0", "2.2.0-rc.1"],
        &["2.0.9", "3.0.0-rc.1", "3.0.0"],
    );
    check_semver("^0.3.1", &["0.3.1", "0.3.9"], &["0.3.0", "0.4.0-rc.1"]);
    check_semver("^0.0.3", &["0.0.3"], &["0.0.2", "0.0.4-0", "0.0.4"]);
    check_semver("^0.0", &["0.0.3"], &["0.1.0-0"]);
    check_semver("^0", &["0.0.3", "0.9.0"], &["1.0.0-0"]);
    check_semver("~1.2.3", &["1.2.3", "1.2.9"], &["1.2.2", "1.3.0-0"]);
    check_semver("~1.2", &["1.2.0"], &["1.3.0-0", "1.1.9"]);
    check_semver("~1", &["1.9.0"], &["2.0.0-0", "0.9.9"]);
    check_semver(
        ">=1.2, <2",
        &["1.2.0", "1.9.9", "2.0.0-rc.1"],
        &["1.1.9", "2.0.0"],
    );
    check_semver(
        ">=2.0.0-rc.1, <2.0.0",
        &["2.0.0-rc.1", "2.0.0-rc.2"],
        &["2.0.0-beta", "2.0.0"],
    );
}

#[test]
fn the_largest_versions_have_none_beyond_them() {
    let most = "18446744073709551615.18446744073709551615.18446744073709551615";
    check_semver("^18446744073709551615", &[most], &["1.0.0"]);
    check_semver(">18446744073709551615", &[], &[most, "1.0.0"]);
    check_semver(">1.18446744073709551615", &[], &["1.0.0", most]);
}

#[test]
fn pre_releases_are_ordered_as_semver_orders_them() {
    let order = [
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
    ];
    for pair in order.windows(2) {
        check_semver(&format!("<{}", pair[1]), &[pair[0]], &[pair[1]]);
    }
}

#[test]
fn a_text_that_is_no_version_is_unknown() {
    for text in [
        "",
        "2",
        "2.1",
        "v2.1.0",
        "2.1.0.0",
        "02.1.0",
        "two",
        "18446744073709551616.0.0",
    ] {
        let semver = || Operator::Semver(">=0.0.0".into());
        check_operator(
            APP_VERSION,
            semver(),
            &nobody().with_semver(3, text),
            Unknown,
        );
        let named = ByName(vec![("app_version", AttributeValue::Text(text))]);
        check_operator(APP_VERSION, semver(), &named, Unknown);
        check_operator(APP_VERSION, Operator::Exists(true), &named, True);
    }
    check_operator(
        APP_VERSION,
        Operator::Semver("*".into()),
        &nobody(),
        Unknown,
    );
}

#[test]
fn a_version_is_another_by_precedence() {
    let is = || Matcher::Is(text("2.1.0"));
    check(
        APP_VERSION,
        is(),
        &nobody().with_semver(3, "2.1.0+linux"),
        True,
    );
    check(
        APP_VERSION,
        is(),
        &nobody().with_semver(3, "2.1.0-rc.1"),
        False,
    );
    check(APP_VERSION, is(), &nobody().with_semver(3, "2.1"), Unknown);
    let version: Version = "2.1.0".parse().unwrap();
    check(
        APP_VERSION,
        is(),
        &ByName(vec![("app_version", AttributeValue::Version(&version))]),
        True,
    );
    let several = || any_of(texts(&["1.0.0", "2.1.0"]));
    check(
        APP_VERSION,
        several(),
        &nobody().with_semver(3, "1.0.0+a"),
        True,
    );
    check(
        APP_VERSION,
        several(),
        &nobody().with_semver(3, "1.0.1"),
        False,
    );
}

#[test]
fn moments_compare() {
    let noon = moment("2026-12-01T12:00:00Z");
    let contexts = [-1, 0, 1].map(|ms| {
        nobody().with_datetime(6, Timestamp::from_milliseconds(noon.milliseconds() + ms))
    });
    for (context, expected) in contexts.iter().zip([True, False, False]) {
        check_operator(
            JOINED,
            Operator::Before(Operand::Datetime(noon)),
            context,
            expected,
        );
    }
    for (context, expected) in contexts.iter().zip([False, False, True]) {
        check_operator(
            JOINED,
            Operator::After(Operand::Datetime(noon)),
            context,
            expected,
        );
    }
    for (context, expected) in contexts.iter().zip([False, True, False]) {
        check(
            JOINED,
            Matcher::Is(Operand::Datetime(noon)),
            context,
            expected,
        );
        let several = any_of(vec![
            Operand::Datetime(noon),
            Operand::Datetime(moment("1970-01-01T00:00:00Z")),
        ]);
        check(JOINED, several, context, expected);
    }
    check_operator(
        JOINED,
        Operator::Before(Operand::Datetime(noon)),
        &nobody(),
        Unknown,
    );
    let named = ByName(vec![(
        "joined",
        AttributeValue::Text("2026-12-01T12:00:00Z"),
    )]);
    check_operator(
        JOINED,
        Operator::After(Operand::Datetime(noon)),
        &named,
        Unknown,
    );
}

#[test]
fn a_list_contains() {
    let has = || Matcher::Is(text("b"));
    check(TAGS, has(), &nobody().with_strings(7, ["a", "b"]), True);
    check(TAGS, has(), &nobody().with_strings(7, ["a", "bb"]), False);
    check(
        TAGS,
        has(),
        &nobody().with_strings(7, Vec::<String>::new()),
        False,
    );
    check(TAGS, has(), &nobody(), Unknown);
    let any = || any_of(texts(&["x", "b"]));
    check(TAGS, any(), &nobody().with_strings(7, ["a", "b"]), True);
    check(TAGS, any(), &nobody().with_strings(7, ["a"]), False);
    let none = || Operator::NotIn(texts(&["x", "b"]).into());
    check_operator(TAGS, none(), &nobody().with_strings(7, ["a", "b"]), False);
    check_operator(TAGS, none(), &nobody().with_strings(7, ["a"]), True);
    check_operator(TAGS, none(), &nobody(), Unknown);
    let tags = Strings::from(["b"]);
    check(
        TAGS,
        has(),
        &ByName(vec![("tags", AttributeValue::Strings(&tags))]),
        True,
    );
    check(
        TAGS,
        has(),
        &ByName(vec![("tags", AttributeValue::Text("b"))]),
        Unknown,
    );
}

#[test]
fn not_and_not_in_turn_the_answer_round() {
    let not = |matcher| Operator::Not(vec![matcher].into());
    check_operator(
        COUNTRY,
        not(Matcher::Is(text("DE"))),
        &nobody().with_text(1, "FR"),
        True,
    );
    check_operator(
        COUNTRY,
        not(Matcher::Is(text("DE"))),
        &nobody().with_text(1, "DE"),
        False,
    );
    check_operator(COUNTRY, not(Matcher::Is(text("DE"))), &nobody(), Unknown);
    let twice = || {
        not(Matcher::Operators(
            vec![not(Matcher::Is(text("DE")))].into(),
        ))
    };
    check_operator(COUNTRY, twice(), &nobody().with_text(1, "DE"), True);
    check_operator(COUNTRY, twice(), &nobody(), Unknown);
    let not_in = || Operator::NotIn(texts(&["DE", "AT"]).into());
    check_operator(COUNTRY, not_in(), &nobody().with_text(1, "FR"), True);
    check_operator(COUNTRY, not_in(), &nobody().with_text(1, "AT"), False);
    check_operator(COUNTRY, not_in(), &nobody(), Unknown);
}

#[test]
fn exists_is_known_of_what_is_missing() {
    check_operator(
        COUNTRY,
        Operator::Exists(true),
        &nobody().with_text(1, ""),
        True,
    );
    check_operator(
        COUNTRY,
        Operator::Exists(false),
        &nobody().with_text(1, ""),
        False,
    );
    check_operator(COUNTRY, Operator::Exists(true), &nobody(), False);
    check_operator(COUNTRY, Operator::Exists(false), &nobody(), True);
    check_operator(COUNTRY, Operator::Exists(true), &Anonymous, False);
    let wrong = ByName(vec![("country", AttributeValue::Boolean(true))]);
    check_operator(COUNTRY, Operator::Exists(true), &wrong, Unknown);
}

#[test]
fn operators_of_one_table_must_all_hold() {
    let within = || {
        Matcher::Operators(
            vec![
                Operator::Gte(Operand::Integer(10)),
                Operator::Lt(Operand::Integer(20)),
            ]
            .into(),
        )
    };
    for (value, expected) in [(9, False), (10, True), (19, True), (20, False)] {
        check(SEATS, within(), &nobody().with_integer(4, value), expected);
    }
    check(SEATS, within(), &nobody(), Unknown);
}

#[track_caller]
fn refused(attribute: u32, operator: Operator, expected: &str) {
    let found = problem(condition(vec![Test::Attribute(
        attribute,
        Matcher::Operators(vec![operator].into()),
    )]));
    assert_eq!(found, format!("feature `flag`: rule 1: {expected}"));
}

#[test]
fn what_does_not_apply_is_a_problem_and_never_matches() {
    refused(
        COUNTRY,
        Operator::Gt(Operand::Integer(1)),
        "`country`: an operator or operand does not apply to a string",
    );
    refused(
        SEATS,
        Operator::Gt(Operand::Float(1.0)),
        "`seats`: an operator or operand does not apply to an integer",
    );
    refused(
        SEATS,
        Operator::Matches("a".into()),
        "`seats`: an operator or operand does not apply to an integer",
    );
    refused(
        PLAN,
        Operator::Not(vec![Matcher::Is(Operand::Variant(3))].into()),
        "`plan`: it has no variant 3",
    );
    refused(
        COUNTRY,
        Operator::NotIn(List::default()),
        "`country`: a list is empty",
    );
    refused(
        COUNTRY,
        Operator::Not(List::default()),
        "`country`: `not` has no operand",
    );
    refused(
        COUNTRY,
        Operator::Contains(List::default()),
        "`country`: a list is empty",
    );
    refused(99, Operator::Exists(true), "there is no attribute 99");
    refused(
        APP_VERSION,
        Operator::Not(vec![Matcher::Is(text("2.1"))].into()),
        "`app_version`: \"2.1\" is no version: unexpected end of input while parsing minor version number",
    );
    refused(
        APP_VERSION,
        Operator::Semver("newest".into()),
        "`app_version`: \"newest\" is no requirement on a version: unexpected character 'n' while parsing major version number",
    );
    assert_eq!(
        problem(condition(vec![])),
        "feature `flag`: rule 1: a condition is empty"
    );
    assert_eq!(
        problem(condition(vec![Test::Segment(0)])),
        "feature `flag`: rule 1: there is no segment 0"
    );
    assert_eq!(
        problem(condition(vec![Test::Any(List::default())])),
        "feature `flag`: rule 1: a list of conditions is empty"
    );
}

#[test]
fn f21_a_condition_that_is_too_deep_is_a_problem() {
    let mut deep = condition(vec![Test::Attribute(COUNTRY, Matcher::Is(text("DE")))]);
    for _ in 0..100 {
        deep = condition(vec![Test::Any(vec![deep].into())]);
    }
    assert_eq!(
        problem(deep),
        "feature `flag`: rule 1: a condition is more than 64 deep"
    );
}
