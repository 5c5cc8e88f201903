//! The lint `always-on`: what decides nothing any more.

use expect_test::expect;

use crate::check::{counts, lint};

#[track_caller]
fn found(manifest: &str) {
    counts("always-on", manifest, "1 warning");
}

#[track_caller]
fn fine(manifest: &str) {
    counts("always-on", manifest, "no errors, no warnings");
}

#[test]
fn a_boolean_is_told_by_being_on() {
    lint(
        "always-on",
        "[features.a]\ndefault = true\n",
        expect![[r#"
        warning[always-on]: feature `a` is on for everyone in every environment, so it decides nothing any more
         --> features.toml:1:11
          |
        1 | [features.a]
          |           ^
          |
          = help: `cargo flags retire a --keep true` takes it out of the code

        1 warning in 1 manifest
    "#]],
    );
}

#[test]
fn a_boolean_that_is_off_waits_to_be_turned_on() {
    fine("[features.a]\n");
    fine("[features.a]\nrules = [{ rollout = 0 }]\n");
    fine("[features.a]\nenvironments.production = false\n");
}

#[test]
fn one_environment_that_differs_decides_something() {
    fine("[features.a]\nenvironments.production = true\n");
    fine("[features.a]\ndefault = true\nenvironments.testing = false\n");
    found("[features.a]\ndefault = true\nenvironments.testing = true\n");
    found(
        "[registry]\nenvironments = ['production', 'lab']\n\
         [features.a]\nenvironments = { production = true, lab = true }\n",
    );
}

#[test]
fn a_rule_for_some_decides_something_unless_it_says_the_same() {
    let with = |rules: &str| {
        format!("[context]\nis_staff = 'bool'\n[features.a]\ndefault = true\nrules = [{rules}]\n")
    };
    fine(&with("{ when = { is_staff = true }, serve = false }"));
    found(&with("{ when = { is_staff = true }, serve = true }"));
    found(&with("{ when = { is_staff = true }, rollout = 25 }"));
    // The first rule is for everyone, so nobody comes to the second.
    found(&with(
        "{ serve = true }, { when = { is_staff = true }, serve = false }",
    ));
    fine(&with(
        "{ when = { is_staff = true }, serve = false }, { serve = true }",
    ));
}

#[test]
fn rules_of_an_environment_replace_the_others() {
    fine(
        "[features.a]\nrules = [{ serve = true }]\nenvironments.testing.rules = [{ serve = false }]\n",
    );
    found(
        "[features.a]\nrules = [{ serve = true }]\nenvironments.testing.rules = [{ rollout = 100 }]\n",
    );
}

#[test]
fn a_rollout_to_everybody_is_over() {
    lint(
        "always-on",
        "[features.a]\nrules = [{ rollout = 100 }]\n",
        expect![[r#"
            warning[always-on]: feature `a` is on for everyone in every environment, so it decides nothing any more
             --> features.toml:1:11
              |
            1 | [features.a]
              |           ^
              |
              = help: `cargo flags retire a --keep true` takes it out of the code; only subjects without a key are outside of its rollout

            1 warning in 1 manifest
        "#]],
    );
    fine("[features.a]\nrules = [{ rollout = 99.999 }]\n");
}

#[test]
fn a_ramp_is_over_after_its_end() {
    let with = |to: &str, end: u32| {
        format!(
            "[features.a]\nrules = [{{ ramp = {{ from = 2026-11-01T00:00:00Z, to = {to}, start = 0, end = {end} }} }}]\n"
        )
    };
    found(&with("2026-11-22T00:00:00Z", 100));
    fine(&with("2026-11-22T00:00:01Z", 100));
    fine(&with("2026-11-20T00:00:00Z", 99));
}

#[test]
fn an_experiment_that_one_variant_won_is_over() {
    let with =
        |rest: &str| format!("[features.a]\nvariants = ['red', 'blue']\ndefault = 'red'\n{rest}\n");
    lint(
        "always-on",
        &with("rules = [{ serve = 'blue' }]"),
        expect![[r#"
            warning[always-on]: feature `a` is `"blue"` for everyone in every environment, so it decides nothing any more
             --> features.toml:1:11
              |
            1 | [features.a]
              |           ^
              |
              = help: `cargo flags retire a --keep blue` takes it out of the code

            1 warning in 1 manifest
        "#]],
    );
    found(&with("rules = [{ split = { red = 0, blue = 100 } }]"));
    found(&with("rules = [{ rollout = 25, value = 'red' }]"));
    fine(&with("rules = [{ rollout = 25, value = 'blue' }]"));
    fine(&with("rules = [{ split = { red = 1, blue = 99 } }]"));
}

#[test]
fn a_value_with_nothing_but_a_default_waits_for_a_provider() {
    fine("[features.a]\nvariants = ['red', 'blue']\ndefault = 'red'\n");
    fine("[features.a]\ndefault = 25\n");
    fine("[features.a]\ndefault = { most = 50 }\n");
    found("[features.a]\ndefault = 25\nenvironments.testing = 25\n");
}

#[test]
fn a_frozen_feature_is_told_to_be_frozen() {
    lint(
        "always-on",
        "[features.a]\ndefault = true\nfrozen = true\n",
        expect![[r#"
            warning[always-on]: feature `a` is frozen at `true`, so it decides nothing any more
             --> features.toml:1:11
              |
            1 | [features.a]
              |           ^
              |
              = help: `cargo flags retire a --keep true` takes it out of the code

            1 warning in 1 manifest
        "#]],
    );
    found("[features.a]\nvariants = ['red', 'blue']\ndefault = 'red'\nfrozen = true\n");
    fine("[features.a]\nfrozen = true\n");
}

#[test]
fn kinds_that_are_meant_to_stay_are_fine() {
    for kind in ["ops", "kill-switch", "permission"] {
        fine(&format!("[features.a]\nkind = '{kind}'\ndefault = true\n"));
    }
    for kind in ["release", "experiment"] {
        found(&format!("[features.a]\nkind = '{kind}'\ndefault = true\n"));
    }
}

#[test]
fn a_feature_with_needs_goes_by_them() {
    counts(
        "always-on",
        "[features.a]\ndefault = true\nneeds = ['b']\n[features.b]\n",
        "no errors, no warnings",
    );
}

#[test]
fn what_a_given_state_file_speaks_of_is_not_decided() {
    let prompt = crate::prompt::Prompt::with(&[
        ("features.toml", "[features.a]\ndefault = true\n"),
        ("src/main.rs", "fn main() {}\n"),
        ("flags.toml", "[features.a]\ndefault = false\n"),
        (
            "named.json",
            r#"{ "features": { "shop/a": { "default": false } } }"#,
        ),
        ("other.toml", ""),
    ]);
    for (state, expected) in [
        ("flags.toml", "no errors, no warnings"),
        ("named.json", "no errors, no warnings"),
        ("other.toml", "1 warning"),
    ] {
        let said = prompt.flags(&format!(
            "check --allow all --warn always-on --state {state}"
        ));
        let summary = said.stdout.lines().last();
        let expected = format!("{expected} in 1 manifest and 1 state file");
        assert_eq!(summary, Some(expected.as_str()), "{}", said.text);
    }
}
