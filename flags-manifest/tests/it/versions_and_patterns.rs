//! Versions, requirements on versions and regular expressions in conditions.

use std::time::{Duration, Instant};

use expect_test::{Expect, expect};

use crate::report::report;

#[track_caller]
fn check(condition: &str, expected: Expect) {
    let text = format!(
        "[context]\napp_version = \"semver\"\nemail = \"string\"\n\n[segments]\ntest = {{ {condition} }}\n"
    );
    expected.assert_eq(&report(&text));
}

#[test]
fn requirements_of_every_form_are_taken() {
    for requirement in [
        "2",
        "2.1",
        ">=2.1, <4",
        "^1.2.3",
        "~1.2",
        "=1.2.3",
        "*",
        "1.*",
        ">1.0.0-rc.1",
    ] {
        check(
            &format!("app_version = {{ semver = {requirement:?} }}"),
            expect![""],
        );
    }
}

#[test]
fn a_requirement_with_a_letter() {
    check(
        "app_version = { semver = \">=2.x.y\" }",
        expect![[r#"
            segment `test`: `app_version.semver` must be a requirement on versions, found `>=2.x.y` (unexpected character after wildcard in version req)
             --> features.toml:6:35
              |
            6 | test = { app_version = { semver = ">=2.x.y" } }
              |                                   ^^^^^^^^^
              = help: write it such as `>=2.1` or `>=2.1, <4`"#]],
    );
}

#[test]
fn a_requirement_with_an_unknown_operator() {
    check(
        "app_version = { not = { semver = \"=>2\" } }",
        expect![[r#"
            segment `test`: `app_version.not.semver` must be a requirement on versions, found `=>2` (unexpected character '>' while parsing major version number)
             --> features.toml:6:43
              |
            6 | test = { app_version = { not = { semver = "=>2" } } }
              |                                           ^^^^^
              = help: write it such as `>=2.1` or `>=2.1, <4`"#]],
    );
}

#[test]
fn a_version_that_lacks_its_patch() {
    check(
        "app_version = \"2.1\"",
        expect![[r#"
            segment `test`: `app_version` must be a version, found `2.1` (unexpected end of input while parsing minor version number)
             --> features.toml:6:24
              |
            6 | test = { app_version = "2.1" }
              |                        ^^^^^
              = help: write all of it, such as `2.1.0`, or a requirement: `{ semver = "2.1" }`"#]],
    );
}

#[test]
fn a_version_that_is_none() {
    check(
        "app_version = [\"2.1.0\", \"latest\"]",
        expect![[r#"
            segment `test`: `app_version`: each entry must be a version, found `latest` (unexpected character 'l' while parsing major version number)
             --> features.toml:6:34
              |
            6 | test = { app_version = ["2.1.0", "latest"] }
              |                                  ^^^^^^^^
              = help: write it such as `2.1.0`"#]],
    );
}

#[test]
fn a_pattern_is_taken() {
    check(
        r"email = { matches = '^qa-[0-9]+\+\w*@(a|b)\.example$' }",
        expect![""],
    );
}

#[test]
fn a_pattern_with_an_open_group() {
    check(
        "email = { matches = \"^(qa\" }",
        expect![[r#"
            segment `test`: `email.matches` must be a regular expression, found `^(qa` (unclosed group)
             --> features.toml:6:30
              |
            6 | test = { email = { matches = "^(qa" } }
              |                              ^^^^^^"#]],
    );
}

#[test]
fn a_pattern_with_a_look_around() {
    check(
        "email = { matches = \"a(?!b)\" }",
        expect![[r#"
            segment `test`: `email.matches` must be a regular expression, found `a(?!b)` (look-around, including look-ahead and look-behind, is not supported)
             --> features.toml:6:30
              |
            6 | test = { email = { matches = "a(?!b)" } }
              |                              ^^^^^^^^"#]],
    );
}

#[test]
fn a_pattern_with_a_class_that_does_not_exist() {
    check(
        r"email = { matches = '\p{Klingon}' }",
        expect![[r#"
            segment `test`: `email.matches` must be a regular expression, found `\p{Klingon}` (Unicode property not found)
             --> features.toml:6:30
              |
            6 | test = { email = { matches = '\p{Klingon}' } }
              |                              ^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn f22_a_pattern_that_is_too_large() {
    check(
        "email = { matches = \"(a{0,1000}){0,20}\" }",
        expect![[r#"
            segment `test`: `email.matches`: `(a{0,1000}){0,20}` is larger than 64 KiB when compiled
             --> features.toml:6:30
              |
            6 | test = { email = { matches = "(a{0,1000}){0,20}" } }
              |                              ^^^^^^^^^^^^^^^^^^^"#]],
    );
}

/// The bound leaves room for a build without optimisation.
#[test]
fn f22_large_patterns_are_refused_at_once() {
    for pattern in [
        "(a{0,1000}){0,20}",
        r"(\w{100}){30}",
        "((a{100}){100}){100}",
        r"\pL{1000}",
    ] {
        let text = format!(
            "[context]\nemail = \"string\"\n[segments]\ntest = {{ email = {{ matches = '{pattern}' }} }}\n"
        );
        let start = Instant::now();
        let parsed = flags_manifest::parse(&text);
        let elapsed = start.elapsed();
        assert_eq!(parsed.diagnostics.len(), 1, "{pattern}");
        assert!(
            elapsed < Duration::from_millis(100),
            "{pattern}: {elapsed:?}"
        );
    }
}

/// Deep nesting is a matter of the syntax, before anything is compiled.
#[test]
fn f21_a_pattern_that_is_nested_too_deep() {
    let pattern = format!("{}a{}", "(".repeat(1_000), ")".repeat(1_000));
    let parsed = flags_manifest::parse(&format!(
        "[context]\nemail = \"string\"\n[segments]\ntest = {{ email = {{ matches = '{pattern}' }} }}\n"
    ));
    let message = &parsed.diagnostics[0].message;
    assert!(
        message.contains("exceed the maximum number of nested parentheses/brackets (250)"),
        "{message}"
    );
}

#[track_caller]
fn moment(text: &str, milliseconds: Option<i64>) {
    assert_eq!(flags_manifest::milliseconds(text), milliseconds, "{text}");
}

#[test]
fn moments_are_counted_in_milliseconds() {
    moment("1970-01-01T00:00:00Z", Some(0));
    moment("1970-01-02T00:00:00Z", Some(86_400_000));
    moment("1969-12-31T23:59:59.9999Z", Some(-1));
    moment("2000-03-01T00:00:00Z", Some(951_868_800_000));
    moment("2026-12-01T10:00:00+01:00", Some(1_796_115_600_000));
    moment("2016-12-31T23:59:60Z", Some(1_483_228_800_000));
    moment("2026-12-01T10:00:00", None);
    moment("10:00:00Z", None);
    moment("soon", None);
}
