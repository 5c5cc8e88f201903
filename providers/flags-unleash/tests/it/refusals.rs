//! What is wrong with the flags.

use expect_test::{Expect, expect};
use flags_runtime::Provider;
use flags_unleash::UnleashProvider;

use crate::world::{Visitor, feature, flags, provider, says, show};

#[track_caller]
fn sets_aside(text: &str, expected: Expect) {
    let provider = provider(text);
    expected.assert_eq(&show(&provider.notices(&[])));
    // The others are there.
    let said = says(provider, feature("dark_mode"), &Visitor::new("u"));
    assert_eq!(said, "true (STATIC)");
}

const GOOD: &str = r#"{"name":"dark_mode","enabled":true}"#;

#[test]
fn f15_one_flag_that_cannot_be_read_is_set_aside() {
    sets_aside(
        &flags(&format!(
            r#"{GOOD},{{"name":"banner","enabled":"yes"}},{{"enabled":true}}"#
        )),
        expect![[r#"
            SetAside: flag `banner` is set aside: invalid type: string "yes", expected a boolean; declared values are served
            SetAside: flag 3 of the answer has no name"#]],
    );
}

/// Another strategy of the flag still matches.
#[test]
fn f17_an_operator_that_nobody_knows() {
    let flag = r#"{"name":"banner","enabled":true,"strategies":[{"name":"default",
        "constraints":[{"contextName":"plan","operator":"MOON_PHASE","values":["full"]}]},
        {"name":"userWithId","parameters":{"userIds":"1"}}]}"#;
    let text = flags(&format!("{GOOD},{flag}"));
    sets_aside(
        &text,
        expect![
            "Ignored: operator `MOON_PHASE` of flag `banner` is not known, and its strategy never matches"
        ],
    );
    let said = |key: &str| says(provider(&text), feature("old_banner"), &Visitor::new(key));
    assert_eq!(said("1"), "true (TARGETING_MATCH)");
    assert_eq!(said("2"), "false (DEFAULT)");
}

#[test]
fn f17_an_operator_of_a_segment_that_nobody_knows() {
    let flag =
        r#"{"name":"banner","enabled":true,"strategies":[{"name":"default","segments":[7]}]}"#;
    let text = format!(
        r#"{{"version":2,"features":[{GOOD},{flag}],"segments":[{{"id":7,"constraints":[
            {{"contextName":"plan","operator":"MOON_PHASE","values":["full"]}}]}}]}}"#
    );
    sets_aside(
        &text,
        expect![[r#"
            SetAside: segment 7 is set aside: operator `MOON_PHASE` is not known
            SetAside: flag `banner` is set aside: its segment 7 is missing or cannot be used; declared values are served"#]],
    );
}

#[test]
fn f22_a_pattern_that_cannot_be_compiled_never_matches() {
    for pattern in ["(a", "((a{0,1000}){0,1000}){0,1000}"] {
        let flag = format!(
            r#"{{"name":"banner","enabled":true,"strategies":[{{"name":"default",
                "constraints":[{{"contextName":"plan","operator":"REGEX","value":"{pattern}"}}]}}]}}"#
        );
        let text = flags(&format!("{GOOD},{flag}"));
        let visitor = Visitor::new("u").with("plan", "a");
        assert_eq!(
            says(provider(&text), feature("old_banner"), &visitor),
            "false (DEFAULT)"
        );
        assert_eq!(
            says(provider(&text), feature("dark_mode"), &visitor),
            "true (STATIC)"
        );
    }
}

#[test]
fn f17_a_strategy_that_nobody_knows() {
    let flag = r#"{"name":"banner","enabled":true,"strategies":[{"name":"moonPhase"}]}"#;
    sets_aside(
        &flags(&format!("{GOOD},{flag}")),
        expect!["Ignored: strategy `moonPhase` of flag `banner` is not known, and never matches"],
    );
}

#[test]
fn f17_fields_that_nobody_knows_are_ignored() {
    sets_aside(
        &flags(r#"{"name":"dark_mode","enabled":true,"moon":{"phase":"full"}}"#),
        expect![""],
    );
}

#[test]
fn f27_a_segment_that_is_missing() {
    let flag =
        r#"{"name":"banner","enabled":true,"strategies":[{"name":"default","segments":[7]}]}"#;
    sets_aside(
        &flags(&format!("{GOOD},{flag}")),
        expect![
            "SetAside: flag `banner` is set aside: its segment 7 is missing or cannot be used; declared values are served"
        ],
    );
}

#[test]
fn f27_a_segment_that_cannot_be_read() {
    let flag =
        r#"{"name":"banner","enabled":true,"strategies":[{"name":"default","segments":[7]}]}"#;
    let text = format!(
        r#"{{"version":2,"features":[{GOOD},{flag}],"segments":[{{"id":7,"constraints":"all"}}]}}"#
    );
    sets_aside(
        &text,
        expect![[r#"
        SetAside: segment 7 is set aside: invalid type: string "all", expected a sequence
        SetAside: flag `banner` is set aside: its segment 7 is missing or cannot be used; declared values are served"#]],
    );
}

/// Left to the engine, the first one panics.
#[test]
fn f39_weights_that_cannot_be_used() {
    for weights in [r#"{"name":"a","weight":0}"#, r#"{"name":"a","weight":-1}"#] {
        let flag = format!(r#"{{"name":"button","enabled":true,"variants":[{weights}]}}"#);
        let provider = provider(&flags(&format!("{GOOD},{flag}")));
        expect!["SetAside: flag `button` is set aside: the weights of its variants cannot be used; declared values are served"]
            .assert_eq(&show(&provider.notices(&[])));
        let said = says(provider, feature("button"), &Visitor::default());
        expect![[r#""red" (ERROR, red); PARSE_ERROR: flag `button` cannot be used: the weights of its variants cannot be used"#]]
            .assert_eq(&said);
    }
}

#[track_caller]
fn refuses(text: &str, expected: Expect) {
    let error = UnleashProvider::from_text(text).unwrap_err();
    expected.assert_eq(&error.to_string());
}

#[test]
fn texts_that_are_none() {
    refuses(
        "{}",
        expect!["the text is refused: it has no list `features`"],
    );
    refuses(
        r#"{"features":{}}"#,
        expect!["the text is refused: it has no list `features`"],
    );
    refuses(
        r#"{"features":[{"name":"a","enabl"#,
        expect!["the text is refused: EOF while parsing a string at line 1 column 31"],
    );
}

#[test]
fn f21_deep_nesting_is_refused() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let error = UnleashProvider::from_text(&flags(&deep)).unwrap_err();
    assert!(error.to_string().contains("recursion limit"), "{error}");
}
