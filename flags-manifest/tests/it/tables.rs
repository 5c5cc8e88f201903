//! Defaults that are tables.

use expect_test::expect;

use crate::report::check;

#[test]
fn empty_table() {
    check(
        r#"
[features.a]
default = {}
"#,
        expect![[r#"
            feature `a`: `default` must not be an empty table
             --> features.toml:3:11
              |
            3 | default = {}
              |           ^^"#]],
    );
}

#[test]
fn empty_list() {
    check(
        r#"
[features.a]
default = { hosts = [] }
"#,
        expect![[r#"
            feature `a`: `default.hosts` must not be an empty list, since its type would be unknown
             --> features.toml:3:21
              |
            3 | default = { hosts = [] }
              |                     ^^"#]],
    );
}

#[test]
fn mixed_list() {
    check(
        r#"
[features.a]
default = { hosts = ["a", 1] }
"#,
        expect![[r#"
            feature `a`: `default.hosts` must be a list of one type, found an integer after a string
             --> features.toml:3:27
              |
            3 | default = { hosts = ["a", 1] }
              |                           ^"#]],
    );
}

#[test]
fn list_of_tables() {
    check(
        r#"
[features.a]
default = { hosts = [{ name = "a" }] }
"#,
        expect![[r#"
            feature `a`: `default.hosts` must be a list of booleans, integers, floats or strings, found a table in it
             --> features.toml:3:22
              |
            3 | default = { hosts = [{ name = "a" }] }
              |                      ^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn integers_among_floats_are_fine() {
    check(
        r#"
[features.a]
default = { weights = [1, 0.5] }
"#,
        expect![[""]],
    );
}

#[test]
fn date_in_a_table() {
    check(
        r#"
[features.a]
default = { since = 2026-01-01 }
"#,
        expect![[r#"
            feature `a`: `default.since` must be a boolean, an integer, a float, a string, a list of these or a table, found a date
             --> features.toml:3:21
              |
            3 | default = { since = 2026-01-01 }
              |                     ^^^^^^^^^^
              = help: quote it to make it a string"#]],
    );
}

#[test]
fn field_names() {
    check(
        r#"
[features.a]
default = { self = 1, type = 2, "two words" = 3, "" = 4, "1st" = 5 }
"#,
        expect![[r#"
            feature `a`: `default.self` is a keyword that no field can be named after
             --> features.toml:3:13
              |
            3 | default = { self = 1, type = 2, "two words" = 3, "" = 4, "1st" = 5 }
              |             ^^^^

            feature `a`: `default.two words` has a character other than letters from `a` to `z`, digits, `-`, `_` and `.`, so no field can be named after it
             --> features.toml:3:33
              |
            3 | default = { self = 1, type = 2, "two words" = 3, "" = 4, "1st" = 5 }
              |                                 ^^^^^^^^^^^

            feature `a`: `default.""` is empty, so no field can be named after it
             --> features.toml:3:50
              |
            3 | default = { self = 1, type = 2, "two words" = 3, "" = 4, "1st" = 5 }
              |                                                  ^^

            feature `a`: `default.1st` does not begin with a letter from `a` to `z`, so no field can be named after it
             --> features.toml:3:58
              |
            3 | default = { self = 1, type = 2, "two words" = 3, "" = 4, "1st" = 5 }
              |                                                          ^^^^^"#]],
    );
}

#[test]
fn two_fields_with_one_name() {
    check(
        r#"
[features.a]
default = { max-results = 1, max_results = 2 }
"#,
        expect![[r#"
            feature `a`: `default.max_results` and `max-results` would both be the field `max_results`
             --> features.toml:3:30
              |
            3 | default = { max-results = 1, max_results = 2 }
              |                              ^^^^^^^^^^^"#]],
    );
}

#[test]
fn nested_too_deep() {
    check(
        r#"
[features.a]
default.b.c.d.e.f.g.h.i.j = 1
"#,
        expect![[r#"
            feature `a`: `default.b.c.d.e.f.g.h.i`: tables may be nested 8 deep at most
             --> features.toml:3:23
              |
            3 | default.b.c.d.e.f.g.h.i.j = 1
              |                       ^"#]],
    );
}

#[test]
fn nested_as_deep_as_allowed() {
    check(
        r#"
[features.a]
default.b.c.d.e.f.g.h.i = 1
"#,
        expect![[""]],
    );
}

#[test]
fn environment_with_other_fields() {
    check(
        r#"
[features.a]
default = { max_results = 50, timeout_ms = 200 }
environments.development = { default = { max_result = 5, timeout_ms = "fast" } }
"#,
        expect![[r#"
            feature `a`: `environments.development.default`: unknown field `max_result`, expected `max_results` or `timeout_ms`
             --> features.toml:4:42
              |
            4 | environments.development = { default = { max_result = 5, timeout_ms = "fast" } }
              |                                          ^^^^^^^^^^
              = help: did you mean `max_results`?

            feature `a`: `environments.development.default.timeout_ms` must be an integer, found a string
             --> features.toml:4:71
              |
            4 | environments.development = { default = { max_result = 5, timeout_ms = "fast" } }
              |                                                                       ^^^^^^"#]],
    );
}

#[test]
fn environment_without_the_long_form() {
    check(
        r#"
[features.a]
default = { max_results = 50, timeout_ms = 200 }
environments.development = { max_results = 5, timeout_ms = 20 }
"#,
        expect![[r#"
            feature `a`: `environments.development`: unknown key `max_results`, expected `default` or `rules`, since a table here is the long form
             --> features.toml:4:30
              |
            4 | environments.development = { max_results = 5, timeout_ms = 20 }
              |                              ^^^^^^^^^^^
              = help: put the value into `default = { … }`

            feature `a`: `environments.development`: unknown key `timeout_ms`, expected `default` or `rules`, since a table here is the long form
             --> features.toml:4:47
              |
            4 | environments.development = { max_results = 5, timeout_ms = 20 }
              |                                               ^^^^^^^^^^
              = help: put the value into `default = { … }`"#]],
    );
}

#[test]
fn environment_that_is_no_table() {
    check(
        r#"
[features.a]
default = { max_results = 50 }
environments.development = 50
"#,
        expect![[r#"
            feature `a`: `environments.development` must be a table, found an integer
             --> features.toml:4:28
              |
            4 | environments.development = 50
              |                            ^^"#]],
    );
}
