//! Rules.

use expect_test::expect;

use crate::report::check;

#[test]
fn nothing_served() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{}, { when = { country = "DE" } }]
"#,
        expect![[r#"
            feature `a`: rule 1 serves nothing, expected `serve`, `rollout`, `split` or `ramp`
             --> features.toml:7:10
              |
            7 | rules = [{}, { when = { country = "DE" } }]
              |          ^^

            feature `a`: rule 2 serves nothing, expected `serve`, `rollout`, `split` or `ramp`
             --> features.toml:7:14
              |
            7 | rules = [{}, { when = { country = "DE" } }]
              |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn two_ways_to_serve() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ serve = true, rollout = 5 }, { rollout = 5, split = { true = 100 }, serve = false }]
"#,
        expect![[r#"
            feature `a`: rule 1 has both `serve` and `rollout`, expected exactly one of `serve`, `rollout`, `split` and `ramp`
             --> features.toml:7:26
              |
            7 | rules = [{ serve = true, rollout = 5 }, { rollout = 5, split = { true = 100 }, serve = false }]
              |                          ^^^^^^^

            feature `a`: rule 2 has both `rollout` and `split`, expected exactly one of `serve`, `rollout`, `split` and `ramp`
             --> features.toml:7:56
              |
            7 | rules = [{ serve = true, rollout = 5 }, { rollout = 5, split = { true = 100 }, serve = false }]
              |                                                        ^^^^^"#]],
    );
}

#[test]
fn wrong_type_of_value() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ serve = "on" }, { rollout = 5, value = 1 }]
"#,
        expect![[r#"
            feature `a`: rule 1: `serve` must be a boolean, found a string
             --> features.toml:7:20
              |
            7 | rules = [{ serve = "on" }, { rollout = 5, value = 1 }]
              |                    ^^^^

            feature `a`: rule 2: `value` must be a boolean, found an integer
             --> features.toml:7:51
              |
            7 | rules = [{ serve = "on" }, { rollout = 5, value = 1 }]
              |                                                   ^"#]],
    );
}

#[test]
fn value_that_is_no_variant() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
variants = ["red", "green", "blue"]
default = "red"
rules = [{ serve = "gren" }, { rollout = 5, value = "pink" }]
"#,
        expect![[r#"
            feature `a`: rule 1: `serve` must be `red`, `green` or `blue`, found `gren`
             --> features.toml:9:20
              |
            9 | rules = [{ serve = "gren" }, { rollout = 5, value = "pink" }]
              |                    ^^^^^^
              = help: did you mean `green`?

            feature `a`: rule 2: `value` must be `red`, `green` or `blue`, found `pink`
             --> features.toml:9:53
              |
            9 | rules = [{ serve = "gren" }, { rollout = 5, value = "pink" }]
              |                                                     ^^^^^^"#]],
    );
}

#[test]
fn value_out_of_range() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
default = 5
range = [1, 10]
rules = [{ serve = 11 }]
"#,
        expect![[r#"
            feature `a`: rule 1: `serve` must be from 1 to 10, found 11
             --> features.toml:9:20
              |
            9 | rules = [{ serve = 11 }]
              |                    ^^"#]],
    );
}

#[test]
fn value_required_unless_boolean() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
variants = ["red", "green", "blue"]
default = "red"
rules = [{ rollout = 5 }, { ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = 0, end = 100 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `rollout` needs a `value` beside it, since the feature is not a boolean
             --> features.toml:9:12
              |
            9 | rules = [{ rollout = 5 }, { ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = 0, end = 100 } }]
              |            ^^^^^^^

            feature `a`: rule 2: `ramp` needs a `value` beside it, since the feature is not a boolean
             --> features.toml:9:29
              |
            9 | rules = [{ rollout = 5 }, { ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = 0, end = 100 } }]
              |                             ^^^^"#]],
    );
}

#[test]
fn value_by_and_salt_where_they_do_nothing() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ serve = true, value = true, by = "country", salt = "x" }, { split = { true = 100 }, value = true }]
"#,
        expect![[r#"
            feature `a`: rule 1: `value` does nothing beside `serve`, it goes with `rollout` and `ramp`
             --> features.toml:7:26
              |
            7 | rules = [{ serve = true, value = true, by = "country", salt = "x" }, { split = { true = 100 }, value = true }]
              |                          ^^^^^

            feature `a`: rule 1: `by` does nothing beside `serve`, it goes with `rollout`, `ramp` and `split`
             --> features.toml:7:40
              |
            7 | rules = [{ serve = true, value = true, by = "country", salt = "x" }, { split = { true = 100 }, value = true }]
              |                                        ^^

            feature `a`: rule 1: `salt` does nothing beside `serve`, it goes with `rollout`, `ramp` and `split`
             --> features.toml:7:56
              |
            7 | rules = [{ serve = true, value = true, by = "country", salt = "x" }, { split = { true = 100 }, value = true }]
              |                                                        ^^^^

            feature `a`: rule 2: `value` does nothing beside `split`, it goes with `rollout` and `ramp`
             --> features.toml:7:96
              |
            7 | rules = [{ serve = true, value = true, by = "country", salt = "x" }, { split = { true = 100 }, value = true }]
              |                                                                                                ^^^^^"#]],
    );
}

#[test]
fn f11_percentages() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ rollout = -1 }, { rollout = 101 }, { rollout = 100.001 }, { rollout = nan }, { rollout = inf }, { rollout = 33.3333 }, { rollout = "25%" }, { rollout = -0.5 }, { rollout = 1e-9 }]
"#,
        expect![[r#"
            feature `a`: rule 1: `rollout` must be a percentage from 0 to 100 with at most three decimals, found -1
             --> features.toml:7:22
              |
            7 | rules = [{ rollout = -1 }, { rollout = 101 }, { rollout = 100.001 }, { rollout = nan }, { rollout = inf }, { rollout = 3…
              |                      ^^

            feature `a`: rule 2: `rollout` must be a percentage from 0 to 100 with at most three decimals, found 101
             --> features.toml:7:40
              |
            7 | rules = [{ rollout = -1 }, { rollout = 101 }, { rollout = 100.001 }, { rollout = nan }, { rollout = inf }, { rollout = 3…
              |                                        ^^^

            feature `a`: rule 3: `rollout` must be a percentage from 0 to 100 with at most three decimals, found 100.001
             --> features.toml:7:59
              |
            7 | … = -1 }, { rollout = 101 }, { rollout = 100.001 }, { rollout = nan }, { rollout = inf }, { rollout = 33.3333 }, { rollou…
              |                                          ^^^^^^^

            feature `a`: rule 4: `rollout` must be a percentage from 0 to 100 with at most three decimals, found `nan`
             --> features.toml:7:82
              |
            7 | …1 }, { rollout = 100.001 }, { rollout = nan }, { rollout = inf }, { rollout = 33.3333 }, { rollout = "25%" }, { rollout …
              |                                          ^^^

            feature `a`: rule 5: `rollout` must be a percentage from 0 to 100 with at most three decimals, found a number that is infinite or too large
             --> features.toml:7:101
              |
            7 | …0.001 }, { rollout = nan }, { rollout = inf }, { rollout = 33.3333 }, { rollout = "25%" }, { rollout = -0.5 }, { rollout…
              |                                          ^^^

            feature `a`: rule 6: `rollout` must be a percentage from 0 to 100 with at most three decimals, found 33.3333
             --> features.toml:7:120
              |
            7 | … rollout = nan }, { rollout = inf }, { rollout = 33.3333 }, { rollout = "25%" }, { rollout = -0.5 }, { rollout = 1e-9 }]
              |                                                   ^^^^^^^

            feature `a`: rule 7: `rollout` must be a percentage from 0 to 100 with at most three decimals, found a string
             --> features.toml:7:143
              |
            7 | … rollout = nan }, { rollout = inf }, { rollout = 33.3333 }, { rollout = "25%" }, { rollout = -0.5 }, { rollout = 1e-9 }]
              |                                                                          ^^^^^

            feature `a`: rule 8: `rollout` must be a percentage from 0 to 100 with at most three decimals, found -0.5
             --> features.toml:7:164
              |
            7 | … rollout = nan }, { rollout = inf }, { rollout = 33.3333 }, { rollout = "25%" }, { rollout = -0.5 }, { rollout = 1e-9 }]
              |                                                                                               ^^^^

            feature `a`: rule 9: `rollout` must be a percentage from 0 to 100 with at most three decimals, found 0.000000001
             --> features.toml:7:184
              |
            7 | … rollout = nan }, { rollout = inf }, { rollout = 33.3333 }, { rollout = "25%" }, { rollout = -0.5 }, { rollout = 1e-9 }]
              |                                                                                                                   ^^^^"#]],
    );
}

#[test]
fn percentages_that_are_fine() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ rollout = 0 }, { rollout = 100 }, { rollout = 33.333 }, { rollout = 0.001 }, { rollout = 100.0 }]
"#,
        expect![[""]],
    );
}

#[test]
fn f11_split_of_99() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
variants = ["red", "green", "blue"]
default = "red"
rules = [{ split = { red = 50, green = 25, blue = 24 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `split` must sum to 100, and sums to 99
             --> features.toml:9:20
              |
            9 | rules = [{ split = { red = 50, green = 25, blue = 24 } }]
              |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn f11_split_of_101() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
variants = ["red", "green", "blue"]
default = "red"
rules = [{ split = { red = 50.5, green = 25.25, blue = 25.251 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `split` must sum to 100, and sums to 101.001
             --> features.toml:9:20
              |
            9 | rules = [{ split = { red = 50.5, green = 25.25, blue = 25.251 } }]
              |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn f24_split_of_thirds_is_exact() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
variants = ["red", "green", "blue"]
default = "red"
rules = [{ split = { red = 33.333, green = 33.333, blue = 33.334 } }, { split = { red = 0.1, green = 0.2, blue = 99.7 } }]
"#,
        expect![[""]],
    );
}

#[test]
fn split_with_an_unknown_variant() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
variants = ["red", "green", "blue"]
default = "red"
rules = [{ split = { red = 50, purple = 50 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `split`: a name must be `red`, `green` or `blue`, found `purple`
             --> features.toml:9:32
              |
            9 | rules = [{ split = { red = 50, purple = 50 } }]
              |                                ^^^^^^"#]],
    );
}

#[test]
fn split_that_is_empty_or_no_table() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
variants = ["red", "green", "blue"]
default = "red"
rules = [{ split = {} }, { split = [50, 50] }, { split = { red = -5, green = 105 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `split` must not be an empty table
             --> features.toml:9:20
              |
            9 | rules = [{ split = {} }, { split = [50, 50] }, { split = { red = -5, green = 105 } }]
              |                    ^^

            feature `a`: rule 2: `split` must be a table, found a list
             --> features.toml:9:36
              |
            9 | rules = [{ split = {} }, { split = [50, 50] }, { split = { red = -5, green = 105 } }]
              |                                    ^^^^^^^^

            feature `a`: rule 3: `split.red` must be a percentage from 0 to 100 with at most three decimals, found -5
             --> features.toml:9:66
              |
            9 | rules = [{ split = {} }, { split = [50, 50] }, { split = { red = -5, green = 105 } }]
              |                                                                  ^^

            feature `a`: rule 3: `split.green` must be a percentage from 0 to 100 with at most three decimals, found 105
             --> features.toml:9:78
              |
            9 | rules = [{ split = {} }, { split = [50, 50] }, { split = { red = -5, green = 105 } }]
              |                                                                              ^^^"#]],
    );
}

#[test]
fn split_of_a_boolean_is_fine() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ split = { true = 50, false = 50 } }]
"#,
        expect![[""]],
    );
}

#[test]
fn split_of_a_string_is_fine() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
default = "Hello"
rules = [{ split = { "Hello!" = 50, Hi = 50 } }]
"#,
        expect![[""]],
    );
}

#[test]
fn split_of_integers_is_fine() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
default = 5
rules = [{ split = { 1 = 50, -2 = 50 } }]
"#,
        expect![[""]],
    );
}

#[test]
fn split_of_integers_out_of_range() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
default = 5
range = [1, 10]
rules = [{ split = { 1 = 50, 20 = 50 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `split`: a name must be from 1 to 10, found 20
             --> features.toml:9:30
              |
            9 | rules = [{ split = { 1 = 50, 20 = 50 } }]
              |                              ^^"#]],
    );
}

#[test]
fn split_of_a_boolean_with_other_names() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ split = { on = 50, off = 50 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `split` must name `true` or `false`, found `on`
             --> features.toml:7:22
              |
            7 | rules = [{ split = { on = 50, off = 50 } }]
              |                      ^^

            feature `a`: rule 1: `split` must name `true` or `false`, found `off`
             --> features.toml:7:31
              |
            7 | rules = [{ split = { on = 50, off = 50 } }]
              |                               ^^^"#]],
    );
}

#[test]
fn split_of_integers() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
default = 5
rules = [{ split = { 1 = 50, 02 = 25, many = 25 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `split` must name integers, found `02`
             --> features.toml:8:30
              |
            8 | rules = [{ split = { 1 = 50, 02 = 25, many = 25 } }]
              |                              ^^

            feature `a`: rule 1: `split` must name integers, found `many`
             --> features.toml:8:39
              |
            8 | rules = [{ split = { 1 = 50, 02 = 25, many = 25 } }]
              |                                       ^^^^"#]],
    );
}

#[test]
fn split_of_a_float() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
default = 0.5
rules = [{ split = { "0.5" = 100 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `split` cannot name values of a float or a table
             --> features.toml:8:22
              |
            8 | rules = [{ split = { "0.5" = 100 } }]
              |                      ^^^^^
              = help: use one `rollout` with a `value` after the other"#]],
    );
}

#[test]
fn f11_ramp_to_not_after_from() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ ramp = { from = 2026-12-08T09:00:00Z, to = 2026-12-08T10:00:00+01:00, start = 0, end = 100 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `ramp.to` must be later than `from`, which is 2026-12-08T09:00:00Z
             --> features.toml:7:55
              |
            7 | rules = [{ ramp = { from = 2026-12-08T09:00:00Z, to = 2026-12-08T10:00:00+01:00, start = 0, end = 100 } }]
              |                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn f11_ramp_without_offset() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ ramp = { from = 2026-12-01T09:00:00, to = 2026-12-08, start = 0, end = 100 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `ramp.from` must be a date-time with an offset, found a date-time without an offset
             --> features.toml:7:28
              |
            7 | rules = [{ ramp = { from = 2026-12-01T09:00:00, to = 2026-12-08, start = 0, end = 100 } }]
              |                            ^^^^^^^^^^^^^^^^^^^
              = help: append `Z` for UTC, or an offset such as `+01:00`: 2026-12-01T09:00:00Z

            feature `a`: rule 1: `ramp.to` must be a date-time with an offset, found a date
             --> features.toml:7:54
              |
            7 | rules = [{ ramp = { from = 2026-12-01T09:00:00, to = 2026-12-08, start = 0, end = 100 } }]
              |                                                      ^^^^^^^^^^
              = help: write it such as 2026-12-01T09:00:00Z"#]],
    );
}

#[test]
fn f11_ramp_in_milliseconds() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ ramp = { from = 1764579600000, to = "2026-12-08T09:00:00Z", start = 0, end = 100 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `ramp.from` must be a date-time with an offset, found an integer
             --> features.toml:7:28
              |
            7 | rules = [{ ramp = { from = 1764579600000, to = "2026-12-08T09:00:00Z", start = 0, end = 100 } }]
              |                            ^^^^^^^^^^^^^
              = help: write it such as 2026-12-01T09:00:00Z

            feature `a`: rule 1: `ramp.to` must be a date-time with an offset, found a string
             --> features.toml:7:48
              |
            7 | rules = [{ ramp = { from = 1764579600000, to = "2026-12-08T09:00:00Z", start = 0, end = 100 } }]
              |                                                ^^^^^^^^^^^^^^^^^^^^^^
              = help: write it without quotes, such as 2026-12-01T09:00:00Z"#]],
    );
}

#[test]
fn ramp_without_its_parts() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ ramp = {} }, { ramp = 5 }]
"#,
        expect![[r#"
            feature `a`: rule 1: `ramp` has no `from`
             --> features.toml:7:12
              |
            7 | rules = [{ ramp = {} }, { ramp = 5 }]
              |            ^^^^

            feature `a`: rule 1: `ramp` has no `to`
             --> features.toml:7:12
              |
            7 | rules = [{ ramp = {} }, { ramp = 5 }]
              |            ^^^^

            feature `a`: rule 1: `ramp` has no `start`
             --> features.toml:7:12
              |
            7 | rules = [{ ramp = {} }, { ramp = 5 }]
              |            ^^^^

            feature `a`: rule 1: `ramp` has no `end`
             --> features.toml:7:12
              |
            7 | rules = [{ ramp = {} }, { ramp = 5 }]
              |            ^^^^

            feature `a`: rule 2: `ramp` must be a table, found an integer
             --> features.toml:7:34
              |
            7 | rules = [{ ramp = {} }, { ramp = 5 }]
              |                                  ^"#]],
    );
}

#[test]
fn f11_ramp_percentages() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = -1, end = 101 } }]
"#,
        expect![[r#"
            feature `a`: rule 1: `ramp.start` must be a percentage from 0 to 100 with at most three decimals, found -1
             --> features.toml:7:85
              |
            7 | rules = [{ ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = -1, end = 101 } }]
              |                                                                                     ^^

            feature `a`: rule 1: `ramp.end` must be a percentage from 0 to 100 with at most three decimals, found 101
             --> features.toml:7:95
              |
            7 | rules = [{ ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = -1, end = 101 } }]
              |                                                                                               ^^^"#]],
    );
}

#[test]
fn rollout_as_a_table() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ rollout = { percent = 5, by = "country", salt = "x" } }, { rollout = {} }, { rollout = { percent = 5, salt = "x" }, salt = "y" }]
"#,
        expect![[r#"
            feature `a`: rule 2: `rollout` has no `percent`
             --> features.toml:7:71
              |
            7 | … { percent = 5, by = "country", salt = "x" } }, { rollout = {} }, { rollout = { percent = 5, salt = "x" }, salt = "y" }]
              |                                                    ^^^^^^^

            feature `a`: rule 3: `salt` is given twice
             --> features.toml:7:128
              |
            7 | … { percent = 5, by = "country", salt = "x" } }, { rollout = {} }, { rollout = { percent = 5, salt = "x" }, salt = "y" }]
              |                                                                                                             ^^^^"#]],
    );
}

#[test]
fn by_what_is_no_attribute() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ rollout = 5, by = "contry" }, { rollout = 5, by = 1 }, { rollout = 5, by = "tags" }, { rollout = 5, by = "score" }]
"#,
        expect![[r#"
            feature `a`: rule 1: `by` must name an attribute of `[context]`, found `contry`
             --> features.toml:7:30
              |
            7 | rules = [{ rollout = 5, by = "contry" }, { rollout = 5, by = 1 }, { rollout = 5, by = "tags" }, { rollout = 5, by = "sco…
              |                              ^^^^^^^^
              = help: did you mean `country`?

            feature `a`: rule 2: `by` must be a string, found an integer
             --> features.toml:7:62
              |
            7 | …= [{ rollout = 5, by = "contry" }, { rollout = 5, by = 1 }, { rollout = 5, by = "tags" }, { rollout = 5, by = "score" }]
              |                                                         ^

            feature `a`: rule 3: `by` must name an attribute that tells subjects apart, and `tags` is a list of strings
             --> features.toml:7:87
              |
            7 | …= [{ rollout = 5, by = "contry" }, { rollout = 5, by = 1 }, { rollout = 5, by = "tags" }, { rollout = 5, by = "score" }]
              |                                                                                  ^^^^^^

            feature `a`: rule 4: `by` must name an attribute that tells subjects apart, and `score` is a float
             --> features.toml:7:117
              |
            7 | …= [{ rollout = 5, by = "contry" }, { rollout = 5, by = 1 }, { rollout = 5, by = "tags" }, { rollout = 5, by = "score" }]
              |                                                                                                                ^^^^^^^"#]],
    );
}

#[test]
fn salt_that_is_none() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ rollout = 5, salt = "" }, { rollout = 5, salt = 7 }]
"#,
        expect![[r#"
            feature `a`: rule 1: `salt` must not be empty
             --> features.toml:7:32
              |
            7 | rules = [{ rollout = 5, salt = "" }, { rollout = 5, salt = 7 }]
              |                                ^^

            feature `a`: rule 2: `salt` must be a string, found an integer
             --> features.toml:7:60
              |
            7 | rules = [{ rollout = 5, salt = "" }, { rollout = 5, salt = 7 }]
              |                                                            ^"#]],
    );
}

#[test]
fn wrong_condition() {
    check(
        r#"
[context]
country = "string"
score = "float"
tags = "strings"
[features.a]
rules = [{ when = {}, serve = true }, { when = { contry = "DE" }, serve = true }, { when = true, serve = true }]
"#,
        expect![[r#"
            feature `a`: rule 1: `when` must not be an empty condition
             --> features.toml:7:19
              |
            7 | rules = [{ when = {}, serve = true }, { when = { contry = "DE" }, serve = true }, { when = true, serve = true }]
              |                   ^^
              = help: leave it out to match everyone

            feature `a`: rule 2: `when.contry` is no attribute of `[context]` (there are `country`, `score` and `tags`)
             --> features.toml:7:50
              |
            7 | rules = [{ when = {}, serve = true }, { when = { contry = "DE" }, serve = true }, { when = true, serve = true }]
              |                                                  ^^^^^^
              = help: did you mean `country`?

            feature `a`: rule 3: `when` must be a table, found a boolean
             --> features.toml:7:92
              |
            7 | rules = [{ when = {}, serve = true }, { when = { contry = "DE" }, serve = true }, { when = true, serve = true }]
              |                                                                                            ^^^^"#]],
    );
}

#[test]
fn not_a_list() {
    check(
        r#"
[features.a]
rules = { serve = true }
[features.b]
rules = [true]
"#,
        expect![[r#"
            feature `a`: `rules` must be a list of rules, found a table
             --> features.toml:3:9
              |
            3 | rules = { serve = true }
              |         ^^^^^^^^^^^^^^^^

            feature `b`: rule 1 must be a table, found a boolean
             --> features.toml:5:10
              |
            5 | rules = [true]
              |          ^^^^"#]],
    );
}

#[test]
fn as_an_array_of_tables() {
    check(
        r#"
[features.a]
[[features.a.rules]]
rollout = 5
[[features.a.rules]]
rollout = 500
"#,
        expect![[r#"
            feature `a`: rule 2: `rollout` must be a percentage from 0 to 100 with at most three decimals, found 500
             --> features.toml:6:11
              |
            6 | rollout = 500
              |           ^^^"#]],
    );
}
