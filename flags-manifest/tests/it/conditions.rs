//! Conditions and matchers.

use expect_test::expect;

use crate::report::check;

#[test]
fn unknown_attribute() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
born = "datetime"
tags = "strings"
[segments]
staff = { is_staff = true }
test = { contry = "DE" }
"#,
        expect![[r#"
            segment `test`: `contry` is no attribute of `[context]` (there are `app_version`, `born`, `country`, `is_staff`, `plan`, `score`, `seats` and `tags`)
              --> features.toml:13:10
               |
            13 | test = { contry = "DE" }
               |          ^^^^^^
               = help: did you mean `country`?"#]],
    );
}

#[test]
fn unknown_attribute_where_none_is_declared() {
    check(
        r#"
[segments]
a = { country = "DE" }
"#,
        expect![[r#"
            segment `a`: `country` is no attribute of `[context]`
             --> features.toml:3:7
              |
            3 | a = { country = "DE" }
              |       ^^^^^^^"#]],
    );
}

#[test]
fn f11_wrong_type_of_value() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
born = "datetime"
tags = "strings"
[segments]
staff = { is_staff = true }
test = { is_staff = "yes", country = 5, plan = "por", app_version = 2, seats = "5", score = "high", born = 2026, tags = 5 }
"#,
        expect![[r#"
            segment `test`: `is_staff` must be a boolean, found a string
              --> features.toml:13:21
               |
            13 | test = { is_staff = "yes", country = 5, plan = "por", app_version = 2, seats = "5", score = "high", born = 2026, tags = …
               |                     ^^^^^

            segment `test`: `country` must be a string, found an integer
              --> features.toml:13:38
               |
            13 | test = { is_staff = "yes", country = 5, plan = "por", app_version = 2, seats = "5", score = "high", born = 2026, tags = …
               |                                      ^

            segment `test`: `plan` must be `free` or `pro`, found `por`
              --> features.toml:13:48
               |
            13 | …t = { is_staff = "yes", country = 5, plan = "por", app_version = 2, seats = "5", score = "high", born = 2026, tags = 5 }
               |                                              ^^^^^
               = help: did you mean `pro`?

            segment `test`: `app_version` must be a string, found an integer
              --> features.toml:13:69
               |
            13 | …t = { is_staff = "yes", country = 5, plan = "por", app_version = 2, seats = "5", score = "high", born = 2026, tags = 5 }
               |                                                                   ^

            segment `test`: `seats` must be an integer, found a string
              --> features.toml:13:80
               |
            13 | …t = { is_staff = "yes", country = 5, plan = "por", app_version = 2, seats = "5", score = "high", born = 2026, tags = 5 }
               |                                                                              ^^^

            segment `test`: `score` must be a float, found a string
              --> features.toml:13:93
               |
            13 | …t = { is_staff = "yes", country = 5, plan = "por", app_version = 2, seats = "5", score = "high", born = 2026, tags = 5 }
               |                                                                                           ^^^^^^

            segment `test`: `born` must be a date-time with an offset, found an integer
              --> features.toml:13:108
               |
            13 | …t = { is_staff = "yes", country = 5, plan = "por", app_version = 2, seats = "5", score = "high", born = 2026, tags = 5 }
               |                                                                                                          ^^^^
               = help: write it such as 2026-12-01T09:00:00Z

            segment `test`: `tags` must be a string, found an integer
              --> features.toml:13:121
               |
            13 | …t = { is_staff = "yes", country = 5, plan = "por", app_version = 2, seats = "5", score = "high", born = 2026, tags = 5 }
               |                                                                                                                       ^"#]],
    );
}

#[test]
fn wrong_type_in_a_list() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
born = "datetime"
tags = "strings"
[segments]
staff = { is_staff = true }
test = { country = ["DE", 5], plan = ["free", "gold"] }
"#,
        expect![[r#"
            segment `test`: `country`: each entry must be a string, found an integer
              --> features.toml:13:27
               |
            13 | test = { country = ["DE", 5], plan = ["free", "gold"] }
               |                           ^

            segment `test`: `plan`: each entry must be `free` or `pro`, found `gold`
              --> features.toml:13:47
               |
            13 | test = { country = ["DE", 5], plan = ["free", "gold"] }
               |                                               ^^^^^^"#]],
    );
}

#[test]
fn empty_lists() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
born = "datetime"
tags = "strings"
[segments]
staff = { is_staff = true }
test = { country = [], plan = { not-in = [] }, any = [], all = [], none = [], tags = { not = [] } }
"#,
        expect![[r#"
            segment `test`: `country` must not be an empty list
              --> features.toml:13:20
               |
            13 | test = { country = [], plan = { not-in = [] }, any = [], all = [], none = [], tags = { not = [] } }
               |                    ^^

            segment `test`: `plan.not-in` must not be an empty list
              --> features.toml:13:42
               |
            13 | test = { country = [], plan = { not-in = [] }, any = [], all = [], none = [], tags = { not = [] } }
               |                                          ^^

            segment `test`: `any` must not be an empty list
              --> features.toml:13:54
               |
            13 | test = { country = [], plan = { not-in = [] }, any = [], all = [], none = [], tags = { not = [] } }
               |                                                      ^^

            segment `test`: `all` must not be an empty list
              --> features.toml:13:64
               |
            13 | test = { country = [], plan = { not-in = [] }, any = [], all = [], none = [], tags = { not = [] } }
               |                                                                ^^

            segment `test`: `none` must not be an empty list
              --> features.toml:13:75
               |
            13 | test = { country = [], plan = { not-in = [] }, any = [], all = [], none = [], tags = { not = [] } }
               |                                                                           ^^

            segment `test`: `tags.not` must not be an empty list
              --> features.toml:13:94
               |
            13 | test = { country = [], plan = { not-in = [] }, any = [], all = [], none = [], tags = { not = [] } }
               |                                                                                              ^^"#]],
    );
}

#[test]
fn empty_tables() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
born = "datetime"
tags = "strings"
[segments]
staff = { is_staff = true }
test = { country = {}, any = [{}], plan = { not = {} } }
"#,
        expect![[r#"
            segment `test`: `country` must not be an empty table
              --> features.toml:13:20
               |
            13 | test = { country = {}, any = [{}], plan = { not = {} } }
               |                    ^^

            segment `test`: `any`: condition 1 must not be an empty condition
              --> features.toml:13:31
               |
            13 | test = { country = {}, any = [{}], plan = { not = {} } }
               |                               ^^

            segment `test`: `plan.not` must not be an empty table
              --> features.toml:13:51
               |
            13 | test = { country = {}, any = [{}], plan = { not = {} } }
               |                                                   ^^"#]],
    );
}

#[test]
fn unknown_operator() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
born = "datetime"
tags = "strings"
[segments]
staff = { is_staff = true }
test = { country = { start-with = "D" }, seats = { above = 5 } }
"#,
        expect![[r#"
            segment `test`: `country`: unknown operator `start-with`, expected `starts-with`, `ends-with`, `contains`, `matches`, `not`, `not-in` or `exists`
              --> features.toml:13:22
               |
            13 | test = { country = { start-with = "D" }, seats = { above = 5 } }
               |                      ^^^^^^^^^^
               = help: did you mean `starts-with`?

            segment `test`: `seats`: unknown operator `above`, expected `gt`, `gte`, `lt`, `lte`, `not`, `not-in` or `exists`
              --> features.toml:13:52
               |
            13 | test = { country = { start-with = "D" }, seats = { above = 5 } }
               |                                                    ^^^^^"#]],
    );
}

#[test]
fn operator_of_another_type() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
born = "datetime"
tags = "strings"
[segments]
staff = { is_staff = true }
test = { country = { gt = 5 }, seats = { starts-with = "5" }, app_version = { gte = "2.1" }, born = { lt = 2026-01-01T00:00:00Z }, tags = { contains = "x" }, plan = { matches = "p.*" }, is_staff = { semver = "1" } }
"#,
        expect![[r#"
            segment `test`: `country`: the operator `gt` does not apply to a string, expected `starts-with`, `ends-with`, `contains`, `matches`, `not`, `not-in` or `exists`
              --> features.toml:13:22
               |
            13 | test = { country = { gt = 5 }, seats = { starts-with = "5" }, app_version = { gte = "2.1" }, born = { lt = 2026-01-01T00…
               |                      ^^

            segment `test`: `seats`: the operator `starts-with` does not apply to an integer, expected `gt`, `gte`, `lt`, `lte`, `not`, `not-in` or `exists`
              --> features.toml:13:42
               |
            13 | …est = { country = { gt = 5 }, seats = { starts-with = "5" }, app_version = { gte = "2.1" }, born = { lt = 2026-01-01T00:…
               |                                          ^^^^^^^^^^^

            segment `test`: `app_version`: the operator `gte` does not apply to a version, expected `semver`, `not`, `not-in` or `exists`
              --> features.toml:13:79
               |
            13 | … { starts-with = "5" }, app_version = { gte = "2.1" }, born = { lt = 2026-01-01T00:00:00Z }, tags = { contains = "x" }, …
               |                                          ^^^

            segment `test`: `born`: the operator `lt` does not apply to a date-time, expected `before`, `after`, `not`, `not-in` or `exists`
              --> features.toml:13:103
               |
            13 | …app_version = { gte = "2.1" }, born = { lt = 2026-01-01T00:00:00Z }, tags = { contains = "x" }, plan = { matches = "p.*"…
               |                                          ^^

            segment `test`: `tags`: the operator `contains` does not apply to a list of strings, expected `not`, `not-in` or `exists`
              --> features.toml:13:141
               |
            13 | …rn = { lt = 2026-01-01T00:00:00Z }, tags = { contains = "x" }, plan = { matches = "p.*" }, is_staff = { semver = "1" } }
               |                                               ^^^^^^^^

            segment `test`: `plan`: the operator `matches` does not apply to a closed set, expected `not`, `not-in` or `exists`
              --> features.toml:13:168
               |
            13 | …rn = { lt = 2026-01-01T00:00:00Z }, tags = { contains = "x" }, plan = { matches = "p.*" }, is_staff = { semver = "1" } }
               |                                                                          ^^^^^^^

            segment `test`: `is_staff`: the operator `semver` does not apply to a boolean, expected `not`, `not-in` or `exists`
              --> features.toml:13:200
               |
            13 | …rn = { lt = 2026-01-01T00:00:00Z }, tags = { contains = "x" }, plan = { matches = "p.*" }, is_staff = { semver = "1" } }
               |                                                                                                          ^^^^^^"#]],
    );
}

#[test]
fn wrong_operand() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
born = "datetime"
tags = "strings"
[segments]
staff = { is_staff = true }
test = { country = { starts-with = 5, contains = ["a", 1], matches = "", exists = "yes", not-in = "DE" }, seats = { gt = "5" }, app_version = { semver = 2.1 } }
"#,
        expect![[r#"
            segment `test`: `country.starts-with` must be a string, found an integer
              --> features.toml:13:36
               |
            13 | test = { country = { starts-with = 5, contains = ["a", 1], matches = "", exists = "yes", not-in = "DE" }, seats = { gt =…
               |                                    ^

            segment `test`: `country.contains`: each entry must be a string, found an integer
              --> features.toml:13:56
               |
            13 | …y = { starts-with = 5, contains = ["a", 1], matches = "", exists = "yes", not-in = "DE" }, seats = { gt = "5" }, app_ver…
               |                                          ^

            segment `test`: `country.matches` must not be empty
              --> features.toml:13:70
               |
            13 | …ith = 5, contains = ["a", 1], matches = "", exists = "yes", not-in = "DE" }, seats = { gt = "5" }, app_version = { semve…
               |                                          ^^

            segment `test`: `country.exists` must be `true` or `false`, found a string
              --> features.toml:13:83
               |
            13 | …ntains = ["a", 1], matches = "", exists = "yes", not-in = "DE" }, seats = { gt = "5" }, app_version = { semver = 2.1 } }
               |                                            ^^^^^

            segment `test`: `country.not-in` must be a list, found a string
              --> features.toml:13:99
               |
            13 | …ntains = ["a", 1], matches = "", exists = "yes", not-in = "DE" }, seats = { gt = "5" }, app_version = { semver = 2.1 } }
               |                                                            ^^^^

            segment `test`: `seats.gt` must be an integer, found a string
              --> features.toml:13:122
               |
            13 | …ntains = ["a", 1], matches = "", exists = "yes", not-in = "DE" }, seats = { gt = "5" }, app_version = { semver = 2.1 } }
               |                                                                                   ^^^

            segment `test`: `app_version.semver` must be a string, found a float
              --> features.toml:13:154
               |
            13 | …ntains = ["a", 1], matches = "", exists = "yes", not-in = "DE" }, seats = { gt = "5" }, app_version = { semver = 2.1 } }
               |                                                                                                                   ^^^"#]],
    );
}

#[test]
fn f11_date_without_an_offset() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
born = "datetime"
tags = "strings"
[segments]
staff = { is_staff = true }
test = { born = { after = 2026-01-01T00:00:00 } }
"#,
        expect![[r#"
            segment `test`: `born.after` must be a date-time with an offset, found a date-time without an offset
              --> features.toml:13:27
               |
            13 | test = { born = { after = 2026-01-01T00:00:00 } }
               |                           ^^^^^^^^^^^^^^^^^^^
               = help: append `Z` for UTC, or an offset such as `+01:00`: 2026-12-01T09:00:00Z"#]],
    );
}

#[test]
fn f11_date_that_is_a_day_a_number_or_a_text() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
born = "datetime"
tags = "strings"
[segments]
staff = { is_staff = true }
test = { any = [{ born = { after = 2026-01-01 } }, { born = { before = 1735689600000 } }, { born = "2026-01-01T00:00:00Z" }] }
"#,
        expect![[r#"
            segment `test`: `any`: condition 1: `born.after` must be a date-time with an offset, found a date
              --> features.toml:13:36
               |
            13 | test = { any = [{ born = { after = 2026-01-01 } }, { born = { before = 1735689600000 } }, { born = "2026-01-01T00:00:00Z…
               |                                    ^^^^^^^^^^
               = help: write it such as 2026-12-01T09:00:00Z

            segment `test`: `any`: condition 2: `born.before` must be a date-time with an offset, found an integer
              --> features.toml:13:72
               |
            13 | … { any = [{ born = { after = 2026-01-01 } }, { born = { before = 1735689600000 } }, { born = "2026-01-01T00:00:00Z" }] }
               |                                                                   ^^^^^^^^^^^^^
               = help: write it such as 2026-12-01T09:00:00Z

            segment `test`: `any`: condition 3: `born` must be a date-time with an offset, found a string
              --> features.toml:13:100
               |
            13 | … { any = [{ born = { after = 2026-01-01 } }, { born = { before = 1735689600000 } }, { born = "2026-01-01T00:00:00Z" }] }
               |                                                                                               ^^^^^^^^^^^^^^^^^^^^^^
               = help: write it without quotes, such as 2026-12-01T09:00:00Z"#]],
    );
}

#[test]
fn combinators_that_are_no_lists() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
born = "datetime"
tags = "strings"
[segments]
staff = { is_staff = true }
test = { any = { is_staff = true }, all = true, none = [true] }
"#,
        expect![[r#"
            segment `test`: `any` must be a list of conditions, found a table
              --> features.toml:13:16
               |
            13 | test = { any = { is_staff = true }, all = true, none = [true] }
               |                ^^^^^^^^^^^^^^^^^^^

            segment `test`: `all` must be a list of conditions, found a boolean
              --> features.toml:13:43
               |
            13 | test = { any = { is_staff = true }, all = true, none = [true] }
               |                                           ^^^^

            segment `test`: `none`: condition 1 must be a table, found a boolean
              --> features.toml:13:57
               |
            13 | test = { any = { is_staff = true }, all = true, none = [true] }
               |                                                         ^^^^"#]],
    );
}

#[test]
fn every_operator_is_fine() {
    check(
        r#"
[context]
is_staff = "bool"
country = "string"
plan = ["free", "pro"]
app_version = "semver"
seats = "integer"
score = "float"
born = "datetime"
tags = "strings"
[segments]
staff = { is_staff = true }
test = { any = [
  { country = { not = "DE", not-in = ["AT"], starts-with = "D", ends-with = ["E", "T"], contains = "E", matches = "^D", exists = true } },
  { seats = { gt = 1, gte = 2, lt = 9, lte = 8 }, score = { gt = 1, lt = 0.5 } },
  { app_version = { semver = ">=2.1", not = { semver = "=2.3.0" } } },
  { born = { after = 2000-01-01T00:00:00Z, before = 2010-01-01 00:00:00+01:00 } },
  { tags = "a" }, { tags = ["a", "b"] }, { tags = { not = ["c"] } },
  { plan = { not = ["free"] }, is_staff = { exists = false } },
  { all = [{ segment = "staff" }], none = [{ country = { not = { not = "DE" } } }] },
] }
"#,
        expect![[""]],
    );
}
