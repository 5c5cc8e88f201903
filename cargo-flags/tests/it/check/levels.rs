//! `--deny`, `--warn`, `--allow`.

use expect_test::{Expect, expect};

use crate::check::said;

/// Expired, and without an owner.
const MANIFEST: &str = "[features.a]\nexpires = 2026-01-01\n";

/// The levels of the findings by their lints, and the exit status.
#[track_caller]
fn check(arguments: &str, expected: &str, status: i32) {
    let said = said(MANIFEST, &format!("check --allow unused {arguments}"));
    let heads: Vec<&str> = (said.stdout.lines())
        .filter_map(|line| line.split_once(": feature").map(|(head, _)| head))
        .collect();
    assert_eq!((heads.join(" ").as_str(), said.status), (expected, status));
}

#[track_caller]
fn refused(arguments: &str, expected: Expect) {
    let said = said(MANIFEST, &format!("check {arguments}"));
    assert_eq!((said.stdout.as_str(), said.status), ("", 2));
    expected.assert_eq(&said.stderr);
}

#[test]
fn lints_are_warnings_which_fail_nothing() {
    check("", "warning[no-owner] warning[expired]", 0);
}

#[test]
fn a_denied_lint_is_an_error() {
    check("--deny expired", "warning[no-owner] error[expired]", 1);
    check(
        "--deny expired,no-owner",
        "error[no-owner] error[expired]",
        1,
    );
}

#[test]
fn an_allowed_lint_is_left_out() {
    check("--allow expired", "warning[no-owner]", 0);
    check("--allow all", "", 0);
}

#[test]
fn one_lint_goes_before_all() {
    check(
        "--deny all --warn no-owner",
        "warning[no-owner] error[expired]",
        1,
    );
    check("--allow all --deny expired", "error[expired]", 1);
}

#[test]
fn warnings_are_those_that_are_left() {
    check("--deny warnings --allow no-owner", "error[expired]", 1);
    check(
        "--deny warnings --warn all",
        "error[no-owner] error[expired]",
        1,
    );
}

#[test]
fn a_lint_that_there_is_not_is_refused() {
    refused(
        "--deny expird",
        expect![[r#"
        error: there is no lint `expird`
          = help: did you mean `expired`?
    "#]],
    );
    refused(
        "--warn warnings",
        expect![[r#"
        error: there is no lint `warnings`
          = help: `--warn` takes `all`, `expired`, `unused`, `no-owner`, `overdue`, `always-on`, `baseline`
    "#]],
    );
    refused(
        "--allow manifest",
        expect![[r#"
        error: `manifest` is no lint: what is wrong with a manifest does not compile, and is always an error
    "#]],
    );
}

#[test]
fn a_lint_has_one_level() {
    refused(
        "--deny expired --allow expired",
        expect![[r#"
        error: `expired` cannot be both of `--deny` and `--allow`
    "#]],
    );
}
