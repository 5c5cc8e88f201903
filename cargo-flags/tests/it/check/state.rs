//! `--state`.

use expect_test::{Expect, expect};

use crate::prompt::Prompt;

const MANIFEST: &str = "\
[context]
country = 'string'

[features.crazy]

[features.limit]
default = 25
range = [1, 500]
";

#[track_caller]
fn check(name: &str, state: &str, expected: Expect) {
    let prompt = Prompt::with(&[
        ("features.toml", MANIFEST),
        ("src/main.rs", "fn main() {}\n"),
        (name, state),
    ]);
    let said = prompt.flags(&format!("check --allow all --state {name}"));
    expected.assert_eq(&said.text);
    let status = i32::from(said.stdout.contains("error["));
    assert_eq!(said.status, status);
}

#[test]
fn a_good_state_file_is_counted() {
    check(
        "flags.toml",
        "[features.limit]\ndefault = 50\n",
        expect![[r#"
            no errors, no warnings in 1 manifest and 1 state file
        "#]],
    );
}

#[test]
fn what_does_not_fit_is_found_in_toml() {
    check(
        "flags.toml",
        "[features.limit]\ndefault = 501\n\n[features.crasy]\ndefault = true\n",
        expect![[r#"
            error[state]: feature `limit`: `default` must be from 1 to 500, found 501
             --> flags.toml:2:11
              |
            2 | default = 501
              |           ^^^

            error[state]: feature `crasy` is not declared in registry `shop`
             --> flags.toml:4:11
              |
            4 | [features.crasy]
              |           ^^^^^
              |
              = help: did you mean `crazy`?

            2 errors in 1 manifest and 1 state file
        "#]],
    );
}

#[test]
fn what_does_not_fit_is_found_in_json() {
    check(
        "flags.json",
        "{\n  \"features\": {\n    \"limit\": { \"rules\": [{ \"when\": { \"city\": \"Ulm\" }, \"serve\": 7 }] }\n  }\n}\n",
        expect![[r#"
            error[state]: feature `limit`: rule 1: `when.city` is no attribute of `[context]` (there are `country`)
             --> flags.json:3:38
              |
            3 |     "limit": { "rules": [{ "when": { "city": "Ulm" }, "serve": 7 }] }
              |                                      ^^^^^^

            1 error in 1 manifest and 1 state file
        "#]],
    );
}

#[test]
fn a_file_that_is_no_toml_is_found_with_its_place() {
    check(
        "flags.toml",
        "[features.limit\n",
        expect![[r#"
        error[state]: TOML syntax: unclosed table, expected `]`
         --> flags.toml:1:16
          |
        1 | [features.limit
          |                ^

        1 error in 1 manifest and 1 state file
    "#]],
    );
}

#[test]
fn a_state_file_that_is_not_there_is_wrong_usage() {
    let prompt = Prompt::with(&[("features.toml", ""), ("src/main.rs", "fn main() {}\n")]);
    let said = prompt.flags("check --state flags.toml");
    assert_eq!(said.status, 2);
    expect![[r#"
        error: cannot read the state file `flags.toml`: No such file or directory (os error 2)
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn a_state_file_that_is_not_utf_8_is_found() {
    let prompt = Prompt::with(&[("features.toml", ""), ("src/main.rs", "fn main() {}\n")]);
    std::fs::write(prompt.root.join("flags.toml"), b"[features.a]\n# \xff\n").expect("it can");
    let said = prompt.flags("check --state flags.toml");
    assert_eq!(said.status, 1);
    expect![[r#"
        error[state]: the file is not UTF-8, found the byte 0xff
         --> flags.toml:2:3
          |
        2 | # �
          |   ^
          |
          = help: save it as UTF-8

        1 error in 1 manifest and 1 state file
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn the_level_of_what_is_wrong_with_state_files_can_be_chosen_by_name_only() {
    let prompt = Prompt::with(&[
        ("features.toml", ""),
        ("src/main.rs", "fn main() {}\n"),
        ("flags.toml", "[features.a]\ndefault = true\n"),
    ]);
    let status = |levels: &str| {
        prompt
            .flags(&format!("check --state flags.toml {levels}"))
            .status
    };
    assert_eq!(status(""), 1);
    assert_eq!(status("--allow all"), 1);
    assert_eq!(status("--warn state"), 0);
    assert_eq!(status("--allow state"), 0);
}

#[test]
fn state_files_wait_for_manifests_without_a_mistake() {
    let prompt = Prompt::with(&[
        ("features.toml", "[features.a]\nknid = 'ops'\n"),
        ("src/main.rs", "fn main() {}\n"),
        ("flags.toml", "[features.b]\ndefault = true\n"),
        ("broken.toml", "[features.b\n"),
    ]);
    let said = prompt.flags("check --state flags.toml --state broken.toml");
    assert_eq!(said.status, 1);
    expect![[r#"
        error[state]: TOML syntax: unclosed table, expected `]`
         --> broken.toml:1:12
          |
        1 | [features.b
          |            ^

        error[manifest]: feature `a`: unknown key `knid`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
         --> features.toml:2:1
          |
        2 | knid = 'ops'
          | ^^^^
          |
          = help: did you mean `kind`?

        2 errors in 1 manifest and 2 state files
        warning: what the state files say of features is not checked, because of mistakes in the manifests
    "#]].assert_eq(&said.text);
}

#[test]
fn a_state_file_that_is_named_twice_is_checked_once() {
    let prompt = Prompt::with(&[
        ("features.toml", ""),
        ("src/main.rs", "fn main() {}\n"),
        ("flags.toml", "[features.a]\ndefault = true\n"),
    ]);
    let said = prompt.flags("check --state flags.toml --state ./flags.toml");
    let summary = said.stdout.lines().last();
    assert_eq!(summary, Some("1 error in 1 manifest and 1 state file"));
}
