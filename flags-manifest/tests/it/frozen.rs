//! Decided at build.

use expect_test::expect;

use crate::report::check;

#[test]
fn beside_environments_rules_and_needs() {
    check(
        r#"
[features.b]
[features.a]
frozen = true
environments.production = true
rules = [{ rollout = 5 }]
needs = ["b"]
"#,
        expect![[r#"
            feature `a`: `environments` cannot stand beside `frozen = true`, which takes the `default` and nothing else
             --> features.toml:5:1
              |
            5 | environments.production = true
              | ^^^^^^^^^^^^

            feature `a`: `rules` cannot stand beside `frozen = true`, which takes the `default` and nothing else
             --> features.toml:6:1
              |
            6 | rules = [{ rollout = 5 }]
              | ^^^^^

            feature `a`: `needs` cannot stand beside `frozen = true`, which takes the `default` and nothing else
             --> features.toml:7:1
              |
            7 | needs = ["b"]
              | ^^^^^"#]],
    );
}

#[test]
fn on_an_integer() {
    check(
        r#"
[features.a]
default = 5
frozen = true
"#,
        expect![[r#"
            feature `a`: `frozen` goes with a boolean or variants, and the feature is an integer
             --> features.toml:4:1
              |
            4 | frozen = true
              | ^^^^^^"#]],
    );
}

#[test]
fn wrong_type() {
    check(
        r#"
[features.a]
frozen = "yes"
"#,
        expect![[r#"
            feature `a`: `frozen` must be `true` or `false`, found a string
             --> features.toml:3:10
              |
            3 | frozen = "yes"
              |          ^^^^^"#]],
    );
}

#[test]
fn on_variants_and_off_are_fine() {
    check(
        r#"
[features.a]
variants = ["red", "green"]
default = "red"
frozen = true
[features.b]
frozen = false
rules = [{ rollout = 5 }]
"#,
        expect![[""]],
    );
}
