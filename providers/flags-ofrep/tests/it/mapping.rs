//! What an answer of the service means for a feature.

use expect_test::{Expect, expect};
use flags_ofrep::OfrepProvider;
use flags_runtime::{Provider, Value, ValueType};

use crate::world::{SHOP, Visitor, feature, one, says};

#[track_caller]
fn check(key: &str, flag: &str, expected: Expect) {
    let provider = OfrepProvider::from_text(&one(flag)).unwrap();
    expected.assert_eq(&says(provider, key, &Visitor::new("u")));
}

#[test]
fn a_boolean() {
    check(
        "dark_mode",
        r#"{"key":"dark_mode","value":true,"reason":"TARGETING_MATCH","variant":"on"}"#,
        expect!["true (TARGETING_MATCH, on)"],
    );
}

#[test]
fn numbers() {
    check(
        "upload",
        r#"{"key":"upload","value":7,"reason":"STATIC"}"#,
        expect!["7 (STATIC)"],
    );
    check(
        "upload",
        r#"{"key":"upload","value":7.0,"reason":"STATIC"}"#,
        expect!["7 (STATIC)"],
    );
    check(
        "ratio",
        r#"{"key":"ratio","value":0.25,"reason":"SPLIT"}"#,
        expect!["0.25 (SPLIT)"],
    );
    check(
        "ratio",
        r#"{"key":"ratio","value":2,"reason":"SPLIT"}"#,
        expect!["2.0 (SPLIT)"],
    );
}

#[test]
fn a_text() {
    check(
        "greeting",
        r#"{"key":"greeting","value":"Grüß Gott","reason":"DEFAULT"}"#,
        expect![[r#""Grüß Gott" (DEFAULT)"#]],
    );
}

#[test]
fn a_variant() {
    check(
        "button",
        r#"{"key":"button","value":"blue","reason":"STATIC","variant":"b"}"#,
        expect![[r#""blue" (STATIC, blue)"#]],
    );
}

#[test]
fn a_table() {
    check(
        "limits",
        r#"{"key":"limits","value":{"results":5,"hosts":[],"inner":{"deep":false,"share":1},"more":1}}"#,
        expect!["{ results = 5, hosts = [], inner = { deep = false, share = 1.0 } } (UNKNOWN)"],
    );
}

#[test]
fn the_providers_key_is_asked_for() {
    check(
        "old_banner",
        r#"{"key":"banner","value":true,"reason":"CACHED"}"#,
        expect!["true (CACHED)"],
    );
    check(
        "old_banner",
        r#"{"key":"old_banner","value":true}"#,
        expect!["false (DEFAULT)"],
    );
}

#[test]
fn reasons() {
    for (theirs, ours) in [
        ("STATIC", "STATIC"),
        ("DEFAULT", "DEFAULT"),
        ("TARGETING_MATCH", "TARGETING_MATCH"),
        ("SPLIT", "SPLIT"),
        ("DISABLED", "DISABLED"),
        ("CACHED", "CACHED"),
        ("STALE", "STALE"),
        ("UNKNOWN", "UNKNOWN"),
        ("MOON_PHASE", "UNKNOWN"),
    ] {
        let flag = format!(r#"{{"key":"dark_mode","value":true,"reason":"{theirs}"}}"#);
        let provider = OfrepProvider::from_text(&one(&flag)).unwrap();
        let said = says(provider, "dark_mode", &Visitor::new("u"));
        assert_eq!(said, format!("true ({ours})"), "{theirs}");
    }
}

/// So the rules of the declaration are asked, which know the plan.
#[test]
fn what_is_not_listed_is_no_opinion() {
    let provider = OfrepProvider::from_text(&one(r#"{"key":"dark_mode","value":true}"#)).unwrap();
    let visitor = Visitor::new("u").plan("pro");
    assert_eq!(
        says(provider, "awesome", &visitor),
        "true (TARGETING_MATCH)"
    );
}

#[test]
fn what_is_deferred_to_the_code_is_no_opinion() {
    check(
        "upload",
        r#"{"key":"upload","reason":"DISABLED"}"#,
        expect!["25 (DEFAULT)"],
    );
    check(
        "upload",
        r#"{"key":"upload","value":null,"reason":"DISABLED"}"#,
        expect!["25 (DEFAULT)"],
    );
}

#[test]
fn failures_of_single_flags() {
    check(
        "dark_mode",
        r#"{"key":"dark_mode","errorCode":"TARGETING_KEY_MISSING","errorDetails":"no key"}"#,
        expect![
            "false (ERROR); TARGETING_KEY_MISSING: the service says `TARGETING_KEY_MISSING`: no key"
        ],
    );
    for code in [
        "PARSE_ERROR",
        "INVALID_CONTEXT",
        "GENERAL",
        "FLAG_NOT_FOUND",
    ] {
        let flag = format!(r#"{{"key":"dark_mode","errorCode":"{code}"}}"#);
        let provider = OfrepProvider::from_text(&one(&flag)).unwrap();
        let said = says(provider, "dark_mode", &Visitor::new("u"));
        assert_eq!(
            said,
            format!("false (ERROR); {code}: the service says `{code}`")
        );
    }
}

#[test]
fn f16_a_value_of_another_type() {
    check(
        "dark_mode",
        r#"{"key":"dark_mode","value":"yes"}"#,
        expect![
            "false (ERROR); TYPE_MISMATCH: feature `dark_mode` is a boolean, and the service's value is a string, or does not fit in full"
        ],
    );
    check(
        "upload",
        r#"{"key":"upload","value":1.5}"#,
        expect![
            "25 (ERROR); TYPE_MISMATCH: feature `upload` is an integer, and the service's value is a number, or does not fit in full"
        ],
    );
}

#[test]
fn a_variant_that_is_none() {
    check(
        "button",
        r#"{"key":"button","value":"black"}"#,
        expect![[
            r#""red" (ERROR, red); TYPE_MISMATCH: feature `button` must be one of `red`, `green`, `blue`, found "black""#
        ]],
    );
}

#[test]
fn f15_one_flag_that_cannot_be_read_is_set_aside() {
    let text = r#"{"flags":[7, {"value":true}, {"key":"dark_mode","value":true}]}"#;
    let provider = OfrepProvider::from_text(text).unwrap();
    let notices = provider.notices(&[*SHOP]);
    let notices: Vec<_> = notices
        .iter()
        .map(|notice| format!("{:?}: {notice}", notice.kind()))
        .collect();
    expect![[r#"
        SetAside: flag 1 of the service's answer is set aside: it is no object
        SetAside: flag 2 of the service's answer is set aside: it has no `key`"#]]
    .assert_eq(&notices.join("\n"));
    assert_eq!(
        says(provider, "dark_mode", &Visitor::new("u")),
        "true (UNKNOWN)"
    );
}

#[test]
fn f17_fields_that_nobody_knows_are_ignored() {
    check(
        "dark_mode",
        r#"{"key":"dark_mode","value":true,"moon":"full","reason":"STATIC"}"#,
        expect!["true (STATIC)"],
    );
}

#[test]
fn f21_deep_nesting_is_refused() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = one(&format!(r#"{{"key":"limits","value":{deep}}}"#));
    let error = OfrepProvider::from_text(&text).unwrap_err();
    assert!(error.to_string().contains("recursion limit"), "{error}");
}

#[test]
fn metadata_is_kept() {
    let text = r#"{
        "flags": [{"key":"dark_mode","value":true,"reason":"MOON_PHASE",
                   "metadata":{"owner":"web","priority":3,"share":0.5,"old":false,"list":[]}}],
        "metadata": {"version":"v12"}
    }"#;
    let provider = OfrepProvider::from_text(text).unwrap();
    let details = provider.details("dark_mode").unwrap();
    assert_eq!(details.reason(), Some("MOON_PHASE"));
    assert_eq!(
        details.value(ValueType::Boolean),
        Some(Value::Boolean(true))
    );
    let metadata: Vec<_> = details
        .metadata()
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    assert_eq!(
        metadata.join(", "),
        r#"old = false, owner = "web", priority = 3, share = 0.5"#
    );
    let answers = provider.answers(*SHOP, "production");
    assert_eq!(answers.version(), Some("v12"));
    assert!(provider.details("nothing").is_none());
}

#[track_caller]
fn refuses(text: &str, expected: Expect) {
    let error = OfrepProvider::from_text(text).unwrap_err();
    expected.assert_eq(&error.to_string());
}

#[test]
fn bodies_that_are_none() {
    refuses(
        "[]",
        expect!["the recorded answer is refused: it has no list `flags`"],
    );
    refuses(
        r#"{"flags":{}}"#,
        expect!["the recorded answer is refused: it has no list `flags`"],
    );
    refuses(
        r#"{"flags":["#,
        expect!["the recorded answer is refused: EOF while parsing a list at line 1 column 10"],
    );
}

#[test]
fn answers_are_on_the_fast_path() {
    let provider = OfrepProvider::from_text(&one(r#"{"key":"dark_mode","value":true}"#)).unwrap();
    let answers = provider.answers(*SHOP, "production");
    for key in ["dark_mode", "upload"] {
        let answer = answers.get(feature(key).index());
        assert!(
            matches!(answer, flags_runtime::Answer::Fixed(_)),
            "{answer:?}"
        );
    }
}
