//! Limits, each with its name.

use std::fmt::Write as _;

use expect_test::expect;
use flags_manifest::{MAX_NEEDS_DEPTH, MAX_TEXT, parse};

use crate::report::{check, report};

/// `f0` needs nothing, and each feature after it the one before.
fn chain(length: usize) -> String {
    let mut text = "[features]\n".to_owned();
    for index in (1..=length).rev() {
        let _ = writeln!(text, "f{index} = {{ needs = [\"f{}\"] }}", index - 1);
    }
    text.push_str("f0 = {}\n");
    text
}

#[test]
fn f21_needs_as_deep_as_allowed() {
    assert_eq!(report(&chain(MAX_NEEDS_DEPTH)), "");
}

#[test]
fn f21_needs_too_deep() {
    check(
        &chain(MAX_NEEDS_DEPTH + 1),
        expect![[r#"
            feature `f65` needs a chain of 65 features, and at most 64 are allowed
             --> features.toml:2:18
              |
            2 | f65 = { needs = ["f64"] }
              |                  ^^^^^"#]],
    );
}

#[test]
fn f21_endless_needs_are_a_few_findings() {
    let parsed = parse(&chain(10_000));
    // One for each stretch that is too long; what is over it starts anew.
    assert_eq!(parsed.diagnostics.len(), 10_000 / (MAX_NEEDS_DEPTH + 1));
}

#[test]
fn f21_text_too_long() {
    let text = " ".repeat(MAX_TEXT + 1);
    let parsed = parse(&text);
    let [finding] = parsed.diagnostics.as_slice() else {
        panic!("one finding");
    };
    expect![[r#"
        the file has 16777217 bytes, and 16777216 is the most that is read
         --> features.toml"#]]
    .assert_eq(&finding.render("features.toml", &text));
    assert_eq!(parsed.manifest.environments.len(), 4);
}

#[test]
fn f21_long_names_are_cut_in_messages() {
    let text = format!("[features.a]\nkind = \"{}\"\n", "x".repeat(10_000));
    check(
        &text,
        expect![[r#"
        feature `a`: `kind` must be `release`, `experiment`, `ops`, `kill-switch` or `permission`, found `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`
         --> features.toml:2:8
          |
        2 | kind = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
          |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn f21_many_names_are_cut_in_messages() {
    let names: Vec<String> = (0..1000).map(|index| format!("\"v{index}\"")).collect();
    let text = format!(
        "[features.a]\ndefault = \"red\"\nvariants = [{}]\n",
        names.join(", ")
    );
    check(
        &text,
        expect![[r#"
        feature `a`: `default` must be `v0`, `v1`, `v2`, `v3`, `v4`, `v5`, `v6`, `v7`, `v8`, `v9`, `v10`, `v11`, `v12`, `v13`, `v14`, `v15`, `v16`, `v17`, `v18`, `v19`, `v20`, `v21`, `v22`, `v23`, … (976 more), found `red`
         --> features.toml:2:11
          |
        2 | default = "red"
          |           ^^^^^"#]],
    );
}
