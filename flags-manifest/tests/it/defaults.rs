//! `default`: its type, its bounds, and who must have one.

use expect_test::expect;

use crate::report::check;

#[test]
fn f5_a_list() {
    check(
        r#"
[features.a]
default = [1, 2]
"#,
        expect![[r#"
            feature `a`: `default` must be a boolean, an integer, a float, a string or a table, found a list
             --> features.toml:3:11
              |
            3 | default = [1, 2]
              |           ^^^^^^
              = help: put the list into a table: `default = { items = […] }`"#]],
    );
}

#[test]
fn f5_a_date() {
    check(
        r#"
[features.a]
default = 2026-01-01
"#,
        expect![[r#"
            feature `a`: `default` must be a boolean, an integer, a float, a string or a table, found a date
             --> features.toml:3:11
              |
            3 | default = 2026-01-01
              |           ^^^^^^^^^^
              = help: quote it to make it a string"#]],
    );
}

#[test]
fn f5_of_variants_that_is_a_number() {
    check(
        r#"
[features.a]
variants = ["red", "green"]
default = 1
"#,
        expect![[r#"
            feature `a`: `default` must be `"red"` or `"green"`, found an integer
             --> features.toml:4:11
              |
            4 | default = 1
              |           ^"#]],
    );
}

#[test]
fn f5_of_variants_that_is_none_of_them() {
    check(
        r#"
[features.a]
variants = ["red", "green"]
default = "gren"
"#,
        expect![[r#"
            feature `a`: `default` must be `red` or `green`, found `gren`
             --> features.toml:4:11
              |
            4 | default = "gren"
              |           ^^^^^^
              = help: did you mean `green`?"#]],
    );
}

#[test]
fn missing_with_variants() {
    check(
        r#"
[features.a]
description = "Colour."
variants = ["red", "green"]
"#,
        expect![[r#"
            feature `a` has no `default`, and only a boolean may leave it out
             --> features.toml:2:1
              |
            2 | [features.a]
              | ^^^^^^^^^^^^"#]],
    );
}

#[test]
fn missing_with_variants_in_an_inline_table() {
    check(
        r#"
[features]
a = { description = "Colour.", variants = ["red", "green"] }
"#,
        expect![[r#"
            feature `a` has no `default`, and only a boolean may leave it out
             --> features.toml:3:1
              |
            3 | a = { description = "Colour.", variants = ["red", "green"] }
              | ^"#]],
    );
}

#[test]
fn missing_with_a_range() {
    check(
        r#"
[features.a]
range = [1, 5]
"#,
        expect![[r#"
            feature `a` has no `default`, and only a boolean may leave it out
             --> features.toml:2:1
              |
            2 | [features.a]
              | ^^^^^^^^^^^^"#]],
    );
}

#[test]
fn type_name_without_anything_that_has_a_type() {
    check(
        r#"
[features.a]
type-name = "Limits"
"#,
        expect![[r#"
            feature `a`: `type-name` goes with variants or a table, and nothing else has a type of its own
             --> features.toml:3:1
              |
            3 | type-name = "Limits"
              | ^^^^^^^^^"#]],
    );
}

#[test]
fn missing_with_a_number_in_an_environment() {
    check(
        r#"
[features.a]
environments.production = 5
"#,
        expect![[r#"
            feature `a` has no `default`, and only a boolean may leave it out
             --> features.toml:2:1
              |
            2 | [features.a]
              | ^^^^^^^^^^^^"#]],
    );
}

#[test]
fn missing_of_a_boolean_is_false() {
    check(
        r#"
[features.a]
environments.production = true
"#,
        expect![[""]],
    );
}

#[test]
fn f24_integer_beyond_64_bits() {
    check(
        r#"
[features.a]
default = 9223372036854775808
"#,
        expect![[r#"
            feature `a`: `default` must be an integer from -2^63 to 2^63 - 1
             --> features.toml:3:11
              |
            3 | default = 9223372036854775808
              |           ^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn the_greatest_integer_is_fine() {
    check(
        r#"
[features.a]
default = 9223372036854775807
[features.b]
default = -9223372036854775808
[features.c]
default = 0xff_ff
"#,
        expect![[""]],
    );
}

#[test]
fn f24_infinite_and_not_a_number() {
    check(
        r#"
[features.a]
default = inf
[features.b]
default = nan
[features.c]
default = -inf
"#,
        expect![[r#"
            feature `a`: `default` must be a finite number, found a number that is infinite or too large
             --> features.toml:3:11
              |
            3 | default = inf
              |           ^^^

            feature `b`: `default` must be a finite number, found `nan`
             --> features.toml:5:11
              |
            5 | default = nan
              |           ^^^

            feature `c`: `default` must be a finite number, found a number that is infinite or too large
             --> features.toml:7:11
              |
            7 | default = -inf
              |           ^^^^"#]],
    );
}

#[test]
fn f24_float_beyond_64_bits() {
    check(
        r#"
[features.a]
default = 1e400
"#,
        expect![[r#"
            feature `a`: `default` must be a finite number, found a number that is infinite or too large
             --> features.toml:3:11
              |
            3 | default = 1e400
              |           ^^^^^"#]],
    );
}

#[test]
fn outside_the_range() {
    check(
        r#"
[features.a]
default = 501
range = [1, 500]
[features.b]
default = 1.5
range = [0, 1]
"#,
        expect![[r#"
            feature `a`: `default` must be from 1 to 500, found 501
             --> features.toml:3:11
              |
            3 | default = 501
              |           ^^^

            feature `b`: `default` must be from 0.0 to 1.0, found 1.5
             --> features.toml:6:11
              |
            6 | default = 1.5
              |           ^^^"#]],
    );
}

#[test]
fn both_ends_of_the_range_are_in_it() {
    check(
        r#"
[features.a]
default = 1
range = [1, 500]
environments.production = 500
"#,
        expect![[""]],
    );
}

#[test]
fn range_upside_down() {
    check(
        r#"
[features.a]
default = 5
range = [500, 1]
"#,
        expect![[r#"
            feature `a`: `range` must have the least number first
             --> features.toml:4:9
              |
            4 | range = [500, 1]
              |         ^^^^^^^^
              = help: write [1, 500]"#]],
    );
}

#[test]
fn range_of_one_number() {
    check(
        r#"
[features.a]
default = 5
range = [1]
"#,
        expect![[r#"
            feature `a`: `range` must hold two numbers, the least and the greatest, found 1
             --> features.toml:4:9
              |
            4 | range = [1]
              |         ^^^"#]],
    );
}

#[test]
fn range_that_is_no_list() {
    check(
        r#"
[features.a]
default = 5
range = "1..5"
"#,
        expect![[r#"
            feature `a`: `range` must be a list of two numbers, found a string
             --> features.toml:4:9
              |
            4 | range = "1..5"
              |         ^^^^^^"#]],
    );
}

#[test]
fn range_of_floats_on_an_integer() {
    check(
        r#"
[features.a]
default = 1
range = [0.5, 1.5]
"#,
        expect![[r#"
            feature `a`: `range` must be an integer, found a float
             --> features.toml:4:10
              |
            4 | range = [0.5, 1.5]
              |          ^^^

            feature `a`: `range` must be an integer, found a float
             --> features.toml:4:15
              |
            4 | range = [0.5, 1.5]
              |               ^^^"#]],
    );
}

#[test]
fn range_on_what_is_no_number() {
    check(
        r#"
[features.a]
range = [0, 1]
default = true
[features.b]
range = [0, 1]
default = "x"
"#,
        expect![[r#"
            feature `a`: `range` goes with an integer or a float, and the feature is a boolean
             --> features.toml:3:1
              |
            3 | range = [0, 1]
              | ^^^^^

            feature `b`: `range` goes with an integer or a float, and the feature is a string
             --> features.toml:6:1
              |
            6 | range = [0, 1]
              | ^^^^^"#]],
    );
}

#[test]
fn integers_where_a_float_is_expected_are_fine() {
    check(
        r#"
[features.a]
default = 0.5
range = [0, 1]
environments.production = 1
"#,
        expect![[""]],
    );
}

#[test]
fn integer_that_no_float_is_exactly() {
    check(
        r#"
[features.a]
default = 0.5
environments.production = 9007199254740993
"#,
        expect![[r#"
            feature `a`: `environments.production` must be a float, and 9007199254740993 is none exactly
             --> features.toml:4:27
              |
            4 | environments.production = 9007199254740993
              |                           ^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn feature_that_is_no_table() {
    check(
        r#"
[features]
a = true
"#,
        expect![[r#"
            feature `a` must be a table, found a boolean
             --> features.toml:3:5
              |
            3 | a = true
              |     ^^^^
              = help: write `[features.a]`, and below it `default = true`"#]],
    );
}

#[test]
fn features_that_are_no_table() {
    check(
        r#"
features = ["a"]
"#,
        expect![[r#"
            `[features]` must be a table, found a list
             --> features.toml:2:12
              |
            2 | features = ["a"]
              |            ^^^^^"#]],
    );
}

#[test]
fn empty_texts() {
    check(
        r#"
[features.a]
description = ""
owner = "  "
"#,
        expect![[r#"
            feature `a`: `description` must not be empty
             --> features.toml:3:15
              |
            3 | description = ""
              |               ^^

            feature `a`: `owner` must not be empty
             --> features.toml:4:9
              |
            4 | owner = "  "
              |         ^^^^"#]],
    );
}

#[test]
fn texts_that_are_none() {
    check(
        r#"
[features.a]
description = 5
owner = ["web"]
kind = true
issue = 12
provider-key = false
"#,
        expect![[r#"
            feature `a`: `description` must be a string, found an integer
             --> features.toml:3:15
              |
            3 | description = 5
              |               ^

            feature `a`: `owner` must be a string, found a list
             --> features.toml:4:9
              |
            4 | owner = ["web"]
              |         ^^^^^^^

            feature `a`: `kind` must be `release`, `experiment`, `ops`, `kill-switch` or `permission`, found a boolean
             --> features.toml:5:8
              |
            5 | kind = true
              |        ^^^^

            feature `a`: `issue` must be a string, found an integer
             --> features.toml:6:9
              |
            6 | issue = 12
              |         ^^

            feature `a`: `provider-key` must be a string, found a boolean
             --> features.toml:7:16
              |
            7 | provider-key = false
              |                ^^^^^"#]],
    );
}

#[test]
fn the_empty_string_is_a_fine_default() {
    check(
        r#"
[features.a]
default = ""
"#,
        expect![[""]],
    );
}
