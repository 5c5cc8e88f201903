//! Keys, and what Rust makes of them.

use expect_test::expect;

use crate::report::check;

#[test]
fn f6_empty_key() {
    check(
        r#"
[features.""]
default = true
"#,
        expect![[r#"
            feature `""`: the key is empty, so nothing can be named after it
             --> features.toml:2:11
              |
            2 | [features.""]
              |           ^^"#]],
    );
}

#[test]
fn f6_keys_that_are_no_identifiers() {
    check(
        r#"
[features."new checkout"]
[features.2fa]
[features."shop/dark"]
[features."größe"]
[features._x]
[features."a`b\u001b[31m"]
"#,
        expect![[r#"
            feature `new checkout`: the key has a character other than letters from `a` to `z`, digits, `-`, `_` and `.`, so nothing can be named after it
             --> features.toml:2:11
              |
            2 | [features."new checkout"]
              |           ^^^^^^^^^^^^^^

            feature `2fa`: the key does not begin with a letter from `a` to `z`, so nothing can be named after it
             --> features.toml:3:11
              |
            3 | [features.2fa]
              |           ^^^

            feature `shop/dark`: the key has a character other than letters from `a` to `z`, digits, `-`, `_` and `.`, so nothing can be named after it
             --> features.toml:4:11
              |
            4 | [features."shop/dark"]
              |           ^^^^^^^^^^^

            feature `größe`: the key has a character other than letters from `a` to `z`, digits, `-`, `_` and `.`, so nothing can be named after it
             --> features.toml:5:11
              |
            5 | [features."größe"]
              |           ^^^^^^^

            feature `_x`: the key does not begin with a letter from `a` to `z`, so nothing can be named after it
             --> features.toml:6:11
              |
            6 | [features._x]
              |           ^^

            feature `a\u{60}b\u{1b}[31m`: the key has a character other than letters from `a` to `z`, digits, `-`, `_` and `.`, so nothing can be named after it
             --> features.toml:7:11
              |
            7 | [features."a`b\u001b[31m"]
              |           ^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn f6_keywords_that_cannot_be_escaped() {
    check(
        r#"
[features.self]
[features.super]
[features.crate]
"#,
        expect![[r#"
            feature `self`: neither a variant of `Key` nor a field of `Values` can be named after `self`
             --> features.toml:2:11
              |
            2 | [features.self]
              |           ^^^^
              = help: choose another name with `constant`

            feature `super`: neither a variant of `Key` nor a field of `Values` can be named after `super`
             --> features.toml:3:11
              |
            3 | [features.super]
              |           ^^^^^
              = help: choose another name with `constant`

            feature `crate`: neither a variant of `Key` nor a field of `Values` can be named after `crate`
             --> features.toml:4:11
              |
            4 | [features.crate]
              |           ^^^^^
              = help: choose another name with `constant`"#]],
    );
}

#[test]
fn f6_keyword_with_a_constant() {
    check(
        r#"
[features.self]
constant = "SELF_SERVICE"
"#,
        expect![[""]],
    );
}

#[test]
fn f6_other_keywords_are_fine() {
    check(
        r#"
[features.type]
[features.async]
"#,
        expect![[""]],
    );
}

#[test]
fn dots_dashes_and_capitals_are_fine() {
    check(
        r#"
[features."checkout.button"]
[features.new-search]
[features.newHTTPServer]
"#,
        expect![[""]],
    );
}

#[test]
fn env_and_file_are_settings() {
    check(
        r#"
[features.env]
[features.file]
"#,
        expect![[r#"
            feature `env`: the key is reserved, since `FLAGS_ENV` is a setting of the library
             --> features.toml:2:11
              |
            2 | [features.env]
              |           ^^^

            feature `file`: the key is reserved, since `FLAGS_FILE` is a setting of the library
             --> features.toml:3:11
              |
            3 | [features.file]
              |           ^^^^"#]],
    );
}

#[test]
fn names_of_generated_constants() {
    check(
        r#"
[features.features]
[features.registry]
[features.other]
constant = "FEATURES"
"#,
        expect![[r#"
            feature `features` would be the constant `FEATURES`, a name that `features!` uses itself
             --> features.toml:2:11
              |
            2 | [features.features]
              |           ^^^^^^^^
              = help: choose another name with `constant`

            feature `registry` would be the constant `REGISTRY`, a name that `features!` uses itself
             --> features.toml:3:11
              |
            3 | [features.registry]
              |           ^^^^^^^^
              = help: choose another name with `constant`

            feature `other` would be the constant `FEATURES`, a name that `features!` uses itself
             --> features.toml:5:12
              |
            5 | constant = "FEATURES"
              |            ^^^^^^^^^^
              = help: choose another name with `constant`"#]],
    );
}

#[test]
fn names_of_generated_types() {
    check(
        r#"
[features.context]
variants = ["a", "b"]
default = "a"
[features.values]
default = { a = 1 }
[features.other]
variants = ["a", "b"]
default = "a"
type-name = "Key"
[context]
key = ["a", "b"]
"#,
        expect![[r#"
            feature `context` would be the type `Context`, a name that `features!` uses itself
             --> features.toml:2:11
              |
            2 | [features.context]
              |           ^^^^^^^
              = help: choose another name with `type-name`

            feature `values` would be the type `Values`, a name that `features!` uses itself
             --> features.toml:5:11
              |
            5 | [features.values]
              |           ^^^^^^
              = help: choose another name with `type-name`

            feature `other` would be the type `Key`, a name that `features!` uses itself
              --> features.toml:10:13
               |
            10 | type-name = "Key"
               |             ^^^^^
               = help: choose another name with `type-name`

            attribute `key` would be the type `Key`, a name that `features!` uses itself
              --> features.toml:12:1
               |
            12 | key = ["a", "b"]
               | ^^^
               = help: rename the attribute"#]],
    );
}

#[test]
fn type_that_would_be_a_keyword() {
    check(
        r#"
[features.self]
constant = "SELF_SERVICE"
variants = ["a", "b"]
default = "a"
"#,
        expect![[r#"
            feature `self` would be the type `Self`, a keyword of Rust
             --> features.toml:2:11
              |
            2 | [features.self]
              |           ^^^^
              = help: choose another name with `type-name`"#]],
    );
}

#[test]
fn constant_that_is_no_identifier() {
    check(
        r#"
[features.a]
constant = "NEW-CHECKOUT"
[features.b]
constant = "type"
[features.c]
constant = 5
[features.d]
constant = ""
[features.e]
constant = "_"
"#,
        expect![[r#"
            feature `a`: `constant`: `NEW-CHECKOUT` is no identifier of Rust
             --> features.toml:3:12
              |
            3 | constant = "NEW-CHECKOUT"
              |            ^^^^^^^^^^^^^^

            feature `b`: `constant`: `type` is a keyword of Rust
             --> features.toml:5:12
              |
            5 | constant = "type"
              |            ^^^^^^

            feature `c`: `constant` must be a string, found an integer
             --> features.toml:7:12
              |
            7 | constant = 5
              |            ^

            feature `d`: `constant` must not be empty
             --> features.toml:9:12
              |
            9 | constant = ""
              |            ^^

            feature `e`: `constant`: `_` is no identifier of Rust
              --> features.toml:11:12
               |
            11 | constant = "_"
               |            ^^^"#]],
    );
}

#[test]
fn constant_without_a_key_variant() {
    check(
        r#"
[features.a]
constant = "_1"
"#,
        expect![[r#"
            feature `a`: neither a variant of `Key` nor a field of `Values` can be named after `_1`
             --> features.toml:3:12
              |
            3 | constant = "_1"
              |            ^^^^
              = help: choose another name with `constant`"#]],
    );
}

#[test]
fn constant_in_another_case() {
    check(
        r#"
[features.a]
constant = "newCheckout"
[features.b]
constant = "_B2"
[retired]
c = { on = 2026-03-01, value = true, constant = "Power_Peg" }
"#,
        expect![[r#"
            feature `a`: `constant` must be in SCREAMING_SNAKE_CASE, found `newCheckout`
             --> features.toml:3:12
              |
            3 | constant = "newCheckout"
              |            ^^^^^^^^^^^^^
              = help: write `NEW_CHECKOUT`

            retired feature `c`: `constant` must be in SCREAMING_SNAKE_CASE, found `Power_Peg`
             --> features.toml:7:49
              |
            7 | c = { on = 2026-03-01, value = true, constant = "Power_Peg" }
              |                                                 ^^^^^^^^^^^
              = help: write `POWER_PEG`"#]],
    );
}

#[test]
fn type_name_in_another_case() {
    check(
        r#"
[features.a]
default = { x = 1 }
type-name = "search_limits"
[features.b]
default = { x = 1 }
type-name = "Search_Limits"
[features.c]
default = { x = 1 }
type-name = "X86_64"
[retired]
d = { on = 2026-03-01, value = "x", variants = ["x"], type-name = "colour" }
"#,
        expect![[r#"
            feature `a`: `type-name` must be in UpperCamelCase, found `search_limits`
             --> features.toml:4:13
              |
            4 | type-name = "search_limits"
              |             ^^^^^^^^^^^^^^^
              = help: write `SearchLimits`

            feature `b`: `type-name` must be in UpperCamelCase, found `Search_Limits`
             --> features.toml:7:13
              |
            7 | type-name = "Search_Limits"
              |             ^^^^^^^^^^^^^^^
              = help: write `SearchLimits`

            retired feature `d`: `type-name` must be in UpperCamelCase, found `colour`
              --> features.toml:12:67
               |
            12 | d = { on = 2026-03-01, value = "x", variants = ["x"], type-name = "colour" }
               |                                                                   ^^^^^^^^
               = help: write `Colour`"#]],
    );
}

#[test]
fn type_name_that_is_no_identifier() {
    check(
        r#"
[features.a]
variants = ["a", "b"]
default = "a"
type-name = "Check out"
[features.b]
default = { a = 1 }
type-name = "Self"
"#,
        expect![[r#"
            feature `a`: `type-name`: `Check out` is no identifier of Rust
             --> features.toml:5:13
              |
            5 | type-name = "Check out"
              |             ^^^^^^^^^^^

            feature `b`: `type-name`: `Self` is a keyword of Rust
             --> features.toml:8:13
              |
            8 | type-name = "Self"
              |             ^^^^^^"#]],
    );
}

#[test]
fn type_name_on_what_has_no_type() {
    check(
        r#"
[features.a]
default = 5
type-name = "Limit"
"#,
        expect![[r#"
            feature `a`: `type-name` goes with variants or a table, and nothing else has a type of its own
             --> features.toml:4:1
              |
            4 | type-name = "Limit"
              | ^^^^^^^^^"#]],
    );
}

#[test]
fn type_name_beside_variants_that_are_wrong() {
    check(
        r#"
[features.b]
variants = []
type-name = "Colour"
"#,
        expect![[r#"
            feature `b` has no `default`, and only a boolean may leave it out
             --> features.toml:2:1
              |
            2 | [features.b]
              | ^^^^^^^^^^^^

            feature `b`: `variants` must not be an empty list
             --> features.toml:3:12
              |
            3 | variants = []
              |            ^^"#]],
    );
}
