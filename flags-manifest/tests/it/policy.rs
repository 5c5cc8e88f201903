//! What `[policy]` asks of every feature.

use expect_test::expect;

use crate::report::check;

#[test]
fn missing_field() {
    check(
        r#"
[policy]
require = ["description", "owner"]
[features.a]
description = "One."
[features]
b = { owner = "web" }
"#,
        expect![[r#"
            feature `a` has no `owner`, which `[policy] require` asks for
             --> features.toml:4:1
              |
            4 | [features.a]
              | ^^^^^^^^^^^^

            feature `b` has no `description`, which `[policy] require` asks for
             --> features.toml:7:1
              |
            7 | b = { owner = "web" }
              | ^"#]],
    );
}

#[test]
fn unknown_field() {
    check(
        r#"
[policy]
require = ["descripton", 1]
"#,
        expect![[r#"
            `[policy]`: `require`: each entry must be `description`, `owner`, `kind`, `created`, `expires`, `issue`, `provider-key`, `default` or `environments`, found `descripton`
             --> features.toml:3:12
              |
            3 | require = ["descripton", 1]
              |            ^^^^^^^^^^^^
              = help: did you mean `description`?

            `[policy]`: `require`: each entry must be `description`, `owner`, `kind`, `created`, `expires`, `issue`, `provider-key`, `default` or `environments`, found an integer
             --> features.toml:3:26
              |
            3 | require = ["descripton", 1]
              |                          ^"#]],
    );
}

#[test]
fn field_named_twice() {
    check(
        r#"
[policy]
require = ["owner", "owner"]
"#,
        expect![[r#"
            `[policy]`: `require` names `owner` twice
             --> features.toml:3:21
              |
            3 | require = ["owner", "owner"]
              |                     ^^^^^^^"#]],
    );
}

#[test]
fn every_environment_unmet() {
    check(
        r#"
[policy]
every-environment = true
[features.a]
environments = { development = true, production = false }
[features.b]
"#,
        expect![[r#"
            feature `a` has no value for `testing` and `staging`, which `[policy] every-environment` asks for
             --> features.toml:4:1
              |
            4 | [features.a]
              | ^^^^^^^^^^^^

            feature `b` has no value for `development`, `testing`, `staging` and `production`, which `[policy] every-environment` asks for
             --> features.toml:6:1
              |
            6 | [features.b]
              | ^^^^^^^^^^^^"#]],
    );
}

#[test]
fn every_environment_met() {
    check(
        r#"
[policy]
every-environment = true
[registry]
environments = ["development", "production"]
[features.a]
environments = { development = true, production = { rules = [{ serve = true }] } }
[features.b]
frozen = true
[features.c]
environments = { development = { default = true }, production = { default = false, rules = [] } }
"#,
        expect![[""]],
    );
}

#[test]
fn rules_that_may_pass_a_subject_by_state_no_value() {
    check(
        r#"
[policy]
every-environment = true
[registry]
environments = ["development", "testing", "production"]
[context]
is_staff = "bool"
[features.a.environments]
development.rules = [{ when = { is_staff = true }, serve = true }]
testing.rules = [{ rollout = 100 }]
production.rules = []
"#,
        expect![[r#"
            feature `a` has no value for `development`, `testing` and `production`, which `[policy] every-environment` asks for
             --> features.toml:8:11
              |
            8 | [features.a.environments]
              |           ^
              = help: add a `default` beside the `rules`, which need not match"#]],
    );
}

#[test]
fn unknown_words_and_wrong_types() {
    check(
        r#"
[policy]
expired = "deny"
every-environment = "yes"
require = "owner"
max-age = 90
"#,
        expect![[r#"
            `[policy]`: `expired` must be `allow` or `warn`, found `deny`
             --> features.toml:3:11
              |
            3 | expired = "deny"
              |           ^^^^^^

            `[policy]`: `every-environment` must be `true` or `false`, found a string
             --> features.toml:4:21
              |
            4 | every-environment = "yes"
              |                     ^^^^^

            `[policy]`: `require` must be a list of keys of a feature, found a string
             --> features.toml:5:11
              |
            5 | require = "owner"
              |           ^^^^^^^

            `[policy]`: `max-age` must be a table, found an integer
             --> features.toml:6:11
              |
            6 | max-age = 90
              |           ^^"#]],
    );
}

#[test]
fn max_age() {
    check(
        r#"
[policy]
max-age = { release = 0, ops = -1, experiment = "40 days", permission = 99999999999 }
"#,
        expect![[r#"
            `[policy]`: `max-age.release` must be a number of days, at least 1
             --> features.toml:3:23
              |
            3 | max-age = { release = 0, ops = -1, experiment = "40 days", permission = 99999999999 }
              |                       ^

            `[policy]`: `max-age.ops` must be a number of days, at least 1
             --> features.toml:3:32
              |
            3 | max-age = { release = 0, ops = -1, experiment = "40 days", permission = 99999999999 }
              |                                ^^

            `[policy]`: `max-age.experiment` must be a number of days, at least 1
             --> features.toml:3:49
              |
            3 | max-age = { release = 0, ops = -1, experiment = "40 days", permission = 99999999999 }
              |                                                 ^^^^^^^^^

            `[policy]`: `max-age.permission` must be a number of days, at least 1
             --> features.toml:3:73
              |
            3 | max-age = { release = 0, ops = -1, experiment = "40 days", permission = 99999999999 }
              |                                                                         ^^^^^^^^^^^"#]],
    );
}

#[test]
fn not_a_table() {
    check(
        r#"
policy = 1
registry = 1
context = 1
segments = 1
retired = 1
"#,
        expect![[r#"
            `[policy]` must be a table, found an integer
             --> features.toml:2:10
              |
            2 | policy = 1
              |          ^

            `[registry]` must be a table, found an integer
             --> features.toml:3:12
              |
            3 | registry = 1
              |            ^

            `[context]` must be a table, found an integer
             --> features.toml:4:11
              |
            4 | context = 1
              |           ^

            `[segments]` must be a table, found an integer
             --> features.toml:5:12
              |
            5 | segments = 1
              |            ^

            `[retired]` must be a table, found an integer
             --> features.toml:6:11
              |
            6 | retired = 1
              |           ^"#]],
    );
}

#[test]
fn kind() {
    check(
        r#"
[features.a]
kind = "killswitch"
[features.b]
kind = "temporary"
"#,
        expect![[r#"
            feature `a`: `kind` must be `release`, `experiment`, `ops`, `kill-switch` or `permission`, found `killswitch`
             --> features.toml:3:8
              |
            3 | kind = "killswitch"
              |        ^^^^^^^^^^^^
              = help: did you mean `kill-switch`?

            feature `b`: `kind` must be `release`, `experiment`, `ops`, `kill-switch` or `permission`, found `temporary`
             --> features.toml:5:8
              |
            5 | kind = "temporary"
              |        ^^^^^^^^^^^"#]],
    );
}

#[test]
fn required_default_is_asked_for_once() {
    check(
        r#"
[policy]
require = ["default"]
[features.a]
variants = ["x"]
[features.b]
"#,
        expect![[r#"
            feature `a` has no `default`, and only a boolean may leave it out
             --> features.toml:4:1
              |
            4 | [features.a]
              | ^^^^^^^^^^^^

            feature `b` has no `default`, which `[policy] require` asks for
             --> features.toml:6:1
              |
            6 | [features.b]
              | ^^^^^^^^^^^^"#]],
    );
}

#[test]
fn a_misspelled_key_is_not_missing_as_well() {
    check(
        r#"
[policy]
require = ["description", "owner"]
every-environment = true
[features.a]
descripton = "One."
enviroments = { production = true }
owner = "web"
[features]
b = true
"#,
        expect![[r#"
            feature `a`: unknown key `descripton`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
             --> features.toml:6:1
              |
            6 | descripton = "One."
              | ^^^^^^^^^^
              = help: did you mean `description`?

            feature `a`: unknown key `enviroments`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
             --> features.toml:7:1
              |
            7 | enviroments = { production = true }
              | ^^^^^^^^^^^
              = help: did you mean `environments`?

            feature `b` must be a table, found a boolean
              --> features.toml:10:5
               |
            10 | b = true
               |     ^^^^
               = help: write `[features.b]`, and below it `default = true`"#]],
    );
}
