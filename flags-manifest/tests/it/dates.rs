//! Days.

use expect_test::expect;

use crate::report::check;

#[test]
fn expires_before_created() {
    check(
        r#"
[features.a]
created = 2026-11-01
expires = 2026-10-31
"#,
        expect![[r#"
            feature `a`: `expires` must not be before `created`
             --> features.toml:4:11
              |
            4 | expires = 2026-10-31
              |           ^^^^^^^^^^"#]],
    );
}

#[test]
fn expires_on_the_day_of_creation_is_fine() {
    check(
        r#"
[features.a]
created = 2026-11-01
expires = 2026-11-01
"#,
        expect![[""]],
    );
}

#[test]
fn f11_in_quotes() {
    check(
        r#"
[features.a]
expires = "2027-06-30"
"#,
        expect![[r#"
            feature `a`: `expires` must be a date such as 2027-06-30, found a string
             --> features.toml:3:11
              |
            3 | expires = "2027-06-30"
              |           ^^^^^^^^^^^^
              = help: write it without quotes: 2027-06-30"#]],
    );
}

#[test]
fn f11_of_text_that_is_no_date() {
    check(
        r#"
[features.a]
expires = "next summer"
created = "2026-13-01"
"#,
        expect![[r#"
            feature `a`: `expires` must be a date such as 2027-06-30, found a string
             --> features.toml:3:11
              |
            3 | expires = "next summer"
              |           ^^^^^^^^^^^^^

            feature `a`: `created` must be a date such as 2027-06-30, found a string
             --> features.toml:4:11
              |
            4 | created = "2026-13-01"
              |           ^^^^^^^^^^^^"#]],
    );
}

#[test]
fn f11_day_that_does_not_exist() {
    check(
        r#"
[features.a]
expires = 2027-02-30
"#,
        expect![[r#"
            TOML syntax: invalid date, expected day between 01 and 28
             --> features.toml:3:11
              |
            3 | expires = 2027-02-30
              |           ^^^^^^^^^^"#]],
    );
}

#[test]
fn f11_with_a_time() {
    check(
        r#"
[features.a]
expires = 2027-06-30T12:00:00Z
created = 2026-06-30T12:00:00
"#,
        expect![[r#"
            feature `a`: `expires` must be a date such as 2027-06-30, found a date-time
             --> features.toml:3:11
              |
            3 | expires = 2027-06-30T12:00:00Z
              |           ^^^^^^^^^^^^^^^^^^^^

            feature `a`: `created` must be a date such as 2027-06-30, found a date-time without an offset
             --> features.toml:4:11
              |
            4 | created = 2026-06-30T12:00:00
              |           ^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn f11_number() {
    check(
        r#"
[features.a]
expires = 20270630
created = 12:00:00
"#,
        expect![[r#"
            feature `a`: `expires` must be a date such as 2027-06-30, found an integer
             --> features.toml:3:11
              |
            3 | expires = 20270630
              |           ^^^^^^^^

            feature `a`: `created` must be a date such as 2027-06-30, found a time
             --> features.toml:4:11
              |
            4 | created = 12:00:00
              |           ^^^^^^^^"#]],
    );
}
