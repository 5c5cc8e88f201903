//! `--baseline` and `--write-baseline`.

use expect_test::{Expect, expect};

use crate::prompt::Prompt;

/// Expired, and without an owner.
const A: &str = "[features.a]\nexpires = 2026-10-01\n";

fn prompt(manifest: &str) -> Prompt {
    Prompt::with(&[
        ("features.toml", manifest),
        ("src/main.rs", "fn main() {}\n"),
    ])
}

#[track_caller]
fn check(prompt: &Prompt, arguments: &str, status: i32, expected: Expect) {
    let said = prompt.flags(&format!(
        "check --allow unused --baseline known.toml {arguments}"
    ));
    expected.assert_eq(&said.text);
    assert_eq!(said.status, status);
}

#[test]
fn what_is_written_down_is_passed_over() {
    let prompt = prompt(A);
    check(
        &prompt,
        "--write-baseline",
        0,
        expect![[r#"
        no errors, no warnings in 1 manifest, besides 2 of the baseline
        wrote 2 findings to `known.toml`
    "#]],
    );
    expect![[r##"
        # Findings that `cargo flags check --baseline` passes over. `--write-baseline` writes it.

        version = 1

        [[findings]]
        code = "expired"
        file = "features.toml"
        feature = "a"

        [[findings]]
        code = "no-owner"
        file = "features.toml"
        feature = "a"
    "##]]
    .assert_eq(&prompt.read("known.toml"));
    check(
        &prompt,
        "--deny all",
        0,
        expect![[r#"
        no errors, no warnings in 1 manifest, besides 2 of the baseline
    "#]],
    );
}

#[test]
fn a_finding_is_known_by_what_it_is_about_and_not_by_its_line() {
    let prompt = prompt(A);
    prompt.flags("check --allow unused --baseline known.toml --write-baseline");
    // Elsewhere, with another date, and beside a new one.
    prompt.write(
        "features.toml",
        "# New.\n[features.b]\nowner = 'web'\nexpires = 2026-09-01\n\n[features.a]\nexpires = 2026-08-01\n",
    );
    check(
        &prompt,
        "--deny all",
        1,
        expect![[r#"
            error[expired]: feature `b` expired on 2026-09-01, 82 days ago
             --> features.toml:4:11
              |
            4 | expires = 2026-09-01
              |           ^^^^^^^^^^
              |
              = help: `cargo flags retire b --keep VALUE` takes it out of the code, or agree on a later day

            1 error in 1 manifest, besides 2 of the baseline
        "#]],
    );
}

#[test]
fn an_entry_that_no_finding_has_any_more_is_told() {
    let prompt = prompt(A);
    prompt.flags("check --allow unused --baseline known.toml --write-baseline");
    prompt.write(
        "features.toml",
        "[features.a]\nexpires = 2026-10-01\nowner = 'web'\n",
    );
    check(
        &prompt,
        "",
        0,
        expect![[r#"
            warning[baseline]: the baseline has `no-owner` of feature `a` in `features.toml`, which is not found any more
              --> known.toml:10:1
               |
            10 | [[findings]]
               | ^^^^^^^^^^^^
               |
               = help: `--write-baseline` takes it out

            1 warning in 1 manifest, besides 1 of the baseline
        "#]],
    );
    check(
        &prompt,
        "--deny warnings",
        1,
        expect![[r#"
            error[baseline]: the baseline has `no-owner` of feature `a` in `features.toml`, which is not found any more
              --> known.toml:10:1
               |
            10 | [[findings]]
               | ^^^^^^^^^^^^
               |
               = help: `--write-baseline` takes it out

            1 error in 1 manifest, besides 1 of the baseline
        "#]],
    );
    check(
        &prompt,
        "--allow baseline",
        0,
        expect![[r#"
        no errors, no warnings in 1 manifest, besides 1 of the baseline
    "#]],
    );
    // It was not looked for.
    check(
        &prompt,
        "--allow no-owner",
        0,
        expect![[r#"
        no errors, no warnings in 1 manifest, besides 1 of the baseline
    "#]],
    );
    check(
        &prompt,
        "--write-baseline",
        0,
        expect![[r#"
        no errors, no warnings in 1 manifest, besides 1 of the baseline
        wrote 1 finding to `known.toml`
    "#]],
    );
    check(
        &prompt,
        "--deny warnings",
        0,
        expect![[r#"
        no errors, no warnings in 1 manifest, besides 1 of the baseline
    "#]],
    );
}

#[test]
fn mistakes_of_a_manifest_are_never_passed_over() {
    let prompt = prompt("[features.a]\nknid = 'ops'\n");
    check(
        &prompt,
        "--write-baseline",
        1,
        expect![[r#"
        error[manifest]: feature `a`: unknown key `knid`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
         --> features.toml:2:1
          |
        2 | knid = 'ops'
          | ^^^^
          |
          = help: did you mean `kind`?

        1 error in 1 manifest
        wrote 0 findings to `known.toml`
    "#]],
    );
}

#[test]
fn two_findings_that_are_alike_need_two_entries() {
    let prompt = prompt("");
    prompt.write("flags.toml", "[features.a]\ndefault = true\n");
    prompt.write("other.toml", "[features.a]\ndefault = true\n");
    let known = "--state flags.toml --state other.toml";
    check(
        &prompt,
        &format!("--write-baseline {known}"),
        0,
        expect![[r#"
            no errors, no warnings in 1 manifest and 2 state files, besides 2 of the baseline
            wrote 2 findings to `known.toml`
        "#]],
    );
    check(
        &prompt,
        known,
        0,
        expect![[r#"
        no errors, no warnings in 1 manifest and 2 state files, besides 2 of the baseline
    "#]],
    );
    prompt.edit("known.toml", "other.toml", "flags.toml");
    check(
        &prompt,
        known,
        1,
        expect![[r#"
            warning[baseline]: the baseline has `feature `a` is not declared in registry `shop`` in `flags.toml`, which is not found any more
              --> known.toml:10:1
               |
            10 | [[findings]]
               | ^^^^^^^^^^^^
               |
               = help: `--write-baseline` takes it out

            error[state]: feature `a` is not declared in registry `shop`
             --> other.toml:1:11
              |
            1 | [features.a]
              |           ^

            1 error, 1 warning in 1 manifest and 2 state files, besides 1 of the baseline
        "#]],
    );
}

#[test]
fn a_baseline_that_is_none_is_a_wrong_configuration() {
    let prompt = prompt(A);
    check(
        &prompt,
        "",
        2,
        expect![[r#"
        error: cannot read the baseline `known.toml`: No such file or directory (os error 2)
          = help: `--write-baseline` writes one
    "#]],
    );
    let check = |text, expected| {
        prompt.write("known.toml", text);
        check(&prompt, "", 2, expected);
    };
    check(
        "version = 2\n",
        expect![[r#"
        error: the baseline `known.toml` is wrong: its `version` is 2, expected 1
          = help: `--write-baseline` writes it anew
    "#]],
    );
    check(
        "findings = []\nverison = 1\n",
        expect![[r#"
        error: the baseline `known.toml` is wrong: it has an unknown key `verison`, expected `version` or `findings`
          = help: `--write-baseline` writes it anew
    "#]],
    );
    check(
        "version = 1\n[[findings]]\ncode = 'expired'\nfile = 'features.toml'\n",
        expect![[r#"
            error: the baseline `known.toml` is wrong: finding 1: it must have one of `feature` and `message`
              = help: `--write-baseline` writes it anew
        "#]],
    );
    check(
        "version = \n",
        expect![[r#"
        error: the baseline `known.toml` is wrong: TOML syntax at 1:11: string values must be quoted, expected literal string
          = help: `--write-baseline` writes it anew
    "#]],
    );
}

#[test]
fn a_baseline_is_of_the_whole_workspace() {
    let prompt = prompt(A);
    check(
        &prompt,
        "--write-baseline -p shop",
        2,
        expect![[r#"
        error: `--write-baseline` writes down what is found in the whole workspace: leave `--package` out
    "#]],
    );
}
