//! Names that may never come back.

use expect_test::expect;

use crate::report::check;

#[test]
fn f9_key_of_a_retired_feature() {
    check(
        r#"
[retired]
power_peg = { on = 2026-03-01, value = true, reason = "rolled out" }
[features.power_peg]
default = true
"#,
        expect![[r#"
            feature `power_peg` was retired on 2026-03-01 (rolled out), see line 3, and its key may never come back
             --> features.toml:4:11
              |
            4 | [features.power_peg]
              |           ^^^^^^^^^
              = help: choose another key"#]],
    );
}

#[test]
fn f9_without_a_reason() {
    check(
        r#"
[features.power_peg]
[retired]
power_peg = { on = 2026-03-01, value = true }
"#,
        expect![[r#"
            feature `power_peg` was retired on 2026-03-01, see line 4, and its key may never come back
             --> features.toml:2:11
              |
            2 | [features.power_peg]
              |           ^^^^^^^^^
              = help: choose another key"#]],
    );
}

#[test]
fn without_on_and_value() {
    check(
        r#"
[retired]
power_peg = { reason = "rolled out" }
[retired.other]
reason = "rolled out"
"#,
        expect![[r#"
            retired feature `power_peg` has no `on`
             --> features.toml:3:1
              |
            3 | power_peg = { reason = "rolled out" }
              | ^^^^^^^^^

            retired feature `power_peg` has no `value`
             --> features.toml:3:1
              |
            3 | power_peg = { reason = "rolled out" }
              | ^^^^^^^^^

            retired feature `other` has no `on`
             --> features.toml:4:1
              |
            4 | [retired.other]
              | ^^^^^^^^^^^^^^^

            retired feature `other` has no `value`
             --> features.toml:4:1
              |
            4 | [retired.other]
              | ^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn not_a_table() {
    check(
        r#"
[retired]
power_peg = true
"#,
        expect![[r#"
            retired feature `power_peg` must be a table, found a boolean
             --> features.toml:3:13
              |
            3 | power_peg = true
              |             ^^^^"#]],
    );
}

#[test]
fn wrong_types() {
    check(
        r#"
[retired]
a = { on = "2026-03-01", value = [true], reason = 1 }
b = { on = 2026-03-01T09:00:00Z, value = inf }
"#,
        expect![[r#"
            retired feature `a`: `on` must be a date such as 2027-06-30, found a string
             --> features.toml:3:12
              |
            3 | a = { on = "2026-03-01", value = [true], reason = 1 }
              |            ^^^^^^^^^^^^
              = help: write it without quotes: 2026-03-01

            retired feature `a`: `value` must be a boolean, an integer, a float or a string, found a list
             --> features.toml:3:34
              |
            3 | a = { on = "2026-03-01", value = [true], reason = 1 }
              |                                  ^^^^^^

            retired feature `a`: `reason` must be a string, found an integer
             --> features.toml:3:51
              |
            3 | a = { on = "2026-03-01", value = [true], reason = 1 }
              |                                                   ^

            retired feature `b`: `on` must be a date such as 2027-06-30, found a date-time
             --> features.toml:4:12
              |
            4 | b = { on = 2026-03-01T09:00:00Z, value = inf }
              |            ^^^^^^^^^^^^^^^^^^^^

            retired feature `b`: `value` must be a boolean, an integer, a float or a string, found a number that is infinite or too large
             --> features.toml:4:42
              |
            4 | b = { on = 2026-03-01T09:00:00Z, value = inf }
              |                                          ^^^"#]],
    );
}

#[test]
fn value_that_is_no_variant() {
    check(
        r#"
[retired]
colour = { on = 2026-03-01, value = "blu", variants = ["red", "blue"] }
"#,
        expect![[r#"
            retired feature `colour`: `value` must be `red` or `blue`, found `blu`
             --> features.toml:3:37
              |
            3 | colour = { on = 2026-03-01, value = "blu", variants = ["red", "blue"] }
              |                                     ^^^^^
              = help: did you mean `blue`?"#]],
    );
}

#[test]
fn type_name_without_variants() {
    check(
        r#"
[retired]
colour = { on = 2026-03-01, value = "blue", type-name = "Colour" }
"#,
        expect![[r#"
            retired feature `colour`: `type-name` goes with `variants`
             --> features.toml:3:45
              |
            3 | colour = { on = 2026-03-01, value = "blue", type-name = "Colour" }
              |                                             ^^^^^^^^^"#]],
    );
}

#[test]
fn key_that_is_no_identifier() {
    check(
        r#"
[retired]
"power peg" = { on = 2026-03-01, value = true }
"#,
        expect![[r#"
            retired feature `power peg`: the key has a character other than letters from `a` to `z`, digits, `-`, `_` and `.`
             --> features.toml:3:1
              |
            3 | "power peg" = { on = 2026-03-01, value = true }
              | ^^^^^^^^^^^"#]],
    );
}

#[test]
fn reserved_constant() {
    check(
        r#"
[retired]
features = { on = 2026-03-01, value = true }
"#,
        expect![[r#"
            retired feature `features` would be the constant `FEATURES`, a name that `features!` uses itself
             --> features.toml:3:1
              |
            3 | features = { on = 2026-03-01, value = true }
              | ^^^^^^^^
              = help: choose another name with `constant`"#]],
    );
}
