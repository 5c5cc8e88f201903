//! What a feature says in one environment.

use expect_test::expect;

use crate::report::check;

#[test]
fn unknown() {
    check(
        r#"
[features.a]
environments.prodution = true
"#,
        expect![[r#"
            feature `a`: there is no environment `prodution`, expected `development`, `testing`, `staging` or `production`
             --> features.toml:3:14
              |
            3 | environments.prodution = true
              |              ^^^^^^^^^
              = help: did you mean `production`?"#]],
    );
}

#[test]
fn unknown_among_those_of_the_registry() {
    check(
        r#"
[registry]
environments = ["dev", "production"]
[features.a]
environments.staging = true
"#,
        expect![[r#"
            feature `a`: there is no environment `staging`, expected `dev` or `production`
             --> features.toml:5:14
              |
            5 | environments.staging = true
              |              ^^^^^^^"#]],
    );
}

#[test]
fn empty_long_form() {
    check(
        r#"
[features.a]
environments.production = {}
"#,
        expect![[r#"
            feature `a`: `environments.production` says nothing, expected a value, `default` or `rules`
             --> features.toml:3:27
              |
            3 | environments.production = {}
              |                           ^^"#]],
    );
}

#[test]
fn wrong_type() {
    check(
        r#"
[features.a]
environments.development = true
environments.production = "on"
environments.staging = { default = 1 }
environments.testing = { rules = true }
"#,
        expect![[r#"
            feature `a`: `environments.production` must be a boolean, found a string
             --> features.toml:4:27
              |
            4 | environments.production = "on"
              |                           ^^^^

            feature `a`: `environments.staging.default` must be a boolean, found an integer
             --> features.toml:5:36
              |
            5 | environments.staging = { default = 1 }
              |                                    ^

            feature `a`: `environments.testing.rules` must be a list of rules, found a boolean
             --> features.toml:6:34
              |
            6 | environments.testing = { rules = true }
              |                                  ^^^^"#]],
    );
}

#[test]
fn outside_of_range_and_variants() {
    check(
        r#"
[features.a]
default = 5
range = [1, 10]
environments.production = 11
[features.b]
variants = ["red", "green"]
default = "red"
environments.production = "blue"
"#,
        expect![[r#"
            feature `a`: `environments.production` must be from 1 to 10, found 11
             --> features.toml:5:27
              |
            5 | environments.production = 11
              |                           ^^

            feature `b`: `environments.production` must be `red` or `green`, found `blue`
             --> features.toml:9:27
              |
            9 | environments.production = "blue"
              |                           ^^^^^^"#]],
    );
}

#[test]
fn not_a_table() {
    check(
        r#"
[features.a]
environments = true
"#,
        expect![[r#"
            feature `a`: `environments` must be a table, found a boolean
             --> features.toml:3:16
              |
            3 | environments = true
              |                ^^^^"#]],
    );
}

#[test]
fn rules_that_replace_by_none_are_fine() {
    check(
        r#"
[features.a]
rules = [{ rollout = 5 }]
environments.development = { rules = [] }
"#,
        expect![[""]],
    );
}

#[test]
fn rules_of_an_environment() {
    check(
        r#"
[features.a]
environments.production = { rules = [{ rollout = 101 }] }
"#,
        expect![[r#"
            feature `a`: `environments.production`: rule 1: `rollout` must be a percentage from 0 to 100 with at most three decimals, found 101
             --> features.toml:3:50
              |
            3 | environments.production = { rules = [{ rollout = 101 }] }
              |                                                  ^^^"#]],
    );
}

#[test]
fn registry_without_production() {
    check(
        r#"
[registry]
environments = ["dev", "prod"]
"#,
        expect![[r#"
            `[registry]`: `environments` must hold `production`, which is what an unset `FLAGS_ENV` means
             --> features.toml:3:16
              |
            3 | environments = ["dev", "prod"]
              |                ^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn registry_without_any() {
    check(
        r#"
[registry]
environments = []
"#,
        expect![[r#"
            `[registry]`: `environments` must not be empty; the default is `development`, `testing`, `staging` and `production`
             --> features.toml:3:16
              |
            3 | environments = []
              |                ^^"#]],
    );
}

#[test]
fn registry_with_one_twice() {
    check(
        r#"
[registry]
environments = ["production", "dev", "dev"]
"#,
        expect![[r#"
            `[registry]`: `environments` names `dev` twice
             --> features.toml:3:38
              |
            3 | environments = ["production", "dev", "dev"]
              |                                      ^^^^^"#]],
    );
}

#[test]
fn registry_with_names_that_are_none() {
    check(
        r#"
[registry]
name = "my shop"
environments = ["production", "", "a b", 5]
"#,
        expect![[r#"
            `[registry]`: `name`: `my shop` has a character other than letters from `a` to `z`, digits, `-`, `_` and `.`
             --> features.toml:3:8
              |
            3 | name = "my shop"
              |        ^^^^^^^^^

            `[registry]`: `environments`: each entry must not be empty
             --> features.toml:4:31
              |
            4 | environments = ["production", "", "a b", 5]
              |                               ^^

            `[registry]`: `environments`: each entry: `a b` has a character other than letters from `a` to `z`, digits, `-`, `_` and `.`
             --> features.toml:4:35
              |
            4 | environments = ["production", "", "a b", 5]
              |                                   ^^^^^

            `[registry]`: `environments`: each entry must be a string, found an integer
             --> features.toml:4:42
              |
            4 | environments = ["production", "", "a b", 5]
              |                                          ^"#]],
    );
}

#[test]
fn registry_with_wrong_types() {
    check(
        r#"
[registry]
name = 5
environments = "production"
"#,
        expect![[r#"
            `[registry]`: `name` must be a string, found an integer
             --> features.toml:3:8
              |
            3 | name = 5
              |        ^

            `[registry]`: `environments` must be a list of strings, found a string
             --> features.toml:4:16
              |
            4 | environments = "production"
              |                ^^^^^^^^^^^^"#]],
    );
}
