//! Lints that go by the day, which is 2026-11-22.

use expect_test::expect;

use crate::check::{counts, lint};

#[test]
fn the_day_that_expires_names_is_still_fine() {
    for (day, expected) in [
        ("2026-11-23", "no errors, no warnings"),
        ("2026-11-22", "no errors, no warnings"),
        ("2026-11-21", "1 warning"),
    ] {
        counts(
            "expired",
            &format!("[features.a]\nexpires = {day}\n"),
            expected,
        );
    }
}

#[test]
fn an_expired_feature_is_told_with_its_day() {
    lint(
        "expired",
        "[features.a]\nexpires = 2026-11-21\n\n[features.b]\nexpires = 2025-11-22\n",
        expect![[r#"
            warning[expired]: feature `a` expired on 2026-11-21, yesterday
             --> features.toml:2:11
              |
            2 | expires = 2026-11-21
              |           ^^^^^^^^^^
              |
              = help: `cargo flags retire a --keep VALUE` takes it out of the code, or agree on a later day

            warning[expired]: feature `b` expired on 2025-11-22, 365 days ago
             --> features.toml:5:11
              |
            5 | expires = 2025-11-22
              |           ^^^^^^^^^^
              |
              = help: `cargo flags retire b --keep VALUE` takes it out of the code, or agree on a later day

            2 warnings in 1 manifest
        "#]],
    );
}

#[test]
fn what_to_keep_of_an_expired_feature_is_said_where_it_is_one_value() {
    lint(
        "expired",
        "[features.a]\nexpires = 2026-01-01\nrules = [{ rollout = 25 }]\n",
        expect![[r#"
            warning[expired]: feature `a` expired on 2026-01-01, 325 days ago
             --> features.toml:2:11
              |
            2 | expires = 2026-01-01
              |           ^^^^^^^^^^
              |
              = help: `cargo flags retire a --keep VALUE` takes it out of the code, or agree on a later day

            1 warning in 1 manifest
        "#]],
    );
}

/// 90 days before 2026-11-22 are 21 of November, 31 of October, 30 of September and 8 of August:
/// 2026-08-24.
#[test]
fn a_feature_may_be_as_many_days_old_as_max_age_says() {
    for (day, expected) in [
        ("2026-08-25", "no errors, no warnings"),
        ("2026-08-24", "no errors, no warnings"),
        ("2026-08-23", "1 warning"),
    ] {
        let manifest = format!(
            "[policy]\nmax-age = {{ release = 90 }}\n[features.a]\nkind = 'release'\ncreated = {day}\n"
        );
        counts("overdue", &manifest, expected);
    }
}

#[test]
fn an_overdue_feature_is_told_with_its_age() {
    lint(
        "overdue",
        "[policy]\nmax-age = { release = 90 }\n[features.a]\nkind = 'release'\ncreated = 2026-08-23\n",
        expect![[r#"
            warning[overdue]: feature `a` is 91 days old, and `max-age` allows 90 for kind `release`
             --> features.toml:5:11
              |
            5 | created = 2026-08-23
              |           ^^^^^^^^^^
              |
              = help: `cargo flags retire a --keep VALUE` takes it out of the code

            1 warning in 1 manifest
        "#]],
    );
}

#[test]
fn a_kind_without_a_max_age_is_never_overdue() {
    let manifest = "[policy]\nmax-age = { release = 90 }\n\
                    [features.a]\nkind = 'ops'\ncreated = 2020-01-01\n\
                    [features.b]\ncreated = 2020-01-01\n";
    counts("overdue", manifest, "no errors, no warnings");
}

#[test]
fn a_feature_without_created_cannot_hide_its_age() {
    lint(
        "overdue",
        "[policy]\nmax-age = { experiment = 40 }\n[features.a]\nkind = 'experiment'\n",
        expect![[r#"
            warning[overdue]: feature `a` has no `created`, which the `max-age` of kind `experiment` is counted from
             --> features.toml:3:11
              |
            3 | [features.a]
              |           ^
              |
              = help: write down when it was declared; `git blame` knows

            1 warning in 1 manifest
        "#]],
    );
}
