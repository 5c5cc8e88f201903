//! The text of `explain`.

use expect_test::{Expect, expect};
use flags_runtime::{Anonymous, ErrorKind, Feature, Flags, NoopProvider, Value};

use crate::scripted::{Act, Scripted};
use crate::shop::{AWESOME, CHECKOUT_BUTTON, CRAZY, MAX_UPLOAD_MB, NEW_KERNEL};

#[track_caller]
fn check<T>(flags: &Flags, feature: Feature<T>, expected: Expect) {
    expected.assert_eq(&flags.explain(feature, &Anonymous).to_string());
}

#[test]
fn declared_default() {
    check(
        &Flags::new(NoopProvider),
        AWESOME,
        expect![[r#"
            enable_awesome_text_feature = false (DEFAULT, production)
                variable FLAGS_ENABLE_AWESOME_TEXT_FEATURE is not read in production
                provider `noop` has no opinion
             => declared default: false (features.toml:3)"#]],
    );
}

#[test]
fn declared_for_an_environment() {
    check(
        &Flags::new(NoopProvider).in_environment("development"),
        AWESOME,
        expect![[r#"
            enable_awesome_text_feature = true (DEFAULT, development)
                variable FLAGS_ENABLE_AWESOME_TEXT_FEATURE is not read in development
                provider `noop` has no opinion
             => declared for development: true (features.toml:3)"#]],
    );
}

#[test]
fn unmet_need() {
    check(
        &Flags::new(Scripted::new([(
            "maintenance",
            Act::Say(Value::Boolean(true)),
        )])),
        CRAZY,
        expect![[r#"
            enable_crazy_feature = false (DISABLED, production)
             => needs `maintenance` to be off, but it is on"#]],
    );
}

#[test]
fn provider_decides_after_a_met_need() {
    check(
        &Flags::new(Scripted::new([(
            "checkout_button",
            Act::SayWhenAsked(Value::from("blue")),
        )])),
        CHECKOUT_BUTTON,
        expect![[r#"
            checkout_button = "blue" (TARGETING_MATCH, production)
                needs `enable_crazy_feature` to be on, which it is
                variable FLAGS_CHECKOUT_BUTTON is not read in production
             => provider `scripted` (version v1) says "blue" (TARGETING_MATCH)"#]],
    );
}

#[test]
fn provider_fails() {
    check(
        &Flags::new(Scripted::new([(
            "max_upload_mb",
            Act::Fail(ErrorKind::ParseError, "line 3 is broken\nlook:\n  here"),
        )])),
        MAX_UPLOAD_MB,
        expect![[r#"
            max_upload_mb = 25 (ERROR, production)
                variable FLAGS_MAX_UPLOAD_MB is not read in production
                provider `scripted` (version v1) failed: line 3 is broken
                  look:
                    here
             => declared default: 25 (features.toml:30)"#]],
    );
}

#[test]
fn frozen() {
    expect![[r#"
        new_kernel = true (STATIC, every environment)
         => frozen at build: true (features.toml:60)"#]]
    .assert_eq(&NEW_KERNEL.explain().to_string());
}

#[test]
fn unmet_need_of_a_feature_that_is_not_boolean() {
    check(
        &Flags::new(Scripted::new([(
            "maintenance",
            Act::Say(Value::Boolean(true)),
        )])),
        CHECKOUT_BUTTON,
        expect![[r#"
            checkout_button = "red" (DISABLED, production)
             => needs `enable_crazy_feature` to be on, but it is off; declared default: "red" (features.toml:20)"#]],
    );
}
