//! `FLAGS_…` variables. They are read once, so each test runs a child process: this test binary
//! again, with only `child` to run.

use std::process::Command;

use expect_test::{Expect, expect};
use flags_runtime::{Anonymous, MemoryProvider, Rung, allow_variables, set_provider, status};

#[path = "fixtures/shop.rs"]
mod shop;

/// Set in a child process only.
const CHILD: &str = "CHILD_OF_VARIABLES";

/// In a child process: prints what the features are.
#[test]
#[expect(
    clippy::print_stdout,
    reason = "the parent process reads it from the child's standard output"
)]
fn child() {
    let Ok(child) = std::env::var(CHILD) else {
        return;
    };
    let memory = MemoryProvider::new();
    memory.set(shop::MAX_UPLOAD_MB, 99);
    set_provider(memory);
    allow_variables(child == "allowed");
    let awesome = shop::AWESOME.evaluate_for(&Anonymous);
    let upload = shop::MAX_UPLOAD_MB.evaluate_for(&Anonymous);
    let button = shop::CHECKOUT_BUTTON.get();
    println!("<awesome {} {}", awesome.value(), awesome.reason());
    println!("<upload {} {}", upload.value(), upload.reason());
    println!("<button {button:?}");
    for step in shop::MAX_UPLOAD_MB.explain().steps() {
        if step.rung() == Rung::Variable {
            println!("<{}", step.text());
        }
    }
    for notice in status().notices() {
        println!("<{notice}");
    }
}

#[track_caller]
fn check(mode: &str, variables: &[(&str, &str)], expected: Expect) {
    let output = Command::new(std::env::current_exe().expect("a test knows its binary"))
        .args(["--exact", "child", "--nocapture"])
        .env_remove("FLAGS_ENV")
        .env(CHILD, mode)
        .envs(variables.iter().copied())
        .output()
        .expect("a test binary runs again");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("the child prints Unicode");
    let lines: Vec<_> = text
        .lines()
        .filter_map(|line| line.split_once('<').map(|(_, line)| line))
        .collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn production_unless_told_otherwise() {
    check(
        "",
        &[],
        expect![[r#"
            awesome false DEFAULT
            upload 99 STATIC
            button Red
            variable FLAGS_MAX_UPLOAD_MB is not read in production"#]],
    );
}

#[test]
fn flags_env_chooses_the_environment() {
    check(
        "",
        &[("FLAGS_ENV", "development")],
        expect![[r#"
            awesome true DEFAULT
            upload 99 STATIC
            button Red
            variable FLAGS_MAX_UPLOAD_MB says nothing"#]],
    );
}

#[test]
fn an_unknown_flags_env_is_reported() {
    check(
        "",
        &[("FLAGS_ENV", "prod")],
        expect![[r#"
            awesome false DEFAULT
            upload 99 STATIC
            button Red
            variable FLAGS_MAX_UPLOAD_MB is not read in production
            registry `shop` has no environment `prod` (it has `development`, `testing`, `staging`, `production`); production is used"#]],
    );
}

#[test]
fn a_variable_comes_before_the_provider_in_development() {
    check(
        "",
        &[
            ("FLAGS_ENV", "development"),
            ("FLAGS_ENABLE_AWESOME_TEXT_FEATURE", "off"),
            ("FLAGS_MAX_UPLOAD_MB", "7"),
            ("FLAGS_CHECKOUT_BUTTON", "blue"),
        ],
        expect![[r#"
            awesome false OVERRIDE
            upload 7 OVERRIDE
            button Blue
            variable FLAGS_MAX_UPLOAD_MB says 7"#]],
    );
}

#[test]
fn a_variable_is_ignored_in_production_and_that_is_said() {
    check(
        "",
        &[("FLAGS_MAX_UPLOAD_MB", "7")],
        expect![[r#"
            awesome false DEFAULT
            upload 99 STATIC
            button Red
            variable `FLAGS_MAX_UPLOAD_MB` is ignored: variables are read in development and testing only, unless the program calls `allow_variables`
            `FLAGS_MAX_UPLOAD_MB` is ignored: variables are read in development and testing only, unless the program calls `allow_variables`"#]],
    );
}

#[test]
fn a_variable_is_read_everywhere_where_the_program_allows_it() {
    check(
        "allowed",
        &[("FLAGS_MAX_UPLOAD_MB", "7")],
        expect![[r#"
            awesome false DEFAULT
            upload 7 OVERRIDE
            button Red
            variable FLAGS_MAX_UPLOAD_MB says 7"#]],
    );
}

#[test]
fn a_variable_that_does_not_fit_is_ignored_and_that_is_said() {
    check(
        "",
        &[
            ("FLAGS_ENV", "testing"),
            ("FLAGS_ENABLE_AWESOME_TEXT_FEATURE", "maybe"),
            ("FLAGS_MAX_UPLOAD_MB", "501"),
            ("FLAGS_CHECKOUT_BUTTON", "purple"),
            ("FLAGS_SEARCH_LIMITS", "{}"),
            ("FLAGS_NEW_KERNEL", "false"),
        ],
        expect![[r#"
            awesome false DEFAULT
            upload 99 STATIC
            button Red
            variable `FLAGS_MAX_UPLOAD_MB` is ignored: feature `max_upload_mb` must be an integer from 1 to 500, found 501
            `FLAGS_ENABLE_AWESOME_TEXT_FEATURE` is ignored: it must be `true` or `false` (also 1, 0, on, off, yes, no), found `maybe`
            `FLAGS_CHECKOUT_BUTTON` is ignored: it must be one of `red`, `green`, `blue`, found `purple`
            `FLAGS_MAX_UPLOAD_MB` is ignored: feature `max_upload_mb` must be an integer from 1 to 500, found 501
            `FLAGS_SEARCH_LIMITS` is ignored: a table cannot be set by an environment variable; use a state file
            feature `new_kernel` of registry `shop` is frozen, decided at build; what FLAGS_NEW_KERNEL says of it is ignored"#]],
    );
}
