//! Values out of `FLAGS_<KEY>` variables.

use expect_test::{Expect, expect};
use flags_runtime::{Anonymous, Answer, EnvProvider, FeatureInfo, Flags, Provider, Value};

use crate::shop::{
    AWESOME, CHECKOUT_BUTTON, CheckoutButton, FEATURES, GREETING, MAX_UPLOAD_MB, REGISTRY,
    SEARCH_LIMITS,
};

/// What is answered for a feature whose variable holds this text.
#[track_caller]
fn check(feature: &FeatureInfo, text: &str, expected: &Expect) {
    let name = format!("FLAGS_{}", feature.key().to_uppercase());
    let provider = EnvProvider::from_vars([(name, text)]);
    let resolved = provider.resolve(feature, &Anonymous);
    expected.assert_eq(&match &resolved {
        Ok(Some(resolution)) => format!("{} ({})", resolution.value(), resolution.reason()),
        Ok(None) => "no opinion".to_owned(),
        Err(error) => format!("{}: {error}", error.kind()),
    });
    let answers = provider.answers(&REGISTRY, "production");
    assert_eq!(*answers.get(feature.index()), Answer::Fixed(resolved));
}

#[test]
fn a_boolean_is_written_in_many_ways() {
    for text in ["true", "1", "on", "yes", "TRUE", "On"] {
        check(&AWESOME, text, &expect!["true (STATIC)"]);
    }
    for text in ["false", "0", "off", "no", "False", "NO"] {
        check(&AWESOME, text, &expect!["false (STATIC)"]);
    }
}

#[test]
fn another_word_for_a_boolean_is_an_error() {
    check(
        &AWESOME,
        "maybe",
        &expect![
            "PARSE_ERROR: `FLAGS_ENABLE_AWESOME_TEXT_FEATURE`: it must be `true` or `false` (also 1, 0, on, off, yes, no), found `maybe`"
        ],
    );
}

#[test]
fn an_empty_variable_is_no_boolean() {
    check(
        &AWESOME,
        "",
        &expect![
            "PARSE_ERROR: `FLAGS_ENABLE_AWESOME_TEXT_FEATURE`: it must be `true` or `false` (also 1, 0, on, off, yes, no), found ``"
        ],
    );
}

#[test]
fn an_integer() {
    check(&MAX_UPLOAD_MB, "100", &expect!["100 (STATIC)"]);
    check(
        &MAX_UPLOAD_MB,
        "lots",
        &expect!["PARSE_ERROR: `FLAGS_MAX_UPLOAD_MB`: it must be an integer, found `lots`"],
    );
}

#[test]
fn an_integer_out_of_range_is_an_error() {
    check(
        &MAX_UPLOAD_MB,
        "501",
        &expect![
            "TYPE_MISMATCH: `FLAGS_MAX_UPLOAD_MB`: feature `max_upload_mb` must be an integer from 1 to 500, found 501"
        ],
    );
}

#[test]
fn text_is_taken_as_it_is() {
    check(
        &GREETING,
        " Grüß Gott ",
        &expect![[r#"" Grüß Gott " (STATIC)"#]],
    );
    check(&GREETING, "", &expect![[r#""" (STATIC)"#]]);
}

#[test]
fn a_variant_is_its_name() {
    check(&CHECKOUT_BUTTON, "blue", &expect![[r#""blue" (STATIC)"#]]);
    check(
        &CHECKOUT_BUTTON,
        "Blue",
        &expect![
            "PARSE_ERROR: `FLAGS_CHECKOUT_BUTTON`: it must be one of `red`, `green`, `blue`, found `Blue`"
        ],
    );
}

#[test]
fn a_table_cannot_be_set() {
    check(
        &SEARCH_LIMITS,
        "{}",
        &expect![
            "PARSE_ERROR: `FLAGS_SEARCH_LIMITS`: a table cannot be set by an environment variable; use a state file"
        ],
    );
}

#[test]
fn without_its_variable_there_is_no_opinion() {
    let provider = EnvProvider::from_vars([("FLAGS_GREETING", "hi"), ("GREETING", "ho")]);
    assert_eq!(provider.resolve(&AWESOME, &Anonymous), Ok(None));
    assert_eq!(
        EnvProvider::from_vars([("A", "b")]).resolve(&GREETING, &Anonymous),
        Ok(None)
    );
}

#[test]
fn of_two_variables_of_one_name_the_last_counts() {
    let provider = EnvProvider::from_vars([("FLAGS_GREETING", "one"), ("FLAGS_GREETING", "two")]);
    let resolution = provider.resolve(&GREETING, &Anonymous).unwrap().unwrap();
    assert_eq!(*resolution.value(), Value::from("two"));
}

#[test]
fn it_answers_in_production_too() {
    let flags = Flags::new(EnvProvider::from_vars([("FLAGS_CHECKOUT_BUTTON", "green")]));
    let evaluation = flags.evaluate(CHECKOUT_BUTTON, &Anonymous);
    assert_eq!(*evaluation.value(), CheckoutButton::Green);
    assert_eq!(evaluation.provider(), "env");
}

#[test]
fn bad_text_gives_the_declared_value_and_a_notice() {
    let flags = Flags::new(EnvProvider::from_vars([("FLAGS_MAX_UPLOAD_MB", "-1")]));
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 25);
    let health = flags.status();
    let notices: Vec<_> = health
        .notices()
        .iter()
        .map(|notice| notice.message())
        .collect();
    assert_eq!(
        notices,
        [
            "`FLAGS_MAX_UPLOAD_MB`: feature `max_upload_mb` must be an integer from 1 to 500, found -1"
        ]
    );
}

#[test]
fn a_variable_that_names_no_feature_is_worth_a_notice() {
    let provider = EnvProvider::from_vars([
        ("FLAGS_MAX_UPLAOD_MB", "1"),
        ("FLAGS_MAX_UPLOAD_MB", "1"),
        ("FLAGS_ENV", "testing"),
        ("FLAGS_FILE", "flags.toml"),
    ]);
    let notices = provider.notices(&[&REGISTRY]);
    let messages: Vec<_> = notices.iter().map(|notice| notice.message()).collect();
    assert_eq!(
        messages,
        ["`FLAGS_MAX_UPLAOD_MB` names no feature of an attached registry"]
    );
}

#[test]
fn the_variables_of_the_process_are_read() {
    // Nobody sets variables of these features for the tests.
    let provider = EnvProvider::from_env();
    for feature in &FEATURES {
        assert_eq!(
            provider.resolve(feature, &Anonymous),
            Ok(None),
            "{}",
            feature.key()
        );
    }
}
