//! What a flag means for a feature, and a context for a flag.

use expect_test::{Expect, expect};
use flags_runtime::{Answer, Provider};

use crate::world::{SHOP, Visitor, feature, flags, provider, says};

#[track_caller]
fn check(key: &str, flag: &str, expected: Expect) {
    let provider = provider(&flags(flag));
    expected.assert_eq(&says(provider, feature(key), &Visitor::new("u")));
}

/// A flag that serves one variant to everybody.
#[track_caller]
fn check_variant(key: &str, variant: &str, expected: Expect) {
    let flag = format!(
        r#"{{"name":"{key}","enabled":true,"strategies":[{{"name":"default"}}],"variants":[{variant}]}}"#
    );
    check(key, &flag, expected);
}

#[test]
fn on_and_off_for_everybody() {
    check(
        "dark_mode",
        r#"{"name":"dark_mode","enabled":true}"#,
        expect!["true (STATIC)"],
    );
    check(
        "dark_mode",
        r#"{"name":"dark_mode","enabled":true,"strategies":[{"name":"default"}]}"#,
        expect!["true (STATIC)"],
    );
    check(
        "dark_mode",
        r#"{"name":"dark_mode","enabled":false,"strategies":[{"name":"default"}]}"#,
        expect!["false (DISABLED)"],
    );
    check(
        "dark_mode",
        r#"{"name":"other","enabled":true}"#,
        expect!["false (DEFAULT)"],
    );
}

#[test]
fn the_providers_key_is_asked_for() {
    check(
        "old_banner",
        r#"{"name":"banner","enabled":true}"#,
        expect!["true (STATIC)"],
    );
}

#[test]
fn variants() {
    check_variant(
        "button",
        r#"{"name":"blue","weight":1000}"#,
        expect![[r#""blue" (STATIC, blue)"#]],
    );
    check_variant(
        "greeting",
        r#"{"name":"north","weight":1000,"payload":{"type":"string","value":"Moin"}}"#,
        expect![[r#""Moin" (STATIC, north)"#]],
    );
    check_variant(
        "greeting",
        r#"{"name":"north","weight":1000}"#,
        expect![[r#""north" (STATIC, north)"#]],
    );
    check_variant(
        "upload",
        r#"{"name":"large","weight":1000,"payload":{"type":"number","value":"1000"}}"#,
        expect!["1000 (STATIC, large)"],
    );
    check_variant(
        "ratio",
        r#"{"name":"half","weight":1000,"payload":{"type":"number","value":" 2 "}}"#,
        expect!["2.0 (STATIC, half)"],
    );
    check_variant(
        "limits",
        r#"{"name":"few","weight":1000,"payload":{"type":"json","value":"{\"results\":5,\"hosts\":[\"x\"],\"more\":1}"}}"#,
        expect![[r#"{ results = 5, hosts = ["x"] } (STATIC, few)"#]],
    );
}

#[test]
fn f16_payloads_that_do_not_fit() {
    check_variant(
        "upload",
        r#"{"name":"large","weight":1000}"#,
        expect![
            "25 (ERROR); TYPE_MISMATCH: feature `upload` is an integer, and variant `large` has no payload"
        ],
    );
    check_variant(
        "upload",
        r#"{"name":"large","weight":1000,"payload":{"type":"string","value":"many"}}"#,
        expect![
            "25 (ERROR); TYPE_MISMATCH: feature `upload` is an integer, and variant `large` has a payload of type `string` that does not fit"
        ],
    );
    check_variant(
        "button",
        r#"{"name":"black","weight":1000}"#,
        expect![[
            r#""red" (ERROR, red); TYPE_MISMATCH: the provider's value does not fit the feature's declaration"#
        ]],
    );
}

#[test]
fn a_flag_that_is_off_serves_no_variant() {
    check(
        "button",
        r#"{"name":"button","enabled":false,"variants":[{"name":"blue","weight":1000}]}"#,
        expect![[r#""red" (DEFAULT, red)"#]],
    );
}

#[test]
fn a_variant_among_several_is_a_split() {
    let flag = r#"{"name":"button","enabled":true,"variants":[
        {"name":"blue","weight":500,"stickiness":"default"},
        {"name":"green","weight":500,"stickiness":"default"}]}"#;
    let answer = says(
        provider(&flags(flag)),
        feature("button"),
        &Visitor::new("u"),
    );
    assert!(answer.contains("(SPLIT, "), "{answer}");
}

const PRO: &str = r#"{"contextName":"plan","operator":"IN","values":["pro"]}"#;

#[track_caller]
fn reasons(strategies: &str, on: Expect, off: Expect) {
    let flag = format!(r#"{{"name":"dark_mode","enabled":true,"strategies":[{strategies}]}}"#);
    let said = |visitor: Visitor| says(provider(&flags(&flag)), feature("dark_mode"), &visitor);
    on.assert_eq(&said(Visitor::new("1").with("plan", "pro")));
    off.assert_eq(&said(Visitor::new("2").with("plan", "free")));
}

#[test]
fn reasons_of_conditions() {
    reasons(
        &format!(r#"{{"name":"default","constraints":[{PRO}]}}"#),
        expect!["true (TARGETING_MATCH)"],
        expect!["false (DEFAULT)"],
    );
    reasons(
        r#"{"name":"userWithId","parameters":{"userIds":"1"}}"#,
        expect!["true (TARGETING_MATCH)"],
        expect!["false (DEFAULT)"],
    );
    // All buckets of those who match.
    reasons(
        &format!(
            r#"{{"name":"flexibleRollout","parameters":{{"rollout":"100","stickiness":"default"}},"constraints":[{PRO}]}}"#
        ),
        expect!["true (TARGETING_MATCH)"],
        expect!["false (DEFAULT)"],
    );
}

#[test]
fn reasons_of_rollouts() {
    reasons(
        r#"{"name":"flexibleRollout","parameters":{"rollout":"0","stickiness":"default","groupId":"g"}}"#,
        expect!["false (SPLIT)"],
        expect!["false (SPLIT)"],
    );
    reasons(
        r#"{"name":"flexibleRollout","parameters":{"rollout":"100","stickiness":"default","groupId":"g"}}"#,
        expect!["true (STATIC)"],
        expect!["true (STATIC)"],
    );
    reasons(
        &format!(
            r#"{{"name":"flexibleRollout","parameters":{{"rollout":"99","stickiness":"default"}},"constraints":[{PRO}]}}"#
        ),
        expect!["true (UNKNOWN)"],
        expect!["false (UNKNOWN)"],
    );
}

#[test]
fn what_depends_on_another_flag() {
    let text = flags(
        r#"{"name":"dark_mode","enabled":true,"dependencies":[{"feature":"banner","enabled":true}]},
           {"name":"banner","enabled":true}"#,
    );
    let said = says(provider(&text), feature("dark_mode"), &Visitor::new("u"));
    assert_eq!(said, "true (UNKNOWN)");
}

#[test]
fn what_is_the_same_for_everybody_is_on_the_fast_path() {
    let text = flags(
        r#"{"name":"dark_mode","enabled":true},
           {"name":"banner","enabled":true,"strategies":[{"name":"userWithId","parameters":{"userIds":"1"}}]}"#,
    );
    let provider = provider(&text);
    let answers = provider.answers(*SHOP, "production");
    let answer = |key: &str| answers.get(feature(key).index()).clone();
    assert!(matches!(answer("dark_mode"), Answer::Fixed(Ok(Some(_)))));
    assert!(matches!(answer("upload"), Answer::Fixed(Ok(None))));
    assert!(matches!(answer("old_banner"), Answer::Ask));
}

#[test]
fn attributes_by_name() {
    for (ours, theirs) in [
        ("session_id", "sessionId"),
        ("sessionId", "sessionId"),
        ("remote_address", "remoteAddress"),
        ("app_name", "appName"),
        ("environment", "environment"),
        ("plan", "plan"),
        ("userId", "userId"),
    ] {
        let flag = format!(
            r#"{{"name":"dark_mode","enabled":true,"strategies":[{{"name":"default",
                "constraints":[{{"contextName":"{theirs}","operator":"IN","values":["x"]}}]}}]}}"#
        );
        let visitor = Visitor::default().with(ours, "x");
        let said = says(provider(&flags(&flag)), feature("dark_mode"), &visitor);
        assert_eq!(said, "true (TARGETING_MATCH)", "{ours}");
    }
}

/// Whoever has no key is in no bucket that sticks to one, and no key is too strange.
#[test]
fn f46_keys_of_any_kind() {
    let half = r#"{"name":"dark_mode","enabled":true,"strategies":[{"name":"flexibleRollout",
        "parameters":{"rollout":"50","stickiness":"userId","groupId":"g"}}]}"#;
    let text = flags(half);
    let said = |visitor: Visitor| says(provider(&text), feature("dark_mode"), &visitor);
    assert_eq!(said(Visitor::default()), "false (SPLIT)");
    let long = "x".repeat(1 << 20);
    for key in ["", "\u{0}", "\u{1f980}", "ü".repeat(100).as_str(), &long] {
        let once = said(Visitor::new(key));
        assert!(once.ends_with("(SPLIT)"), "{once}");
        assert_eq!(said(Visitor::new(key)), once);
    }
    // Long keys are hashed whole, so that their last letters make a difference.
    let ends = (0..64).map(|end| said(Visitor::new(&format!("{long}{end}"))));
    let on = ends.filter(|said| said.starts_with("true")).count();
    assert!((8..=56).contains(&on), "{on} of 64 are on");
}
