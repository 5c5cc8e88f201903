//! `cargo flags check`: lints and their levels, state files, several manifests.
//!
//! It is 2026-11-22 for all of them.

use expect_test::{Expect, expect};

use crate::prompt::{Prompt, Said};

mod always_on;
mod baseline;
mod days;
mod levels;
mod state;
mod unused;
mod workspace;

/// One lint alone, as a warning, on a manifest.
#[track_caller]
fn lint(lint: &str, manifest: &str, expected: Expect) {
    let said = said(manifest, &format!("check --allow all --warn {lint}"));
    assert_eq!((said.stderr.as_str(), said.status), ("", 0));
    expected.assert_eq(&said.stdout);
}

/// Nothing but how many findings there are.
#[track_caller]
fn counts(lint: &str, manifest: &str, expected: &str) {
    let said = said(manifest, &format!("check --allow all --warn {lint}"));
    let summary = said.stdout.lines().last().expect("there is a summary");
    assert_eq!(
        summary,
        format!("{expected} in 1 manifest"),
        "{}",
        said.text
    );
}

fn said(manifest: &str, arguments: &str) -> Said {
    Prompt::with(&[
        ("features.toml", manifest),
        ("src/main.rs", "fn main() {}\n"),
    ])
    .flags(arguments)
}

#[test]
fn without_a_manifest_there_is_nothing_to_check() {
    let said = Prompt::with(&[("src/main.rs", "fn main() {}\n")]).flags("check");
    assert_eq!(said.status, 2);
    expect![[r#"
        error: no package of the workspace `.` has a `features.toml`
          = help: `cargo flags init` writes one
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn without_a_workspace_it_is_a_wrong_configuration() {
    let said = Prompt::empty().flags("check");
    assert_eq!(said.status, 2);
    let first = said
        .text
        .split(" in ")
        .next()
        .expect("there is a first part");
    expect!["error: cargo cannot tell what the workspace is: could not find `Cargo.toml`"]
        .assert_eq(first);
}

#[test]
fn a_manifest_with_mistakes_gets_no_lints() {
    let said = said(
        "[features.a]\nexpires = 2026-01-01\nknid = 'ops'\n",
        "check",
    );
    assert_eq!(said.status, 1);
    expect![[r#"
        error[manifest]: feature `a`: unknown key `knid`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
         --> features.toml:3:1
          |
        3 | knid = 'ops'
          | ^^^^
          |
          = help: did you mean `kind`?

        1 error in 1 manifest
    "#]].assert_eq(&said.text);
}

#[test]
fn a_feature_without_an_owner_is_found() {
    lint(
        "no-owner",
        "[features.a]\nowner = 'web'\n\n[features.b]\n",
        expect![[r#"
            warning[no-owner]: feature `b` has no `owner`
             --> features.toml:4:11
              |
            4 | [features.b]
              |           ^
              |
              = help: name the team or the person to ask about it

            1 warning in 1 manifest
        "#]],
    );
}

#[test]
fn a_manifest_without_any_owner_is_told_once() {
    lint(
        "no-owner",
        "[features.a]\n[features.b]\n",
        expect![[r#"
        warning[no-owner]: no feature of this manifest has an `owner`
         --> features.toml
          = help: name the teams or persons to ask about them, or leave the lint out with `--allow no-owner`

        1 warning in 1 manifest
    "#]],
    );
    counts("no-owner", "[features.a]\n", "1 warning");
}

#[test]
fn a_day_that_is_none_is_a_wrong_configuration() {
    let prompt = Prompt::with(&[("features.toml", ""), ("src/main.rs", "fn main() {}\n")]);
    let said = prompt.run(
        std::process::Command::new(env!("CARGO_BIN_EXE_cargo-flags"))
            .arg("check")
            .env("FEATURES_TODAY", "tomorrow"),
    );
    assert_eq!(said.status, 2);
    expect![[r#"
        error: `FEATURES_TODAY` must be a day such as `2026-11-22`, found `tomorrow`
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn a_reader_that_goes_away_hides_no_error_from_the_exit_status() {
    let prompt = Prompt::with(&[
        ("features.toml", "[features.a]\nknid = 'ops'\n"),
        ("src/main.rs", "fn main() {}\n"),
    ]);
    for format in ["human", "json", "github", "sarif"] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-flags"))
            .args(["check", "--format", format])
            .current_dir(&prompt.root)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("the command can be run");
        drop(child.stdout.take());
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(1), "{format}");
    }
}
