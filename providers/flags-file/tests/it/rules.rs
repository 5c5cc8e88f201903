//! Rules in a state file: what the runtime is given, and what is set aside.

use std::sync::LazyLock;

use expect_test::{Expect, expect};
use flags_file::{FileProvider, check as check_text};
use flags_runtime::{
    Anonymous, Answer, AttributeType, AttributeValue, Condition, ErrorKind, EvaluationContext,
    Flags, List, Matcher, NoticeKind, Operand, Operator, Provider, Ramp, Reason, Registry,
    Resolution, Rule, RuleSet, Serve, Test, Text, Timestamp, Value,
};

use crate::world::{World, eventually, kinds, notices, registry, says_of, toml};

pub(crate) const CLUB_TEXT: &str = r#"
[registry]
name = "club"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro", "enterprise"]
app = "semver"
seats = "integer"
score = "float"
joined = "datetime"
tags = "strings"
email = { type = "string", private = true }
[segments]
staff = { is_staff = true }
beta = { any = [{ segment = "staff" }, { plan = "pro" }] }
[features.dark_mode]
[features.beta_only]
rules = [{ when = { segment = "beta" }, serve = true }]
[features.button]
default = "red"
variants = ["red", "green", "blue"]
[features.upload]
default = 25
range = [1, 500]
environments.staging = { rules = [{ when = { segment = "beta" }, serve = 50 }] }
"#;

pub(crate) static CLUB: LazyLock<&'static Registry> = LazyLock::new(|| registry(CLUB_TEXT));

fn answer(provider: &FileProvider, environment: &str, key: &str) -> Answer {
    let feature = CLUB.find(key).expect("the feature is declared");
    let answers = provider.answers(*CLUB, environment);
    answers.get(feature.index()).clone()
}

/// The rules that a text gives a feature in production.
#[track_caller]
fn rules(text: &str, key: &str) -> List<Rule> {
    match answer(&toml(text), "production", key) {
        Answer::Rules(rules) => rules.rules().clone(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn says(text: &str, environment: &str, key: &str, expected: &str) {
    assert_eq!(says_of(&toml(text), *CLUB, environment, key), expected);
}

#[track_caller]
fn set_aside(text: &str, key: &str, expected: Expect) {
    expected.assert_eq(&says_of(&toml(text), *CLUB, "production", key));
}

/// What `check` says, which is what a running program would report.
#[track_caller]
fn check(text: &str, expected: Expect) {
    let shown = match check_text(text, *CLUB) {
        Ok(()) => String::new(),
        Err(error) => error.at("flags.toml").to_string(),
    };
    expected.assert_eq(&shown);
}

fn when(tests: Vec<Test>) -> Option<Condition> {
    Some(Condition::new(tests.into()))
}

fn is(attribute: u32, operand: Operand) -> Test {
    Test::Attribute(attribute, Matcher::Is(operand))
}

fn on(attribute: u32, operators: Vec<Operator>) -> Test {
    Test::Attribute(attribute, Matcher::Operators(operators.into()))
}

const ON: Serve = Serve::Value(Value::Boolean(true));

#[test]
fn a_rule_becomes_data_that_refers_to_attributes_and_segments_by_index() {
    let text = "[features.dark_mode]\nrules = [\n  { when = { segment = 'beta', plan = 'pro', \
                country = ['DE', 'AT'] }, serve = true },\n]\n";
    let country =
        Matcher::AnyOf(vec![Operand::Text("DE".into()), Operand::Text("AT".into())].into());
    let tests = vec![
        Test::Segment(1),
        is(2, Operand::Variant(1)),
        Test::Attribute(1, country),
    ];
    assert_eq!(
        rules(text, "dark_mode").as_slice(),
        [Rule::new(when(tests), ON, None, None, 3)]
    );
}

#[test]
fn every_matcher_becomes_data() {
    let text = "[features.dark_mode]\nrules = [{ when = { all = [\n\
        { is_staff = true }, { seats = { gte = 1, lt = 2 } }, { seats = { gt = 1, lte = 2 } },\n\
        { score = 0.5 }, { country = { starts-with = 'D', ends-with = ['E'], contains = 'x' } },\n\
        { email = { matches = '^a' } }, { app = { semver = '>=2.1' } }, { app = '2.1.0' },\n\
        { joined = { after = 2026-12-01T09:00:00Z, before = 2026-12-01T10:00:01.5+01:00 } },\n\
        { tags = { not-in = ['a'], exists = true } }, { country = { not = { not = 'DE' } } },\n\
        { any = [{ segment = 'staff' }], none = [{ seats = 1 }] },\n\
        ] }, serve = true }]\n";
    let texts = |text: &'static str| List::from(vec![Text::from(text)]);
    let moment = |ms| Operand::Datetime(Timestamp::from_milliseconds(ms));
    let not = |matcher| Operator::Not(vec![matcher].into());
    let one = |tests: Vec<Test>| Condition::new(tests.into());
    let all = vec![
        one(vec![is(0, Operand::Boolean(true))]),
        one(vec![on(
            4,
            vec![
                Operator::Gte(Operand::Integer(1)),
                Operator::Lt(Operand::Integer(2)),
            ],
        )]),
        one(vec![on(
            4,
            vec![
                Operator::Gt(Operand::Integer(1)),
                Operator::Lte(Operand::Integer(2)),
            ],
        )]),
        one(vec![is(5, Operand::Float(0.5))]),
        one(vec![on(
            1,
            vec![
                Operator::StartsWith(texts("D")),
                Operator::EndsWith(texts("E")),
                Operator::Contains(texts("x")),
            ],
        )]),
        one(vec![on(8, vec![Operator::Matches("^a".into())])]),
        one(vec![on(3, vec![Operator::Semver(">=2.1".into())])]),
        one(vec![is(3, Operand::Text("2.1.0".into()))]),
        one(vec![on(
            6,
            vec![
                Operator::After(moment(1_796_115_600_000)),
                Operator::Before(moment(1_796_115_601_500)),
            ],
        )]),
        one(vec![on(
            7,
            vec![
                Operator::NotIn(vec![Operand::Text("a".into())].into()),
                Operator::Exists(true),
            ],
        )]),
        one(vec![on(
            1,
            vec![not(Matcher::Operators(
                vec![not(Matcher::Is(Operand::Text("DE".into())))].into(),
            ))],
        )]),
        one(vec![
            Test::Any(vec![one(vec![Test::Segment(0)])].into()),
            Test::None(vec![one(vec![is(4, Operand::Integer(1))])].into()),
        ]),
    ];
    let found = rules(text, "dark_mode");
    assert_eq!(found[0].when(), when(vec![Test::All(all.into())]).as_ref());
}

#[test]
fn every_way_to_serve_becomes_data() {
    let text = "[features.button]\nrules = [\n\
        { serve = 'green' },\n{ rollout = 12.5, value = 'blue', by = 'country', salt = 'autumn' },\n\
        { split = { blue = 33.334, red = 66.666 } },\n\
        { ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = 0, end = 0.001 }, value = 'red' },\n]\n";
    let named = |name: &'static str| Value::Text(name.into());
    let shares = vec![(named("blue"), 33_334), (named("red"), 66_666)];
    let ramp = Ramp::new(
        Timestamp::from_milliseconds(1_796_115_600_000),
        Timestamp::from_milliseconds(1_796_720_400_000),
        0,
        1,
        named("red"),
    );
    assert_eq!(
        rules(text, "button").as_slice(),
        [
            Rule::new(None, Serve::Value(named("green")), None, None, 3),
            Rule::new(
                None,
                Serve::Rollout(12_500, named("blue")),
                Some(1),
                Some("autumn".into()),
                4
            ),
            Rule::new(None, Serve::Split(shares.into()), None, None, 5),
            Rule::new(None, Serve::Ramp(ramp), None, None, 6),
        ]
    );
}

#[test]
fn an_entry_answers_by_itself_rules_then_environment_then_default() {
    let text = "[features.upload]\ndefault = 1\nrules = [{ when = { seats = 1 }, serve = 2 }]\n\
                environments = { staging = 3, testing = { rules = [] }, \
                development = { rules = [{ serve = 4 }, { serve = 5 }], default = 6 } }\n";
    says(text, "production", "upload", "1 rules, else 1");
    says(text, "staging", "upload", "1 rules, else 3");
    says(text, "testing", "upload", "1");
    says(text, "development", "upload", "2 rules, else 6");
}

#[test]
fn rules_without_a_value_leave_the_rest_to_the_declaration() {
    let text = "[features.upload]\nrules = [{ serve = 2 }]\n";
    says(text, "staging", "upload", "1 rules, else no opinion");
    let text = "[features.upload]\nenvironments.testing.rules = [{ serve = 2 }]\n";
    says(text, "production", "upload", "no opinion");
    says(text, "testing", "upload", "1 rules, else no opinion");
}

#[test]
fn the_value_behind_rules_is_there_by_default() {
    let text = "[features.upload]\ndefault = 1\nrules = [{ when = { seats = 1 }, serve = 2 }]\n";
    let Answer::Rules(found) = answer(&toml(text), "production", "upload") else {
        panic!("it has rules");
    };
    let default = Resolution::new(1, Reason::Default);
    assert_eq!(found, RuleSet::new(found.rules().clone()).or(default));
}

#[test]
fn resolve_leaves_rules_to_the_runtime_and_says_so() {
    let provider = toml("[features.dark_mode]\nrules = [{ serve = true }]\n");
    let error = provider
        .resolve(CLUB.find("dark_mode").unwrap(), &Anonymous)
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::General);
    assert_eq!(
        error.message(),
        "the state file has rules for feature `dark_mode`, which the runtime evaluates and \
         `resolve` does not"
    );
}

#[test]
fn f15_a_bad_rule_sets_its_feature_aside_and_not_the_file() {
    let text = "[features.dark_mode]\nrules = [{ when = { contry = 'DE' }, serve = true }]\n\
                [features.upload]\nrules = [{ when = { country = 'DE' }, serve = 5 }]\n";
    says(text, "production", "upload", "1 rules, else no opinion");
    set_aside(
        text,
        "dark_mode",
        expect![[r#"
        PARSE_ERROR: feature `dark_mode`: rule 1: `when.contry` is no attribute of `[context]` (there are `app`, `country`, `email`, `is_staff`, `joined`, `plan`, `score`, `seats` and `tags`)
         --> flags.toml:2:21
          |
        2 | rules = [{ when = { contry = 'DE' }, serve = true }]
          |                     ^^^^^^
          = help: did you mean `country`?"#]],
    );
}

#[test]
fn f17_an_unknown_operator_sets_its_feature_aside() {
    set_aside(
        "[features.dark_mode]\nrules = [{ when = { country = { like = 'D%' } }, serve = true }]\n",
        "dark_mode",
        expect![[r#"
            PARSE_ERROR: feature `dark_mode`: rule 1: `when.country`: unknown operator `like`, expected `starts-with`, `ends-with`, `contains`, `matches`, `not`, `not-in` or `exists`
             --> flags.toml:2:33
              |
            2 | rules = [{ when = { country = { like = 'D%' } }, serve = true }]
              |                                 ^^^^"#]],
    );
}

#[test]
fn f17_more_than_twenty_unknown_keys_are_counted() {
    let mut text = "[features.dark_mode]\ndefault = true\n".to_owned();
    for index in 0..25 {
        text.push_str(&format!("ticket_{index} = 1\n"));
    }
    let shown = notices(&toml(&text), &[*CLUB]);
    assert_eq!(shown.matches("unknown key").count(), 20);
    assert!(
        shown.ends_with("Ignored: flags.toml: 5 more parts of the file are ignored"),
        "{shown}"
    );
    says(&text, "production", "dark_mode", "true");
}

#[test]
fn f19_blank_fields_in_rules_are_errors_of_their_feature() {
    check(
        "[features.dark_mode]\nrules = [{}, { when = {} , serve = true }, { split = {} }]\n\
         [features.upload]\nrules = [{ when = { country = '' , tags = [] }, serve = 5 }]\n",
        expect![[r#"
            feature `dark_mode`: rule 1 serves nothing, expected `serve`, `rollout`, `split` or `ramp`
             --> flags.toml:2:10
              |
            2 | rules = [{}, { when = {} , serve = true }, { split = {} }]
              |          ^^

            feature `dark_mode`: rule 2: `when` must not be an empty condition
             --> flags.toml:2:23
              |
            2 | rules = [{}, { when = {} , serve = true }, { split = {} }]
              |                       ^^
              = help: leave it out to match everyone

            feature `dark_mode`: rule 3: `split` must not be an empty table
             --> flags.toml:2:54
              |
            2 | rules = [{}, { when = {} , serve = true }, { split = {} }]
              |                                                      ^^

            feature `upload`: rule 1: `when.tags` must not be an empty list
             --> flags.toml:4:43
              |
            4 | rules = [{ when = { country = '' , tags = [] }, serve = 5 }]
              |                                           ^^"#]],
    );
}

#[test]
fn f20_a_file_over_the_limit_is_refused_whatever_it_holds() {
    let rule = "{ when = { country = 'DE' }, serve = true },\n";
    let count = flags_manifest::MAX_TEXT / rule.len() + 1;
    let text = format!("[features.dark_mode]\nrules = [\n{}]\n", rule.repeat(count));
    let findings = check_text(&text, *CLUB).unwrap_err();
    assert_eq!(
        findings.findings()[0].message,
        format!(
            "the file has {} bytes, and 16777216 is the most that is read",
            text.len()
        )
    );
}

#[test]
fn f21_a_condition_that_is_nested_too_deep_is_refused() {
    let text = format!(
        "[features.dark_mode]\nrules = [{{ when = {}{{ seats = 1 }}{}, serve = true }}]\n",
        "{ any = [".repeat(70),
        "] }".repeat(70)
    );
    let findings = check_text(&text, *CLUB).unwrap_err();
    assert_eq!(
        findings.findings()[0].message,
        "lists and tables may be nested 64 deep at most"
    );
}

#[test]
fn f21_a_huge_list_in_a_rule_sets_its_feature_aside() {
    let list = "'DE', ".repeat(65_537);
    let text = format!(
        "[features.dark_mode]\nrules = [{{ when = {{ country = [{list}] }}, serve = true }}]\n\
         [features.upload]\ndefault = 5\n"
    );
    says(&text, "production", "upload", "5");
    let said = says_of(&toml(&text), *CLUB, "production", "dark_mode");
    assert!(
        said.starts_with(
            "PARSE_ERROR: feature `dark_mode` holds a list of 65537 items, and 65536 is the most \
             that is read\n"
        ),
        "{}",
        &said[..200]
    );
}

#[test]
fn f21_a_string_of_ten_megabytes_in_a_rule_sets_its_feature_aside() {
    let text = format!(
        "[features.dark_mode]\nrules = [{{ when = {{ country = '{}' }}, serve = true }}]\n",
        "x".repeat(10_000_000)
    );
    let said = says_of(&toml(&text), *CLUB, "production", "dark_mode");
    assert!(
        said.starts_with(
            "PARSE_ERROR: feature `dark_mode` holds a string of 10000000 bytes, and 1048576 is"
        ),
        "{}",
        &said[..200]
    );
}

#[test]
fn f22_a_pattern_that_is_a_bomb_sets_its_feature_aside() {
    let bombs = [
        "(a{0,1000}){0,20}",
        r"(\w{100}){30}",
        "((a{100}){100}){100}",
        r"\pL{1000}",
    ];
    for bomb in bombs {
        let text = format!(
            "[features.dark_mode]\nrules = [{{ when = {{ country = {{ matches = '{bomb}' }} }}, \
             serve = true }}]\n[features.upload]\ndefault = 5\n"
        );
        says(&text, "production", "upload", "5");
        let said = says_of(&toml(&text), *CLUB, "production", "dark_mode");
        let expected = format!(
            "PARSE_ERROR: feature `dark_mode`: rule 1: `when.country.matches`: `{bomb}` is larger \
             than 64 KiB when compiled\n"
        );
        assert!(said.starts_with(&expected), "{said}");
    }
}

#[test]
fn f22_so_many_patterns_have_room_in_a_file_and_a_segment_counts_once() {
    let mut manifest = "[context]\ncountry = 'string'\n".to_owned();
    let mut text =
        "[segments]\nab = { country = { matches = '^[ab]' } }\n[features.shared]\n\
         rules = [{ when = { segment = 'ab' }, serve = true }, { when = { segment = 'ab' }, rollout = 1 }]\n"
            .to_owned();
    manifest.push_str("[features.shared]\n");
    for index in 0..flags_manifest::state::MAX_PATTERNS {
        manifest.push_str(&format!("[features.f{index}]\n"));
        text.push_str(&format!(
            "[features.f{index}]\nrules = [{{ when = {{ country = {{ matches = 'x{index}' }} }}, serve = true }}]\n"
        ));
    }
    let registry = registry(&manifest);
    let provider = toml(&text);
    let said = |key: &str| says_of(&provider, registry, "production", key);
    assert_eq!(said("shared"), "2 rules, else no opinion");
    assert_eq!(said("f998"), "1 rules, else no opinion");
    let last = said("f999");
    assert!(
        last.starts_with(
            "PARSE_ERROR: feature `f999` holds `matches`, of which a state file has room for 1000 \
             in all\n"
        ),
        "{last}"
    );
}

#[test]
fn f23_a_pattern_that_needs_backtracking_is_refused_and_another_is_linear() {
    set_aside(
        "[features.dark_mode]\nrules = [{ when = { country = { matches = '(a)\\1' } }, serve = true }]\n",
        "dark_mode",
        expect![[r#"
            PARSE_ERROR: feature `dark_mode`: rule 1: `when.country.matches` must be a regular expression, found `(a)\1` (backreferences are not supported)
             --> flags.toml:2:43
              |
            2 | rules = [{ when = { country = { matches = '(a)\1' } }, serve = true }]
              |                                           ^^^^^^^"#]],
    );
    let text = "[features.dark_mode]\nrules = [{ when = { country = { matches = '^(a|aa)+$' } }, serve = true }]\n";
    let dark_mode = CLUB.feature::<bool>("dark_mode").unwrap();
    let flags = Flags::new(toml(text));
    assert!(flags.is_enabled(dark_mode, &From("a".repeat(100_000))));
    assert!(!flags.is_enabled(dark_mode, &From("a".repeat(100_000) + "b")));
}

/// Somebody from a country.
struct From(String);

impl EvaluationContext for From {
    fn targeting_key(&self) -> Option<&str> {
        None
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        (name == "country").then_some(AttributeValue::Text(&self.0))
    }
}

#[test]
fn a_change_of_rules_is_seen_and_a_bad_one_keeps_the_last_good_rules() {
    let rule = |country: &str| {
        format!(
            "[features.dark_mode]\nrules = [{{ when = {{ country = '{country}' }}, serve = true }}]\n"
        )
    };
    let club = registry(CLUB_TEXT);
    let dark_mode = club.feature::<bool>("dark_mode").unwrap();
    let is_on = |flags: &Flags, country: &str| flags.is_enabled(dark_mode, &From(country.into()));
    let world = World::with(&rule("DE"));
    let flags = Flags::new(world.watch());
    assert!(is_on(&flags, "DE") && !is_on(&flags, "AT"));

    world.write(&rule("AT"));
    eventually("the rule has changed", || is_on(&flags, "AT"));
    assert!(!is_on(&flags, "DE"));

    world.write(&rule("AT").replace("country", "contry"));
    eventually("the rule is set aside", || {
        !flags.status().notices().is_empty()
    });
    assert!(is_on(&flags, "AT") && !is_on(&flags, "DE"));
    assert_eq!(kinds(flags.status().notices()), [NoticeKind::SetAside]);
}

#[test]
fn f24_weights_are_thousandths_and_do_not_add_up_as_floats() {
    let text = "[features.button]\nrules = [{ split = { red = 0.1, green = 0.2, blue = 99.7 } }]\n";
    let Serve::Split(shares) = rules(text, "button")[0].serve().clone() else {
        panic!("it is a split");
    };
    let weights: Vec<u32> = shares.iter().map(|(_, share)| *share).collect();
    assert_eq!(weights, [100, 200, 99_700]);
}

#[test]
fn f24_numbers_that_are_no_percentages_or_do_not_fit_are_errors() {
    check(
        "[features.dark_mode]\nrules = [{ rollout = -1 }, { rollout = nan }, { rollout = inf }, { rollout = 0.0005 }]\n\
         [features.upload]\nrules = [\n  { when = { seats = 9223372036854775808 }, serve = 5 },\n  \
         { when = { score = { lt = inf } }, serve = 501 },\n]\n\
         [features.button]\nrules = [{ split = { red = 50, gren = 49 } }]\n",
        expect![[r#"
            feature `dark_mode`: rule 1: `rollout` must be a percentage from 0 to 100 with at most three decimals, found -1
             --> flags.toml:2:22
              |
            2 | rules = [{ rollout = -1 }, { rollout = nan }, { rollout = inf }, { rollout = 0.0005 }]
              |                      ^^

            feature `dark_mode`: rule 2: `rollout` must be a percentage from 0 to 100 with at most three decimals, found `nan`
             --> flags.toml:2:40
              |
            2 | rules = [{ rollout = -1 }, { rollout = nan }, { rollout = inf }, { rollout = 0.0005 }]
              |                                        ^^^

            feature `dark_mode`: rule 3: `rollout` must be a percentage from 0 to 100 with at most three decimals, found a number that is infinite or too large
             --> flags.toml:2:59
              |
            2 | rules = [{ rollout = -1 }, { rollout = nan }, { rollout = inf }, { rollout = 0.0005 }]
              |                                                           ^^^

            feature `dark_mode`: rule 4: `rollout` must be a percentage from 0 to 100 with at most three decimals, found 0.0005
             --> flags.toml:2:78
              |
            2 | rules = [{ rollout = -1 }, { rollout = nan }, { rollout = inf }, { rollout = 0.0005 }]
              |                                                                              ^^^^^^

            feature `upload`: rule 1: `when.seats` must be an integer, found an integer that does not fit 64 bits
             --> flags.toml:5:22
              |
            5 |   { when = { seats = 9223372036854775808 }, serve = 5 },
              |                      ^^^^^^^^^^^^^^^^^^^

            feature `upload`: rule 2: `when.score.lt` must be a float, found a number that is infinite or too large
             --> flags.toml:6:29
              |
            6 |   { when = { score = { lt = inf } }, serve = 501 },
              |                             ^^^

            feature `upload`: rule 2: `serve` must be from 1 to 500, found 501
             --> flags.toml:6:46
              |
            6 |   { when = { score = { lt = inf } }, serve = 501 },
              |                                              ^^^

            feature `button`: rule 1: `split` must sum to 100, and sums to 99
             --> flags.toml:9:20
              |
            9 | rules = [{ split = { red = 50, gren = 49 } }]
              |                    ^^^^^^^^^^^^^^^^^^^^^^^

            feature `button`: rule 1: `split`: a name must be `red`, `green` or `blue`, found `gren`
             --> flags.toml:9:32
              |
            9 | rules = [{ split = { red = 50, gren = 49 } }]
              |                                ^^^^
              = help: did you mean `green`?"#]],
    );
}

#[test]
fn check_covers_rules_of_environments_and_segments() {
    check(
        "[features.dark_mode.environments.staging]\nrules = [{ when = { segment = 'bta' }, serve = true }]\n\
         [segments]\nstaff = { is_staf = true }\n",
        expect![[r#"
            feature `dark_mode`: `environments.staging`: rule 1: `when.segment`: there is no segment `bta` in `[segments]`
             --> flags.toml:2:31
              |
            2 | rules = [{ when = { segment = 'bta' }, serve = true }]
              |                               ^^^^^
              = help: did you mean `beta`?

            segment `staff`: `is_staf` is no attribute of `[context]` (there are `app`, `country`, `email`, `is_staff`, `joined`, `plan`, `score`, `seats` and `tags`)
             --> flags.toml:4:11
              |
            4 | staff = { is_staf = true }
              |           ^^^^^^^
              = help: did you mean `is_staff`?"#]],
    );
}

#[test]
fn a_registry_from_text_has_attributes_segments_and_rules() {
    let attributes: Vec<_> = CLUB.attributes().iter().map(|a| a.name()).collect();
    assert_eq!(
        attributes,
        [
            "is_staff", "country", "plan", "app", "seats", "score", "joined", "tags", "email"
        ]
    );
    assert!(CLUB.attributes()[8].is_private() && !CLUB.attributes()[1].is_private());
    let AttributeType::Variants(plan) = CLUB.attributes()[2].ty() else {
        panic!("a closed set");
    };
    assert_eq!(plan.names(), ["free", "pro", "enterprise"]);
    let names: Vec<_> = CLUB
        .segments()
        .iter()
        .map(|segment| segment.name())
        .collect();
    assert_eq!(names, ["staff", "beta"]);
    assert_eq!(
        CLUB.segments()[0].condition().tests(),
        [is(0, Operand::Boolean(true))]
    );
    let rule = |value, line| {
        Rule::new(
            when(vec![Test::Segment(1)]),
            Serve::Value(value),
            None,
            None,
            line,
        )
    };
    let beta_only = CLUB.find("beta_only").unwrap();
    assert_eq!(beta_only.rules_in(3), [rule(Value::Boolean(true), 19)]);
    let upload = CLUB.find("upload").unwrap();
    assert_eq!(upload.rules_in(2), [rule(Value::Integer(50), 26)]);
    assert!(upload.rules_in(3).is_empty());
}
