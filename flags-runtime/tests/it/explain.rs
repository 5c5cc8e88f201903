//! The text of `explain`.

use expect_test::{Expect, expect};
use flags_runtime::{
    Anonymous, Answer, Answers, Chain, ErrorKind, EvaluationContext, Feature, FeatureInfo, Flags,
    MemoryProvider, NoopProvider, Provider, Reason, Registry, Resolution, ResolveError, Shadow,
    StagedProvider, Value,
};

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

/// Tells how its answer comes about.
struct Talkative;

impl Provider for Talkative {
    fn name(&self) -> &str {
        "talkative"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let is_known = feature.key() == AWESOME.key();
        Ok(is_known.then(|| Resolution::new(true, Reason::Split)))
    }

    fn explain(&self, feature: &FeatureInfo, _: &dyn EvaluationContext) -> Vec<String> {
        if feature.key() == AWESOME.key() {
            vec!["rule `a` is for others".to_owned(), "bucket 17".to_owned()]
        } else {
            vec!["there is no such flag".to_owned()]
        }
    }
}

#[test]
fn a_provider_tells_how_its_answer_comes_about() {
    let expected = expect![[r#"
        enable_awesome_text_feature = true (SPLIT, production)
            variable FLAGS_ENABLE_AWESOME_TEXT_FEATURE is not read in production
         => provider `talkative` says true (SPLIT)
              rule `a` is for others
              bucket 17"#]];
    check(&Flags::new(Talkative), AWESOME, expected);
    let expected = expect![[r#"
        max_upload_mb = 25 (DEFAULT, production)
            variable FLAGS_MAX_UPLOAD_MB is not read in production
            provider `talkative` has no opinion
              there is no such flag
         => declared default: 25 (features.toml:30)"#]];
    check(&Flags::new(Talkative), MAX_UPLOAD_MB, expected);
}

/// Rules of a service that do not match end in a value of the service's own.
struct Fallback {
    depends: bool,
}

impl Provider for Fallback {
    fn name(&self) -> &'static str {
        "fallback"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(Some(Resolution::new(true, Reason::Default)))
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        if self.depends {
            return Answers::ask();
        }
        let answer = |feature| Answer::Fixed(self.resolve(feature, &Anonymous));
        Answers::new(registry.features().iter().map(answer).collect())
    }
}

#[test]
fn a_default_of_the_provider_is_its_answer() {
    for depends in [false, true] {
        let expected = expect![[r#"
            enable_awesome_text_feature = true (DEFAULT, production)
                variable FLAGS_ENABLE_AWESOME_TEXT_FEATURE is not read in production
             => provider `fallback` says true (DEFAULT)"#]];
        check(&Flags::new(Fallback { depends }), AWESOME, expected);
    }
}

#[test]
fn who_asks_other_providers_passes_their_words_on() {
    let chain = Chain::first(MemoryProvider::new()).then(Talkative);
    let explained = Flags::new(chain).explain(AWESOME, &Anonymous).to_string();
    assert!(
        explained
            .ends_with("\n      `talkative`: rule `a` is for others\n      `talkative`: bucket 17"),
        "{explained}"
    );
    let shadow = Shadow::new(Talkative, NoopProvider);
    let explained = Flags::new(shadow).explain(AWESOME, &Anonymous).to_string();
    assert!(explained.ends_with("\n      bucket 17"), "{explained}");
    let staged = StagedProvider::otherwise(Talkative);
    let explained = Flags::new(staged).explain(AWESOME, &Anonymous).to_string();
    assert!(explained.ends_with("\n      bucket 17"), "{explained}");
}
