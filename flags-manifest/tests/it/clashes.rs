//! Two entries with one name.

use expect_test::expect;

use crate::report::check;

#[test]
fn f6_two_keys_with_one_constant() {
    check(
        r#"
[features.new-checkout]
default = true
[features.new_checkout]
default = false
"#,
        expect![[r#"
            feature `new_checkout` and feature `new-checkout` on line 2 would both be the constant `NEW_CHECKOUT`
             --> features.toml:4:11
              |
            4 | [features.new_checkout]
              |           ^^^^^^^^^^^^
              = help: rename one of them; `provider-key` keeps the name that a provider knows"#]],
    );
}

#[test]
fn f6_constant_of_another_feature() {
    check(
        r#"
[features.new_checkout]
[features.old]
constant = "NEW_CHECKOUT"
"#,
        expect![[r#"
            feature `old` and feature `new_checkout` on line 2 would both be the constant `NEW_CHECKOUT`
             --> features.toml:4:12
              |
            4 | constant = "NEW_CHECKOUT"
              |            ^^^^^^^^^^^^^^
              = help: give one of them another name with `constant`"#]],
    );
}

#[test]
fn f6_the_later_one_has_no_constant_of_its_own() {
    check(
        r#"
[features.old]
constant = "NEW_CHECKOUT"
[features.new_checkout]
"#,
        expect![[r#"
            feature `new_checkout` and feature `old` on line 2 would both be the constant `NEW_CHECKOUT`
             --> features.toml:4:11
              |
            4 | [features.new_checkout]
              |           ^^^^^^^^^^^^
              = help: give one of them another name with `constant`"#]],
    );
}

#[test]
fn f6_one_environment_variable_in_spite_of_constants() {
    check(
        r#"
[features.new-checkout]
constant = "A"
[features.new_checkout]
constant = "B"
"#,
        expect![[r#"
            feature `new_checkout` and feature `new-checkout` on line 2 would both be set by the environment variable `FLAGS_NEW_CHECKOUT`
             --> features.toml:4:11
              |
            4 | [features.new_checkout]
              |           ^^^^^^^^^^^^
              = help: rename one of them; `provider-key` keeps the name that a provider knows"#]],
    );
}

#[test]
fn f6_one_key_variant() {
    check(
        r#"
[features.a_1]
[features.a1]
"#,
        expect![[r#"
            feature `a1` and feature `a_1` on line 2 would both be the variant `A1` of `Key`
             --> features.toml:3:11
              |
            3 | [features.a1]
              |           ^^
              = help: give one of them another name with `constant`"#]],
    );
}

#[test]
fn f6_constants_that_differ_in_underscores() {
    check(
        r#"
[features.a]
constant = "FOO_BAR"
[features.b]
constant = "FOO__BAR"
"#,
        expect![[r#"
            feature `b` and feature `a` on line 2 would both be the variant `FooBar` of `Key`
             --> features.toml:5:12
              |
            5 | constant = "FOO__BAR"
              |            ^^^^^^^^^^
              = help: give one of them another name with `constant`"#]],
    );
}

#[test]
fn three_are_two_findings() {
    check(
        r#"
[features.a-b]
[features.a_b]
[features."a.b"]
"#,
        expect![[r#"
            feature `a_b` and feature `a-b` on line 2 would both be the constant `A_B`
             --> features.toml:3:11
              |
            3 | [features.a_b]
              |           ^^^
              = help: rename one of them; `provider-key` keeps the name that a provider knows

            feature `a.b` and feature `a-b` on line 2 would both be the constant `A_B`
             --> features.toml:4:11
              |
            4 | [features."a.b"]
              |           ^^^^^
              = help: rename one of them; `provider-key` keeps the name that a provider knows"#]],
    );
}

#[test]
fn two_types_of_features() {
    check(
        r#"
[features.search]
variants = ["a", "b"]
default = "a"
[features.find]
default = { a = 1 }
type-name = "Search"
"#,
        expect![[r#"
            feature `find` and feature `search` on line 2 would both be the type `Search`
             --> features.toml:7:13
              |
            7 | type-name = "Search"
              |             ^^^^^^^^
              = help: choose another name with `type-name`"#]],
    );
}

#[test]
fn nested_type_and_another() {
    check(
        r#"
[features.search]
default = { limits = { most = 1 } }
[features.search_limits]
default = { a = 1 }
"#,
        expect![[r#"
            feature `search_limits` and feature `search` on line 2 would both be the type `SearchLimits`
             --> features.toml:4:11
              |
            4 | [features.search_limits]
              |           ^^^^^^^^^^^^^
              = help: choose another name with `type-name`"#]],
    );
}

#[test]
fn two_nested_types_of_one_feature() {
    check(
        r#"
[features.search]
default = { a_b = { c = { x = 1 } }, a = { b_c = { x = 1 } } }
"#,
        expect![[r#"
            two types of feature `search` would both be `SearchABC`
             --> features.toml:2:11
              |
            2 | [features.search]
              |           ^^^^^^
              = help: choose another name with `type-name`"#]],
    );
}

#[test]
fn type_of_an_attribute_and_of_a_feature() {
    check(
        r#"
[context]
plan = ["free", "pro"]
[features.plan]
variants = ["a", "b"]
default = "a"
"#,
        expect![[r#"
            feature `plan` and attribute `plan` on line 3 would both be the type `Plan`
             --> features.toml:4:11
              |
            4 | [features.plan]
              |           ^^^^
              = help: choose another name with `type-name`"#]],
    );
}

#[test]
fn two_attributes() {
    check(
        r#"
[context]
the_plan = ["free", "pro"]
the__plan = ["free", "pro"]
"#,
        expect![[r#"
            attribute `the__plan` and attribute `the_plan` on line 3 would both be the type `ThePlan`
             --> features.toml:4:1
              |
            4 | the__plan = ["free", "pro"]
              | ^^^^^^^^^
              = help: rename the attribute"#]],
    );
}

#[test]
fn retired_constant() {
    check(
        r#"
[features.power-peg]
[retired]
power_peg = { on = 2026-03-01, value = true }
"#,
        expect![[r#"
            retired feature `power_peg` and feature `power-peg` on line 2 would both be the constant `POWER_PEG`
             --> features.toml:4:1
              |
            4 | power_peg = { on = 2026-03-01, value = true }
              | ^^^^^^^^^
              = help: give one of them another name with `constant`"#]],
    );
}

#[test]
fn retired_type() {
    check(
        r#"
[retired]
colour = { on = 2026-03-01, value = "red", variants = ["red", "green"] }
[features.shade]
variants = ["red", "green"]
default = "red"
type-name = "Colour"
"#,
        expect![[r#"
            feature `shade` and retired feature `colour` on line 3 would both be the type `Colour`
             --> features.toml:7:13
              |
            7 | type-name = "Colour"
              |             ^^^^^^^^
              = help: choose another name with `type-name`"#]],
    );
}

#[test]
fn f3_one_key_twice_is_a_matter_of_toml() {
    check(
        r#"
[features.a]
default = true
[features.a]
default = false
"#,
        expect![[r#"
            TOML syntax: `a` stands here a second time; the first is on line 2
             --> features.toml:4:11
              |
            4 | [features.a]
              |           ^"#]],
    );
}
