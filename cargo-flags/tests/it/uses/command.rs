//! `cargo flags uses` as somebody at a prompt sees it.

use expect_test::{Expect, expect};

use super::MANIFEST;
use crate::prompt::Prompt;

const MAIN: &str = "mod features { typed_flags::features!(\"features.toml\"); }
mod page;
pub use features::CRAZY as Mad;
fn main() { if Mad.is_enabled() || Mad.key().is_empty() {} }
";
const PAGE: &str = "fn page() { assert!(crate::features::CRAZY.is_enabled()); }\n";

#[track_caller]
fn check(arguments: &str, status: i32, expected: Expect) {
    let prompt = Prompt::with(&[
        ("features.toml", MANIFEST),
        ("src/main.rs", MAIN),
        ("src/page.rs", PAGE),
    ]);
    let said = prompt.flags(arguments);
    expected.assert_eq(&said.text);
    assert_eq!(said.status, status);
}

#[test]
fn each_file_is_shown_with_its_lines() {
    check(
        "uses crazy",
        0,
        expect![[r#"
         --> src/main.rs:3:9
          |
        3 | pub use features::CRAZY as Mad;
          |         ^^^^^^^^^^^^^^^ re-export as `Mad`
        4 | fn main() { if Mad.is_enabled() || Mad.key().is_empty() {} }
          |                ^^^ expression
          |                                    ^^^ expression

         --> src/page.rs:1:21
          |
        1 | fn page() { assert!(crate::features::CRAZY.is_enabled()); }
          |                     ^^^^^^^^^^^^^^^^^^^^^^ in a macro

        crazy: 4 uses in 2 files
    "#]],
    );
}

#[test]
fn a_feature_without_uses_is_not_used() {
    check(
        "uses LIMITS",
        0,
        expect![[r#"
        limits: not used
    "#]],
    );
}

#[test]
fn all_features_are_shown_one_after_the_other() {
    check(
        "uses --all",
        0,
        expect![[r#"
         --> src/main.rs:3:9
          |
        3 | pub use features::CRAZY as Mad;
          |         ^^^^^^^^^^^^^^^ re-export as `Mad`
        4 | fn main() { if Mad.is_enabled() || Mad.key().is_empty() {} }
          |                ^^^ expression
          |                                    ^^^ expression

         --> src/page.rs:1:21
          |
        1 | fn page() { assert!(crate::features::CRAZY.is_enabled()); }
          |                     ^^^^^^^^^^^^^^^^^^^^^^ in a macro

        crazy: 4 uses in 2 files

        checkout_button: not used

        limits: not used
    "#]],
    );
}

#[test]
fn a_feature_or_all_has_to_be_named() {
    check(
        "uses",
        2,
        expect![[r#"
        error: the following required arguments were not provided:
          <FEATURE>

        Usage: cargo flags uses <FEATURE>

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn json_has_each_use_with_its_place() {
    check(
        "uses crazy --format json",
        0,
        expect![[r#"
        {
          "version": 1,
          "features": [
            {
              "feature": "crazy",
              "constant": "CRAZY",
              "registry": "shop",
              "manifest": "features.toml",
              "uses": [
                {
                  "file": "src/main.rs",
                  "line": 3,
                  "column": 9,
                  "end_line": 3,
                  "end_column": 24,
                  "path": "features::CRAZY",
                  "item": "constant",
                  "role": "re-export",
                  "alias": "Mad"
                },
                {
                  "file": "src/main.rs",
                  "line": 4,
                  "column": 16,
                  "end_line": 4,
                  "end_column": 19,
                  "path": "Mad",
                  "item": "constant",
                  "role": "expression"
                },
                {
                  "file": "src/main.rs",
                  "line": 4,
                  "column": 36,
                  "end_line": 4,
                  "end_column": 39,
                  "path": "Mad",
                  "item": "constant",
                  "role": "expression"
                },
                {
                  "file": "src/page.rs",
                  "line": 1,
                  "column": 21,
                  "end_line": 1,
                  "end_column": 43,
                  "path": "crate::features::CRAZY",
                  "item": "constant",
                  "role": "macro-argument"
                }
              ]
            }
          ]
        }
    "#]],
    );
}

#[test]
fn formats_for_findings_are_refused() {
    check(
        "uses crazy --format github",
        2,
        expect![[r#"
        error: this command has no output in the format `github`: choose `human` or `json`
    "#]],
    );
}
