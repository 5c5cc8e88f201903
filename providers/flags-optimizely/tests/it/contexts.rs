//! Whom a flag is for.

use expect_test::{Expect, expect};
use flags_optimizely::OptimizelyProvider;
use flags_runtime::{AttributeValue, Flags, Provider, Strings, Timestamp, Version};
use serde_json::{Value, json};

use crate::world::{Who, answer, audience, datafile, flag, provider, rollout, rule, says};

/// `dark_mode` is on for those whom a condition holds for.
fn on_if(name: &str, matching: &str, value: Value) -> String {
    datafile(
        1,
        json!([flag("dark_mode", &[], "r", json!([]))]),
        json!({
            "typedAudiences": [audience("a", name, matching, value)],
            "rollouts": [rollout("r", &[rule("1", &["a"], &["on"]), rule("2", &[], &["off"])])],
        }),
    )
}

/// `dark_mode` is on for half of the users.
fn on_for_half() -> String {
    datafile(
        1,
        json!([flag("dark_mode", &["1886780721"], "", json!([]))]),
        json!({ "experiments": [rule("1886780721", &[], &["on", "off"])] }),
    )
}

#[track_caller]
fn check(text: &str, who: &Who, expected: Expect) {
    expected.assert_eq(&says(&Flags::new(provider(text)), "dark_mode", who));
}

#[track_caller]
fn holds(name: &str, matching: &str, value: Value, attribute: AttributeValue<'static>) -> bool {
    let flags = Flags::new(provider(&on_if(name, matching, value)));
    let who = Who::user("u").with(name, attribute);
    says(&flags, "dark_mode", &who).starts_with("true")
}

#[test]
fn an_audience_decides() {
    let text = on_if("country", "exact", json!("DE"));
    let german = Who::user("u").with("country", AttributeValue::Text("DE"));
    check(&text, &german, expect!["true (TARGETING_MATCH, on)"]);
    check(
        &text,
        &Who::user("u"),
        expect!["false (TARGETING_MATCH, off)"],
    );
    check(
        &text,
        &Who::nobody(),
        expect!["false (TARGETING_MATCH, off)"],
    );
}

#[test]
fn a_bucket_decides() {
    // The vendor's public tests have buckets 5254 and 4299 for these users and this experiment.
    check(
        &on_for_half(),
        &Who::user("ppid1"),
        expect!["false (SPLIT, off)"],
    );
    check(
        &on_for_half(),
        &Who::user("ppid2"),
        expect!["true (SPLIT, on)"],
    );
}

#[test]
fn f46_without_a_targeting_key_nobody_is_put_in_a_bucket() {
    check(
        &on_for_half(),
        &Who::nobody(),
        expect![
            "false (ERROR): TARGETING_KEY_MISSING: the flag is split by user, and the context has no targeting key"
        ],
    );
}

#[test]
fn f46_any_key_is_hashed_whole() {
    for key in ["", "\0", "🦀", &"long ".repeat(200_000)] {
        let said = says(
            &Flags::new(provider(&on_for_half())),
            "dark_mode",
            &Who::user(key),
        );
        assert!(said.contains("SPLIT"), "{said}");
    }
    let long = "x".repeat(1_000_000);
    let all: Vec<_> = (0..64)
        .map(|last| {
            let flags = Flags::new(provider(&on_for_half()));
            says(&flags, "dark_mode", &Who::user(&format!("{long}{last}")))
        })
        .collect();
    assert!(
        all.iter().any(|said| *said != all[0]),
        "the end of a key counts"
    );
}

#[test]
fn attributes_of_every_type() {
    let version: Version = "2.1.0-rc.1".parse().unwrap();
    let version: &'static Version = Box::leak(Box::new(version));
    let moment = AttributeValue::Datetime(Timestamp::from_milliseconds(1_796_115_600_500));
    let tags: &'static Strings<'static> = Box::leak(Box::new(Strings::from(vec!["a".to_owned()])));
    assert!(holds("seats", "ge", json!(3.0), AttributeValue::Integer(3)));
    assert!(holds("score", "lt", json!(3), AttributeValue::Float(2.9)));
    assert!(holds(
        "is_staff",
        "exact",
        json!(true),
        AttributeValue::Boolean(true)
    ));
    assert!(holds(
        "app_version",
        "semver_lt",
        json!("2.1.0"),
        AttributeValue::Version(version)
    ));
    assert!(holds(
        "app_version",
        "substring",
        json!("rc"),
        AttributeValue::Version(version)
    ));
    assert!(holds("joined", "gt", json!(1_796_115_600_499_i64), moment));
    assert!(holds(
        "tags",
        "exists",
        Value::Null,
        AttributeValue::Strings(tags)
    ));
    assert!(!holds(
        "tags",
        "exact",
        json!("a"),
        AttributeValue::Strings(tags)
    ));
}

#[test]
fn f47_an_attribute_of_another_type_does_not_match() {
    assert!(!holds("seats", "ge", json!(3), AttributeValue::Text("4")));
    assert!(!holds(
        "seats",
        "exact",
        json!("4"),
        AttributeValue::Integer(4)
    ));
    assert!(!holds(
        "is_staff",
        "exact",
        json!(1),
        AttributeValue::Boolean(true)
    ));
}

#[test]
fn f24_numbers_that_are_not_exact_compare_with_nothing() {
    let most = 9_007_199_254_740_992_i64;
    assert!(holds(
        "seats",
        "exact",
        json!(most),
        AttributeValue::Integer(most)
    ));
    assert!(!holds(
        "seats",
        "ge",
        json!(0),
        AttributeValue::Integer(most + 1)
    ));
    assert!(!holds(
        "seats",
        "ge",
        json!(most + 1),
        AttributeValue::Integer(most)
    ));
    assert!(!holds(
        "score",
        "ge",
        json!(0),
        AttributeValue::Float(f64::INFINITY)
    ));
    assert!(!holds(
        "score",
        "exact",
        json!(0),
        AttributeValue::Float(f64::NAN)
    ));
    assert!(holds(
        "score",
        "exact",
        json!(0),
        AttributeValue::Float(-0.0)
    ));
}

#[test]
fn an_attribute_may_have_another_name_in_the_project() {
    let text = on_if("Country Code", "exact", json!("DE"));
    let provider = OptimizelyProvider::builder()
        .attribute("country", "Country Code")
        .text(&text)
        .unwrap();
    let german = Who::user("u").with("country", AttributeValue::Text("DE"));
    expect!["true (TARGETING_MATCH, on)"].assert_eq(&says(
        &Flags::new(provider),
        "dark_mode",
        &german,
    ));
}

#[test]
fn a_declared_attribute_may_take_the_place_of_the_user_in_buckets() {
    let provider = OptimizelyProvider::builder()
        .attribute("account", "$opt_bucketing_id")
        .text(&on_for_half())
        .unwrap();
    let flags = Flags::new(provider);
    for user in ["a", "b", "c", "d", "e"] {
        let who = Who::user(user).with("account", AttributeValue::Text("ppid2"));
        expect!["true (SPLIT, on)"].assert_eq(&says(&flags, "dark_mode", &who));
    }
    let who = Who::nobody().with("account", AttributeValue::Text("ppid1"));
    expect!["false (SPLIT, off)"].assert_eq(&says(&flags, "dark_mode", &who));
}

#[test]
fn private_attributes_take_part_and_are_not_shown() {
    let provider = provider(&on_if("email", "substring", json!("@example.org")));
    let who = Who::user("u").with("email", AttributeValue::Text("secret@example.org"));
    let decision = provider.decide("dark_mode", &who).unwrap();
    assert!(decision.enabled);
    assert!(!format!("{decision:?}").contains("secret"), "{decision:?}");
}

#[test]
fn a_decision_says_how_it_came_about() {
    let text = datafile(
        1,
        json!([flag("dark_mode", &["1886780721"], "r", json!([]))]),
        json!({
            "typedAudiences": [audience("germans", "country", "exact", json!("DE"))],
            "experiments": [rule("1886780721", &["germans"], &["on", "off"])],
            "rollouts": [rollout("r", &[rule("1", &["germans"], &["on"]), rule("2", &[], &["off"])])],
        }),
    );
    let provider = provider(&text);
    let decision = provider.decide("dark_mode", &Who::user("ppid1")).unwrap();
    expect![[r#"
        experiment `key-1886780721`: audience `germans` cannot be told, so it does not match
        experiment `key-1886780721` is not for this context
        rule `key-1`: audience `germans` cannot be told, so it does not match
        rule `key-1` is not for this context
        rule `key-2` serves variation `off`"#]]
    .assert_eq(&decision.reasons.join("\n"));
    let german = Who::user("ppid1").with("country", AttributeValue::Text("DE"));
    let decision = provider.decide("dark_mode", &german).unwrap();
    expect![[r#"
        experiment `key-1886780721`: audience `germans` matches
        bucket 5254 of `1886780721`
        experiment `key-1886780721` serves variation `off`"#]]
    .assert_eq(&decision.reasons.join("\n"));
    assert_eq!(decision.rule.as_deref(), Some("key-1886780721"));
}

#[test]
fn an_explanation_has_every_step() {
    let flags = Flags::new(provider(&on_if("country", "exact", json!("DE"))));
    let dark_mode = crate::world::SHOP.feature::<bool>("dark_mode").unwrap();
    expect![[r#"
        dark_mode = false (TARGETING_MATCH, production)
            variable FLAGS_DARK_MODE is not read in production
         => provider `optimizely` (version 1) says false (TARGETING_MATCH)
              rule `key-1`: audience `a` cannot be told, so it does not match
              rule `key-1` is not for this context
              rule `key-2` serves variation `off`"#]]
    .assert_eq(&flags.explain(dark_mode, &Who::user("u")).to_string());
    let banner = crate::world::SHOP.feature::<bool>("old_banner").unwrap();
    expect![[r#"
        old_banner = false (DEFAULT, production)
            variable FLAGS_OLD_BANNER is not read in production
            provider `optimizely` (version 1) has no opinion
              there is no flag `banner`
         => declared default: false (features.toml:16)"#]]
    .assert_eq(&flags.explain(banner, &Who::user("u")).to_string());
}

#[test]
fn a_decision_can_be_forced_for_one_user() {
    let text = on_if("country", "exact", json!("DE"));
    let provider = std::sync::Arc::new(provider(&text));
    let flags = Flags::new(std::sync::Arc::clone(&provider));
    provider.force("tester", "dark_mode", None, "on");
    expect!["true (OVERRIDE, on)"].assert_eq(&says(&flags, "dark_mode", &Who::user("tester")));
    expect!["false (TARGETING_MATCH, off)"].assert_eq(&says(
        &flags,
        "dark_mode",
        &Who::user("other"),
    ));
    provider.unforce("tester", "dark_mode", None);
    expect!["false (TARGETING_MATCH, off)"].assert_eq(&says(
        &flags,
        "dark_mode",
        &Who::user("tester"),
    ));
    provider.force("tester", "dark_mode", Some("key-2"), "on");
    expect!["true (OVERRIDE, on)"].assert_eq(&says(&flags, "dark_mode", &Who::user("tester")));
    provider.force("tester", "dark_mode", Some("key-2"), "no-such-variation");
    expect!["false (TARGETING_MATCH, off)"].assert_eq(&says(
        &flags,
        "dark_mode",
        &Who::user("tester"),
    ));
}

#[test]
fn a_forced_decision_takes_its_flag_off_the_fast_path() {
    let provider = provider(&crate::world::dark_mode(1, "on"));
    assert_eq!(answer(&provider, "dark_mode"), "true (STATIC)");
    provider.force("tester", "dark_mode", None, "on");
    assert_eq!(answer(&provider, "dark_mode"), "ask");
    provider.force("tester", "banner", None, "on");
    provider.unforce("tester", "dark_mode", None);
    assert_eq!(answer(&provider, "dark_mode"), "true (STATIC)");
    provider.shutdown();
    assert_eq!(answer(&provider, "dark_mode"), "true (STATIC)");
}
