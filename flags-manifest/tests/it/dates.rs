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
fn f11_day_that_does_not_exist_is_a_finding_among_others() {
    check(
        r#"
[features.a]
created = 2026-02-30
defualt = true
expires = 2026-13-01
[features."2fa"]
[retired]
power_peg = { on = 2025-02-29, value = true }
"#,
        expect![[r#"
            feature `a`: `created` is no day of the calendar: February 2026 has 28 days
             --> features.toml:3:11
              |
            3 | created = 2026-02-30
              |           ^^^^^^^^^^

            feature `a`: unknown key `defualt`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
             --> features.toml:4:1
              |
            4 | defualt = true
              | ^^^^^^^
              = help: did you mean `default`?

            feature `a`: `expires` is no day of the calendar: its months are 01 to 12
             --> features.toml:5:11
              |
            5 | expires = 2026-13-01
              |           ^^^^^^^^^^

            feature `2fa`: the key does not begin with a letter from `a` to `z`, so nothing can be named after it
             --> features.toml:6:11
              |
            6 | [features."2fa"]
              |           ^^^^^

            retired feature `power_peg`: `on` is no day of the calendar: February 2025 has 28 days
             --> features.toml:8:20
              |
            8 | power_peg = { on = 2025-02-29, value = true }
              |                    ^^^^^^^^^^"#]],
    );
}

#[test]
fn f11_leap_days_exist() {
    check(
        r#"
[features.a]
created = 2024-02-29
expires = 2400-02-29
[features.b]
expires = 2100-02-29
"#,
        expect![[r#"
            feature `b`: `expires` is no day of the calendar: February 2100 has 28 days
             --> features.toml:6:11
              |
            6 | expires = 2100-02-29
              |           ^^^^^^^^^^"#]],
    );
}

#[test]
fn f11_days_and_months_begin_with_01() {
    check(
        r#"
[features.a]
created = 2026-00-10
expires = 2026-04-00
[features.b]
created = 2026-04-31
"#,
        expect![[r#"
            feature `a`: `created` is no day of the calendar: its months are 01 to 12
             --> features.toml:3:11
              |
            3 | created = 2026-00-10
              |           ^^^^^^^^^^

            feature `a`: `expires` is no day of the calendar: its days begin with 01
             --> features.toml:4:11
              |
            4 | expires = 2026-04-00
              |           ^^^^^^^^^^

            feature `b`: `created` is no day of the calendar: April 2026 has 30 days
             --> features.toml:6:11
              |
            6 | created = 2026-04-31
              |           ^^^^^^^^^^"#]],
    );
}

#[test]
fn f11_wrong_date_is_not_compared() {
    check(
        r#"
[features.a]
created = 2027-06-31
expires = 2026-06-30
"#,
        expect![[r#"
            feature `a`: `created` is no day of the calendar: June 2027 has 30 days
             --> features.toml:3:11
              |
            3 | created = 2027-06-31
              |           ^^^^^^^^^^"#]],
    );
}

#[test]
fn f11_date_in_another_order_or_without_its_zeros() {
    check(
        r#"
[features.a]
created = 2026-2-1
expires = 30-06-2027
[features.b]
created = 06-07-2027
"#,
        expect![[r#"
            feature `a`: `created` is an invalid date, expected a two-digit month (MM)
             --> features.toml:3:11
              |
            3 | created = 2026-2-1
              |           ^^^^^^^^
              = help: write 2026-02-01

            feature `a`: `expires` is an invalid date, expected a four-digit year (YYYY)
             --> features.toml:4:11
              |
            4 | expires = 30-06-2027
              |           ^^^^^^^^^^
              = help: write 2027-06-30

            feature `b`: `created` is an invalid date, expected a four-digit year (YYYY)
             --> features.toml:6:11
              |
            6 | created = 06-07-2027
              |           ^^^^^^^^^^"#]],
    );
}

#[test]
fn f11_time_that_does_not_exist() {
    check(
        r#"
[context]
joined = "datetime"
[features.a]
rules = [{ when = { joined = { before = 2026-12-01T24:00:00Z } }, serve = true }]
"#,
        expect![[r#"
            feature `a`: `rules.when.joined.before` is an invalid time, expected hour between 00 and 23
             --> features.toml:5:41
              |
            5 | rules = [{ when = { joined = { before = 2026-12-01T24:00:00Z } }, serve = true }]
              |                                         ^^^^^^^^^^^^^^^^^^^^"#]],
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
