//! `cargo flags explain`.

use expect_test::{Expect, expect};

use crate::prompt::Prompt;

#[track_caller]
fn check(arguments: &str, status: i32, text: Expect) {
    let said = Prompt::shop().flags(&format!("explain {arguments}"));
    text.assert_eq(&said.text);
    assert_eq!(said.status, status);
}

/// The program asks `explain_for`, with the same state file and the same contexts.
#[test]
fn it_says_what_the_program_says() {
    let prompt = Prompt::shop();
    // Of two packages of one name, one may be run for the other in the folder they are built in.
    prompt.edit("Cargo.toml", "name = \"shop\"", "name = \"explained\"");
    prompt.edit(
        "src/main.rs",
        "fn main() {",
        r#"fn main() {
    typed_flags::set_provider(typed_flags::FileProvider::read("flags.toml").expect("it is right"));
    let staff = Context::new("user-42").is_staff(true).country("DE").plan(features::Plan::Pro);
    let nobody = Context::anonymous();
    for visitor in [&staff, &nobody] {
        println!("{}", AWESOME_TEXT.explain_for(visitor));
        println!("{}", CRAZY.explain_for(visitor));
        println!("{}", CHECKOUT_BUTTON.explain_for(visitor));
        println!("{}", MAX_UPLOAD_MB.explain_for(visitor));
        println!("{}", features::SEARCH_LIMITS.explain_for(visitor));
    }
}

#[expect(dead_code)]
fn old_main() {"#,
    );
    let program = prompt.cargo("run --quiet");
    let staff = r#"{"targetingKey":"user-42","is_staff":true,"country":"DE","plan":"pro"}"#;
    let mut said = String::new();
    for context in [staff, "{}"] {
        for feature in [
            "awesome_text",
            "crazy",
            "checkout_button",
            "max_upload_mb",
            "search_limits",
        ] {
            said += &prompt
                .flags(&format!(
                    "explain {feature} --state flags.toml --context '{context}'"
                ))
                .text;
        }
    }
    assert_eq!(program.status, 0, "{}", program.stderr);
    assert_eq!(said, program.stdout);
}

#[test]
fn a_feature_may_be_named_by_its_constant() {
    check(
        "CHECKOUT_BUTTON",
        0,
        expect![[r#"
        checkout_button = "red" (DEFAULT, production)
            variable FLAGS_CHECKOUT_BUTTON is not read in production
            provider `noop` has no opinion
            rules of features.toml
              rule 1 (line 41) does not match: `plan` = "pro" is unknown (the context has no `plan`)
         => declared default: "red" (features.toml:34)
    "#]],
    );
}

#[test]
fn an_unknown_feature() {
    check(
        "crazi",
        2,
        expect![[r#"
        error: no feature is called `crazi`
          = help: did you mean `crazy`?
    "#]],
    );
}

#[test]
fn a_feature_that_is_nearly_nothing() {
    check(
        "zzzzzz",
        2,
        expect![[r#"
        error: no feature is called `zzzzzz`
          = help: `cargo flags list` shows all of them
    "#]],
    );
}

#[test]
fn an_unknown_environment() {
    check(
        "crazy --env prod",
        2,
        expect![[r#"
        error: registry `shop` has no environment `prod`
          = help: known are `development`, `testing`, `staging`, `production`
    "#]],
    );
}

#[test]
fn a_context_that_is_no_json() {
    check(
        "crazy --context {is_staff:1}",
        2,
        expect![[r#"
        error: the context is not a JSON object: key must be a string at line 1 column 2
          = help: write it as `{"targetingKey": "user-42", "is_staff": true}`
    "#]],
    );
}

#[test]
fn an_undeclared_attribute() {
    check(
        r#"crazy --context '{"isstaff":true}'"#,
        2,
        expect![[r#"
        error: registry `shop` has no attribute `isstaff`
          = help: did you mean `is_staff`?
    "#]],
    );
}

#[test]
fn an_attribute_of_another_type() {
    check(
        r#"crazy --context '{"is_staff":"yes"}'"#,
        2,
        expect![[r#"
        error: attribute `is_staff` must be a boolean, found "yes"
    "#]],
    );
}

#[test]
fn a_variant_that_there_is_not() {
    check(
        r#"crazy --context '{"plan":"gold"}'"#,
        2,
        expect![[r#"
        error: attribute `plan` must be one of "free", "pro", "enterprise", found "gold"
    "#]],
    );
}

#[test]
fn a_missing_state_file() {
    check(
        "crazy --state none.toml",
        2,
        expect![[r#"
        error: cannot read the state file `none.toml`: No such file or directory (os error 2)
    "#]],
    );
}

#[test]
fn a_state_file_with_a_wrong_entry() {
    let prompt = Prompt::shop();
    prompt.write("flags.toml", "[features.crazy]\ndefault = 3\n");
    let said = prompt.flags("explain crazy --state flags.toml");
    expect![[r#"
        crazy = false (ERROR, production)
            variable FLAGS_CRAZY is not read in production
            provider `file` (version 6ad398c6dd2c) failed: feature `crazy`: `default` must be a boolean, found an integer
               --> flags.toml:2:11
                |
              2 | default = 3
                |           ^
         => declared default: false (features.toml:22)
    "#]].assert_eq(&said.text);
    assert_eq!(said.status, 0);
}

/// The value of a private attribute is on the command line, and nowhere else.
#[test]
fn private_attributes_are_not_repeated() {
    let prompt = Prompt::with(&[
        ("src/main.rs", "fn main() {}\n"),
        (
            "features.toml",
            "[context]\nemail = { type = \"string\", private = true }\nage = { type = \"integer\", private = true }\n\
             [features.dark]\nrules = [{ when = { email = \"a@example.com\" }, serve = true }]\n",
        ),
    ]);
    let said = prompt.flags(r#"explain dark --context '{"email":"secret@example.com"}'"#);
    expect![[r#"
        dark = false (DEFAULT, production)
            variable FLAGS_DARK is not read in production
            provider `noop` has no opinion
            rules of features.toml
              rule 1 (line 5) does not match: the test of `email` does not hold (it is private)
         => declared default: false (features.toml:4)
    "#]]
    .assert_eq(&said.text);
    let said = prompt.flags(r#"explain dark --context '{"age":"secret"}'"#);
    expect![[r#"
        error: attribute `age` must be an integer, found something else
    "#]]
    .assert_eq(&said.text);
}

/// The day before the ramp begins, and in its middle: 2.5 of 5 days are 50 %.
#[test]
fn a_moment_may_be_chosen() {
    let prompt = Prompt::with(&[
        ("src/main.rs", "fn main() {}\n"),
        (
            "features.toml",
            "[features.dark]\nrules = [{ ramp = { from = 2026-12-01T00:00:00Z, to = 2026-12-06T00:00:00Z, start = 0, end = 100 } }]\n",
        ),
    ]);
    let context = r#"--context '{"targetingKey":"user-42"}'"#;
    let said = prompt.flags(&format!("explain dark {context} --at 2026-11-30T00:00:00Z"));
    expect![[r#"
        dark = false (DEFAULT, production)
            variable FLAGS_DARK is not read in production
            provider `noop` has no opinion
            rules of features.toml
              rule 1 (line 2) does not match: bucket 77428 is not below 0
         => declared default: false (features.toml:1)
    "#]]
    .assert_eq(&said.text);
    let said = prompt.flags(&format!("explain dark {context} --at 2026-12-03T12:00:00Z"));
    expect![[r#"
        dark = false (DEFAULT, production)
            variable FLAGS_DARK is not read in production
            provider `noop` has no opinion
            rules of features.toml
              rule 1 (line 2) does not match: bucket 77428 is not below 50000
         => declared default: false (features.toml:1)
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn two_registries_with_one_key() {
    let prompt = Prompt::with(&[
        ("src/main.rs", "fn main() {}\n"),
        ("features.toml", "[features.dark]\n"),
        ("other/features.toml", "[features.dark]\ndefault = true\n"),
        ("other/src/lib.rs", ""),
        (
            "other/Cargo.toml",
            "[package]\nname = \"other\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
        ),
    ]);
    prompt.edit(
        "Cargo.toml",
        "[workspace]\n",
        "[workspace]\nmembers = [\"other\"]\n",
    );
    let said = prompt.flags("explain dark");
    expect![[r#"
        error: several registries have a feature `dark`: name one of `other/dark`, `shop/dark`, or its package with `-p`
    "#]].assert_eq(&said.text);
    let said = prompt.flags("explain other/dark");
    expect![[r#"
        dark = true (DEFAULT, production)
            variable FLAGS_DARK is not read in production
            provider `noop` has no opinion
         => declared default: true (features.toml:1)
    "#]]
    .assert_eq(&said.text);
    let said = prompt.flags("explain dark -p shop");
    expect![[r#"
        dark = false (DEFAULT, production)
            variable FLAGS_DARK is not read in production
            provider `noop` has no opinion
         => declared default: false (features.toml:1)
    "#]]
    .assert_eq(&said.text);
}
