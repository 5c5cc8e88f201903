//! What evaluations say, as JSON. Needs the Cargo feature `serde`.

use expect_test::{Expect, expect};
use flags_runtime::{
    Anonymous, Date, ErrorKind, FeatureKind, Flags, List, MemoryProvider, NoopProvider, Reason,
    Text, Value,
};
use serde_json::{from_str, to_string, to_string_pretty};

use crate::scripted::{Act, Scripted};
use crate::shop::{CHECKOUT_BUTTON, CRAZY, GREETING, MAX_UPLOAD_MB, NEW_KERNEL, SEARCH_LIMITS};

#[track_caller]
fn check(value: &impl serde::Serialize, expected: &Expect) {
    expected.assert_eq(&to_string_pretty(value).expect("nothing in it can fail"));
}

#[test]
fn a_good_answer() {
    let flags = Flags::new(Scripted::new([("greeting", Act::Say(Value::from("hi")))]));
    check(
        &flags.evaluate(GREETING, &Anonymous),
        &expect![[r#"
            {
              "value": "hi",
              "variant": null,
              "reason": "STATIC",
              "error": null,
              "provider": "scripted",
              "version": "v1"
            }"#]],
    );
}

#[test]
fn a_bad_answer() {
    let flags = Flags::new(Scripted::new([(
        "max_upload_mb",
        Act::FailWhenAsked(ErrorKind::ParseError, "torn page"),
    )]));
    check(
        &flags.evaluate(MAX_UPLOAD_MB, &Anonymous),
        &expect![[r#"
            {
              "value": 25,
              "variant": null,
              "reason": "ERROR",
              "error": {
                "kind": "PARSE_ERROR",
                "message": "torn page"
              },
              "provider": "scripted",
              "version": "v1"
            }"#]],
    );
}

#[test]
fn an_explanation() {
    let memory = MemoryProvider::new();
    memory.set_key("checkout_button", "blue");
    check(
        &Flags::new(memory).explain(CHECKOUT_BUTTON, &Anonymous),
        &expect![[r#"
            {
              "feature": "checkout_button",
              "registry": "shop",
              "environment": "production",
              "provider": "memory",
              "version": null,
              "value": "blue",
              "reason": "STATIC",
              "steps": [
                {
                  "rung": "need",
                  "text": "needs `enable_crazy_feature` to be on, which it is",
                  "rules": [],
                  "decides": false
                },
                {
                  "rung": "variable",
                  "text": "variable FLAGS_CHECKOUT_BUTTON is not read in production",
                  "rules": [],
                  "decides": false
                },
                {
                  "rung": "provider",
                  "text": "provider `memory` says \"blue\" (STATIC)",
                  "rules": [],
                  "decides": true
                }
              ]
            }"#]],
    );
}

#[test]
fn the_rungs_are_named() {
    let rung = |explanation: &flags_runtime::Explanation| -> String {
        let decisive = explanation.steps().iter().find(|step| step.is_decisive());
        to_string(&decisive.map(flags_runtime::Step::rung)).expect("nothing in it can fail")
    };
    let memory = MemoryProvider::new();
    memory.set_key("maintenance", true);
    let flags = Flags::new(memory);
    assert_eq!(rung(&NEW_KERNEL.explain()), r#""frozen""#);
    assert_eq!(rung(&flags.explain(CRAZY, &Anonymous)), r#""need""#);
    assert_eq!(
        rung(&flags.explain(GREETING, &Anonymous)),
        r#""declaration""#
    );
}

#[test]
fn words_are_as_they_are_shown() {
    check(
        &(
            Reason::TargetingMatch,
            ErrorKind::TypeMismatch,
            FeatureKind::KillSwitch,
            Date::new(2026, 3, 1),
        ),
        &expect![[r#"
            [
              "TARGETING_MATCH",
              "TYPE_MISMATCH",
              "kill-switch",
              "2026-03-01"
            ]"#]],
    );
}

#[test]
fn a_table_is_a_map_in_its_order() {
    let flags = Flags::new(NoopProvider);
    let value = flags.explain(SEARCH_LIMITS, &Anonymous).value().clone();
    assert_eq!(
        to_string(&value).unwrap(),
        r#"{"max_results":50,"share":0.5}"#
    );
}

#[test]
fn a_value_comes_back_as_it_was() {
    let value = Value::Table(List::from(vec![
        (Text::from("zebra"), Value::from(true)),
        (
            Text::from("numbers"),
            Value::List(List::from(vec![Value::from(-1), Value::from(0.5)])),
        ),
        (Text::from("text"), Value::from("Grüß Gott")),
    ]));
    let json = to_string(&value).unwrap();
    assert_eq!(
        json,
        r#"{"zebra":true,"numbers":[-1,0.5],"text":"Grüß Gott"}"#
    );
    assert_eq!(from_str::<Value>(&json).unwrap(), value);
}

#[test]
fn a_number_that_is_too_large_does_not_come_back() {
    let error = from_str::<Value>("9223372036854775808").unwrap_err();
    expect!["`9223372036854775808` does not fit 64 bits with a sign at line 1 column 19"]
        .assert_eq(&error.to_string());
}

#[test]
fn null_is_no_value() {
    let error = from_str::<Value>("null").unwrap_err();
    expect!["invalid type: null, expected a boolean, a number, a string, a list or a table at line 1 column 4"]
        .assert_eq(&error.to_string());
}
