//! Whole expansions. A few: each is read when it changes.

use std::path::PathBuf;

use expect_test::{ExpectFile, expect_file};
use flags_build::{Location, Options, Request, Source, expand};
use flags_manifest::model::Date;

const NAME: &str = "features.toml";

fn source(text: &str) -> Source {
    Source {
        text: text.to_owned(),
        fingerprint: 0x0123_4567_89ab_cdef,
        location: Location::Package,
        file: PathBuf::from("/shop").join(NAME),
    }
}

fn options(request: Request) -> Options {
    Options {
        request,
        package: "shop".to_owned(),
        today: Date {
            year: 2026,
            month: 11,
            day: 22,
        },
        location: Location::Package,
    }
}

#[track_caller]
fn check(text: &str, request: Request, expected: ExpectFile) {
    let expansion = expand(&source(text), &options(request));
    assert_eq!(expansion.error, None);
    expected.assert_eq(&expansion.code());
}

#[test]
fn a_boolean_with_everything_that_is_said_about_it() {
    check(
        r#"
[features.enable_awesome_text_feature]
description = """
Shows the awesome text.

  On the home page, \u202Eexactly."""
owner = "web"
kind = "release"
created = 2026-01-01
expires = 2026-06-30
issue = "WEB-12"
constant = "SHOW_AWESOME_TEXT_FEATURE"
provider-key = "awesome"
environments.development = true
needs = ["!maintenance"]

[features.maintenance]
kind = "ops"
"#,
        Request::default(),
        expect_file!["golden/boolean.rs"],
    );
}

#[test]
fn variants_and_a_frozen_feature() {
    check(
        r#"
[features.checkout_button]
variants = ["red", "dark-blue"]
default = "dark-blue"
environments.testing = "red"

[features.theme]
variants = ["light", "dark"]
default = "dark"
frozen = true
"#,
        Request::default(),
        expect_file!["golden/variants.rs"],
    );
}

#[test]
fn numbers_text_and_a_table() {
    check(
        r#"
[features.max_upload_mb]
default = 25
range = [1, 500]

[features.ratio]
default = 0.5
range = [0.0, 1.0]

[features.greeting]
default = "say \"hello\""

[features.search_limits]
default = { max_results = 50, type = "x", tags = ["a", "b"], inner = { ratio = 0.5, on = true } }
"#,
        Request::default(),
        expect_file!["golden/values.rs"],
    );
}

#[test]
fn a_retired_feature_and_another_facade() {
    check(
        r#"
[registry]
name = "cellar"

[retired]
power_peg = { on = 2026-03-01, value = true, reason = "rolled {out}" }
old_colour = { on = 2026-03-01, value = "b", variants = ["a", "b"] }
"#,
        Request {
            visibility: "pub".to_owned(),
            crate_path: "my_facade".to_owned(),
            ..Request::default()
        },
        expect_file!["golden/retired.rs"],
    );
}

#[test]
fn findings_leave_the_usable_features() {
    let text = "[features.new_checkout]\ndefault = 2026-01-01\n[features.maintenance]\n";
    let expansion = expand(&source(text), &options(Request::default()));
    let error = expansion.error.as_deref().expect("a date is no default");
    assert!(error.contains("features.toml:2:11"), "{error}");
    assert!(expansion.code().contains("const NEW_CHECKOUT:"));
    assert!(expansion.code().contains("const MAINTENANCE:"));
}

#[test]
fn findings_are_sorted_by_line() {
    let text = "[features.a]\nrules = [{ serve = 1 }]\n[features.b]\ncolour = 1\n\
                [features.c]\nrules = [{ when = { segment = \"staff\" }, serve = true }]\n";
    let expansion = expand(&source(text), &options(Request::default()));
    let error = expansion.error.expect("rules are refused");
    let lines: Vec<_> = error
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--> features.toml:"))
        .collect();
    assert_eq!(lines, ["2:20", "4:1", "6:31"]);
}

#[test]
fn a_context_segments_and_rules() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro", "big-enterprise"]
app_version = "semver"
seats = "integer"
score = "float"
joined = "datetime"
tags = "strings"
email = { type = "string", private = true }

[segments]
staff = { is_staff = true }
beta = { any = [{ segment = "staff" }, { country = ["DE", "AT"], plan = "pro" }] }
trusted = { all = [{ score = { gte = 0.5 } }], none = [{ tags = "banned" }, { seats = { lt = -1 } }] }

[features.crazy]
rules = [
  { when = { segment = "staff" }, serve = true },
  { when = { country = ["DE"], app_version = { semver = ">=2.1" } }, rollout = 25 },
  { rollout = 12.5, by = "country", salt = "autumn" },
  { ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00+01:00, start = 0, end = 100 } },
]
environments.testing = { rules = [{ serve = true }] }
environments.staging = { rules = [], default = true }

[features.button]
variants = ["red", "green", "blue"]
default = "red"
rules = [
  { when = { plan = { not = "big-enterprise" } }, split = { red = 50, green = 25, blue = 25 } },
  { rollout = 0.125, value = "blue" },
]

[features.limits]
default = { max = 50, label = "x" }
rules = [
  { when = { joined = { before = 2026-12-01T09:00:00Z, exists = true } }, serve = { max = 1, label = "y" } },
  { when = { email = { starts-with = "qa-", ends-with = ["@a.example", "@b.example"], contains = "+" } }, serve = { max = 2, label = "z" } },
]
"#,
        Request::default(),
        expect_file!["golden/rules.rs"],
    );
}
