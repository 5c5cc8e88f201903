//! Prerequisites.

use expect_test::expect;

use crate::report::check;

#[test]
fn f8_unknown() {
    check(
        r#"
[features.maintenance]
[features.a]
needs = ["maintenence"]
"#,
        expect![[r#"
            feature `a`: `needs`: there is no feature `maintenence`
             --> features.toml:4:10
              |
            4 | needs = ["maintenence"]
              |          ^^^^^^^^^^^^^
              = help: did you mean `maintenance`?"#]],
    );
}

#[test]
fn f8_unknown_without_a_similar_one() {
    check(
        r#"
[features.a]
needs = ["!maintenance"]
"#,
        expect![[r#"
            feature `a`: `needs`: there is no feature `maintenance`
             --> features.toml:3:10
              |
            3 | needs = ["!maintenance"]
              |          ^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn f8_itself() {
    check(
        r#"
[features.a]
needs = ["a"]
"#,
        expect![[r#"
            feature `a` needs itself
             --> features.toml:3:10
              |
            3 | needs = ["a"]
              |          ^^^"#]],
    );
}

#[test]
fn f8_circle_of_two() {
    check(
        r#"
[features.a]
needs = ["b"]
[features.b]
needs = ["!a"]
"#,
        expect![[r#"
            features need each other in a circle: `a` -> `b` -> `a`
             --> features.toml:3:10
              |
            3 | needs = ["b"]
              |          ^^^"#]],
    );
}

#[test]
fn f8_circle_at_the_first_of_its_needs() {
    check(
        r#"
[features.outside]
needs = ["c"]
[features.a]
needs = ["b"]
[features.b]
needs = ["other", "c"]
[features.c]
needs = ["a"]
[features.other]
"#,
        expect![[r#"
            features need each other in a circle: `a` -> `b` -> `c` -> `a`
             --> features.toml:5:10
              |
            5 | needs = ["b"]
              |          ^^^"#]],
    );
}

#[test]
fn f8_two_circles() {
    check(
        r#"
[features.a]
needs = ["b"]
[features.b]
needs = ["a"]
[features.c]
needs = ["d"]
[features.d]
needs = ["c"]
"#,
        expect![[r#"
            features need each other in a circle: `a` -> `b` -> `a`
             --> features.toml:3:10
              |
            3 | needs = ["b"]
              |          ^^^

            features need each other in a circle: `c` -> `d` -> `c`
             --> features.toml:7:10
              |
            7 | needs = ["d"]
              |          ^^^"#]],
    );
}

#[test]
fn diamond_is_fine() {
    check(
        r#"
[features.a]
needs = ["b", "c"]
[features.b]
needs = ["d"]
[features.c]
needs = ["!d"]
[features.d]
"#,
        expect![[""]],
    );
}

#[test]
fn not_a_boolean() {
    check(
        r#"
[features.size]
default = 5
[features.a]
needs = ["size"]
"#,
        expect![[r#"
            feature `a`: `needs` must name boolean features, and `size` (line 2) is none
             --> features.toml:5:10
              |
            5 | needs = ["size"]
              |          ^^^^^^"#]],
    );
}

#[test]
fn twice() {
    check(
        r#"
[features.b]
[features.a]
needs = ["b", "b"]
"#,
        expect![[r#"
            feature `a`: `needs` names `b` twice
             --> features.toml:4:15
              |
            4 | needs = ["b", "b"]
              |               ^^^"#]],
    );
}

#[test]
fn both_on_and_off() {
    check(
        r#"
[features.b]
[features.a]
needs = ["b", "!b"]
"#,
        expect![[r#"
            feature `a`: `needs`: `b` cannot be both on and off
             --> features.toml:4:15
              |
            4 | needs = ["b", "!b"]
              |               ^^^^"#]],
    );
}

#[test]
fn f9_retired() {
    check(
        r#"
[features.a]
needs = ["power_peg"]
[retired]
power_peg = { on = 2026-03-01, value = true }
"#,
        expect![[r#"
            feature `a`: `needs`: `power_peg` was retired on 2026-03-01 (line 5)
             --> features.toml:3:10
              |
            3 | needs = ["power_peg"]
              |          ^^^^^^^^^^^"#]],
    );
}

#[test]
fn no_list() {
    check(
        r#"
[features.b]
[features.a]
needs = "b"
"#,
        expect![[r#"
            feature `a`: `needs` must be a list of keys, each with `!` before it where the feature must be off, found a string
             --> features.toml:4:9
              |
            4 | needs = "b"
              |         ^^^"#]],
    );
}

#[test]
fn not_strings() {
    check(
        r#"
[features.a]
needs = [1, ""]
"#,
        expect![[r#"
            feature `a`: `needs`: each entry must be a string, found an integer
             --> features.toml:3:10
              |
            3 | needs = [1, ""]
              |          ^

            feature `a`: `needs`: each entry must not be empty
             --> features.toml:3:13
              |
            3 | needs = [1, ""]
              |             ^^"#]],
    );
}

#[test]
fn of_a_feature_that_is_wrong_is_not_reported_as_well() {
    check(
        r#"
[features.new-checkout]
[features.new_checkout]
[features."2fa"]
[features.a]
needs = ["new_checkout", "2fa"]
"#,
        expect![[r#"
            feature `new_checkout` and feature `new-checkout` on line 2 would both be the constant `NEW_CHECKOUT`
             --> features.toml:3:11
              |
            3 | [features.new_checkout]
              |           ^^^^^^^^^^^^
              = help: rename one of them; `provider-key` keeps the name that a provider knows

            feature `2fa`: the key does not begin with a letter from `a` to `z`, so nothing can be named after it
             --> features.toml:4:11
              |
            4 | [features."2fa"]
              |           ^^^^^"#]],
    );
}

#[test]
fn f8_circles_with_a_common_feature() {
    check(
        r#"
[features.a]
needs = ["!b", "c"]
[features.b]
needs = ["a"]
[features.c]
needs = ["a"]
"#,
        expect![[r#"
            features need each other in a circle: `a` -> `b` -> `a`
             --> features.toml:3:10
              |
            3 | needs = ["!b", "c"]
              |          ^^^^

            features need each other in a circle: `a` -> `c` -> `a`
             --> features.toml:3:16
              |
            3 | needs = ["!b", "c"]
              |                ^^^"#]],
    );
}

#[test]
fn f8_a_circle_within_a_circle() {
    check(
        r#"
[features.a]
needs = ["b"]
[features.b]
needs = ["c"]
[features.c]
needs = ["b", "c", "a"]
"#,
        expect![[r#"
            features need each other in a circle: `a` -> `b` -> `c` -> `a`
             --> features.toml:3:10
              |
            3 | needs = ["b"]
              |          ^^^

            features need each other in a circle: `b` -> `c` -> `b`
             --> features.toml:5:10
              |
            5 | needs = ["c"]
              |          ^^^

            feature `c` needs itself
             --> features.toml:7:15
              |
            7 | needs = ["b", "c", "a"]
              |               ^^^"#]],
    );
}

#[test]
fn f8_of_many_circles_twenty_are_reported() {
    let names: Vec<String> = (0..30).map(|index| format!("f{index}")).collect();
    let needs = format!("needs = {names:?}\n");
    let text: String = names
        .iter()
        .map(|name| format!("[features.{name}]\n{needs}"))
        .collect();
    assert_eq!(flags_manifest::parse(&text).diagnostics.len(), 20);
}
