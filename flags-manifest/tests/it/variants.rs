//! Closed sets of names.

use expect_test::expect;

use crate::report::check;

#[test]
fn empty_list() {
    check(
        r#"
[features.a]
variants = []
default = "red"
"#,
        expect![[r#"
            feature `a`: `variants` must not be an empty list
             --> features.toml:3:12
              |
            3 | variants = []
              |            ^^"#]],
    );
}

#[test]
fn no_list() {
    check(
        r#"
[features.a]
variants = "red"
default = "red"
"#,
        expect![[r#"
            feature `a`: `variants` must be a list of strings, found a string
             --> features.toml:3:12
              |
            3 | variants = "red"
              |            ^^^^^"#]],
    );
}

#[test]
fn not_strings() {
    check(
        r#"
[features.a]
variants = ["red", 2]
default = "red"
"#,
        expect![[r#"
            feature `a`: `variants`: each entry must be a string, found an integer
             --> features.toml:3:20
              |
            3 | variants = ["red", 2]
              |                    ^"#]],
    );
}

#[test]
fn duplicate() {
    check(
        r#"
[features.a]
variants = ["red", "green", "red"]
default = "red"
"#,
        expect![[r#"
            feature `a`: `variants` holds `red` twice
             --> features.toml:3:29
              |
            3 | variants = ["red", "green", "red"]
              |                             ^^^^^"#]],
    );
}

#[test]
fn unnameable() {
    check(
        r#"
[features.a]
variants = ["red", "", "50 %", "2fa", "grün"]
default = "red"
"#,
        expect![[r#"
            feature `a`: `variants`: `""` is empty, so no variant can be named after it
             --> features.toml:3:20
              |
            3 | variants = ["red", "", "50 %", "2fa", "grün"]
              |                    ^^

            feature `a`: `variants`: `50 %` does not begin with a letter from `a` to `z`, so no variant can be named after it
             --> features.toml:3:24
              |
            3 | variants = ["red", "", "50 %", "2fa", "grün"]
              |                        ^^^^^^

            feature `a`: `variants`: `2fa` does not begin with a letter from `a` to `z`, so no variant can be named after it
             --> features.toml:3:32
              |
            3 | variants = ["red", "", "50 %", "2fa", "grün"]
              |                                ^^^^^

            feature `a`: `variants`: `grün` has a character other than letters from `a` to `z`, digits, `-`, `_` and `.`, so no variant can be named after it
             --> features.toml:3:39
              |
            3 | variants = ["red", "", "50 %", "2fa", "grün"]
              |                                       ^^^^^^"#]],
    );
}

#[test]
fn reserved() {
    check(
        r#"
[features.a]
variants = ["other", "self", "Self"]
default = "other"
"#,
        expect![[r#"
            feature `a`: `variants`: `self` would be the variant `Self`, which Rust keeps for itself
             --> features.toml:3:22
              |
            3 | variants = ["other", "self", "Self"]
              |                      ^^^^^^

            feature `a`: `variants`: `Self` would be the variant `Self`, which Rust keeps for itself
             --> features.toml:3:30
              |
            3 | variants = ["other", "self", "Self"]
              |                              ^^^^^^"#]],
    );
}

#[test]
fn two_with_one_rust_name() {
    check(
        r#"
[features.a]
variants = ["dark-red", "dark_red"]
default = "dark-red"
"#,
        expect![[r#"
            feature `a`: `variants`: `dark-red` and `dark_red` would both be the variant `DarkRed`
             --> features.toml:3:25
              |
            3 | variants = ["dark-red", "dark_red"]
              |                         ^^^^^^^^^^"#]],
    );
}

#[test]
fn keywords_other_than_self_are_fine() {
    check(
        r#"
[features.a]
variants = ["type", "match", "none", "some", "true"]
default = "type"
"#,
        expect![[""]],
    );
}

#[test]
fn default_without_the_quotes_of_a_variant() {
    check(
        r#"
[features.a]
variants = ["true", "false"]
default = true
[features.b]
variants = ["on", "off"]
default = true
environments.staging = 5
[features.c]
variants = ["red"]
default = ["red"]
"#,
        expect![[r#"
            feature `a`: `default` must be `"true"` or `"false"`, found a boolean
             --> features.toml:4:11
              |
            4 | default = true
              |           ^^^^
              = help: write `"true"`

            feature `b`: `default` must be `"on"` or `"off"`, found a boolean
             --> features.toml:7:11
              |
            7 | default = true
              |           ^^^^

            feature `b`: `environments.staging` must be `"on"` or `"off"`, found an integer
             --> features.toml:8:24
              |
            8 | environments.staging = 5
              |                        ^

            feature `c`: `default` must be `"red"`, found a list
              --> features.toml:11:11
               |
            11 | default = ["red"]
               |           ^^^^^^^"#]],
    );
}
