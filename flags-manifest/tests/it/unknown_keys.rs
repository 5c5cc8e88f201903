//! Keys that a table does not know: which it knows, and what was meant.

use expect_test::expect;

use crate::report::check;

#[test]
fn f4_of_the_file() {
    check(
        r#"
[feature.a]
default = true
"#,
        expect![[r#"
            the file: unknown key `feature`, expected `registry`, `policy`, `context`, `segments`, `features` or `retired`
             --> features.toml:2:2
              |
            2 | [feature.a]
              |  ^^^^^^^
              = help: did you mean `features`?"#]],
    );
}

#[test]
fn f4_of_a_feature() {
    check(
        r#"
[features.a]
defualt = true
"#,
        expect![[r#"
            feature `a`: unknown key `defualt`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
             --> features.toml:3:1
              |
            3 | defualt = true
              | ^^^^^^^
              = help: did you mean `default`?"#]],
    );
}

#[test]
fn f4_of_a_feature_without_a_similar_one() {
    check(
        r#"
[features.a]
colour = "red"
"#,
        expect![[r#"
            feature `a`: unknown key `colour`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
             --> features.toml:3:1
              |
            3 | colour = "red"
              | ^^^^^^"#]],
    );
}

#[test]
fn f4_with_underscores_instead_of_dashes() {
    check(
        r#"
[features.a]
provider_key = "b"
"#,
        expect![[r#"
            feature `a`: unknown key `provider_key`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
             --> features.toml:3:1
              |
            3 | provider_key = "b"
              | ^^^^^^^^^^^^
              = help: did you mean `provider-key`?"#]],
    );
}

#[test]
fn f4_of_the_registry() {
    check(
        r#"
[registry]
enviroments = ["production"]
"#,
        expect![[r#"
            `[registry]`: unknown key `enviroments`, expected `name` or `environments`
             --> features.toml:3:1
              |
            3 | enviroments = ["production"]
              | ^^^^^^^^^^^
              = help: did you mean `environments`?"#]],
    );
}

#[test]
fn f4_of_the_policy() {
    check(
        r#"
[policy]
expire = "warn"
"#,
        expect![[r#"
            `[policy]`: unknown key `expire`, expected `expired`, `require`, `every-environment` or `max-age`
             --> features.toml:3:1
              |
            3 | expire = "warn"
              | ^^^^^^
              = help: did you mean `expired`?"#]],
    );
}

#[test]
fn f4_of_max_age() {
    check(
        r#"
[policy]
max-age = { releases = 90 }
"#,
        expect![[r#"
            `[policy]`: `max-age`: unknown key `releases`, expected `release`, `experiment`, `ops`, `kill-switch` or `permission`
             --> features.toml:3:13
              |
            3 | max-age = { releases = 90 }
              |             ^^^^^^^^
              = help: did you mean `release`?"#]],
    );
}

#[test]
fn f4_of_an_attribute() {
    check(
        r#"
[context]
email = { type = "string", secret = true }
"#,
        expect![[r#"
            attribute `email`: unknown key `secret`, expected `type` or `private`
             --> features.toml:3:28
              |
            3 | email = { type = "string", secret = true }
              |                            ^^^^^^"#]],
    );
}

#[test]
fn f4_of_an_environment() {
    check(
        r#"
[features.a]
environments.production = { defaults = true }
"#,
        expect![[r#"
            feature `a`: `environments.production`: unknown key `defaults`, expected `default` or `rules`
             --> features.toml:3:29
              |
            3 | environments.production = { defaults = true }
              |                             ^^^^^^^^
              = help: did you mean `default`?"#]],
    );
}

#[test]
fn f4_of_a_retired_feature() {
    check(
        r#"
[retired]
a = { on = 2026-03-01, value = true, because = "rolled out" }
"#,
        expect![[r#"
            retired feature `a`: unknown key `because`, expected `on`, `value`, `reason`, `variants`, `constant` or `type-name`
             --> features.toml:3:38
              |
            3 | a = { on = 2026-03-01, value = true, because = "rolled out" }
              |                                      ^^^^^^^"#]],
    );
}

#[test]
fn f4_of_a_rule() {
    check(
        r#"
[features.a]
rules = [{ serves = true }]
"#,
        expect![[r#"
            feature `a`: rule 1: unknown key `serves`, expected `when`, `serve`, `rollout`, `split`, `ramp`, `value`, `by` or `salt`
             --> features.toml:3:12
              |
            3 | rules = [{ serves = true }]
              |            ^^^^^^
              = help: did you mean `serve`?"#]],
    );
}

#[test]
fn f4_of_a_rollout_and_a_ramp() {
    check(
        r#"
[features.a]
rules = [
  { rollout = { percentage = 5 } },
  { ramp = { from = 2026-12-01T09:00:00Z, until = 2026-12-08T09:00:00Z, start = 0, end = 100 } },
]
"#,
        expect![[r#"
            feature `a`: rule 1: `rollout`: unknown key `percentage`, expected `percent`, `by` or `salt`
             --> features.toml:4:17
              |
            4 |   { rollout = { percentage = 5 } },
              |                 ^^^^^^^^^^
              = help: did you mean `percent`?

            feature `a`: rule 2: `ramp`: unknown key `until`, expected `from`, `to`, `start` or `end`
             --> features.toml:5:43
              |
            5 |   { ramp = { from = 2026-12-01T09:00:00Z, until = 2026-12-08T09:00:00Z, start = 0, end = 100 } },
              |                                           ^^^^^"#]],
    );
}

#[test]
fn f4_all_at_once_in_the_order_of_the_text() {
    check(
        r#"
[policy]
requires = []
[features.b]
defautl = true
[features.a]
ownr = "web"
"#,
        expect![[r#"
            `[policy]`: unknown key `requires`, expected `expired`, `require`, `every-environment` or `max-age`
             --> features.toml:3:1
              |
            3 | requires = []
              | ^^^^^^^^
              = help: did you mean `require`?

            feature `b`: unknown key `defautl`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
             --> features.toml:5:1
              |
            5 | defautl = true
              | ^^^^^^^
              = help: did you mean `default`?

            feature `a`: unknown key `ownr`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
             --> features.toml:7:1
              |
            7 | ownr = "web"
              | ^^^^
              = help: did you mean `owner`?"#]],
    );
}

#[test]
fn a_feature_beside_the_sections() {
    check(
        r#"
new-checkout = true
feature = true
limit = 5
"2fa" = true
[features]
dark-mode = true
size = 5
name = "x"
since = 2026-01-01
long = "Lorem ipsum dolor sit amet, consectetur adipiscing elit"
"#,
        expect![[r#"
            the file: unknown key `new-checkout`, expected `registry`, `policy`, `context`, `segments`, `features` or `retired`
             --> features.toml:2:1
              |
            2 | new-checkout = true
              | ^^^^^^^^^^^^
              = help: write `[features.new-checkout]`, and below it `default = true`

            the file: unknown key `feature`, expected `registry`, `policy`, `context`, `segments`, `features` or `retired`
             --> features.toml:3:1
              |
            3 | feature = true
              | ^^^^^^^
              = help: write `[features.feature]`, and below it `default = true`

            the file: unknown key `limit`, expected `registry`, `policy`, `context`, `segments`, `features` or `retired`
             --> features.toml:4:1
              |
            4 | limit = 5
              | ^^^^^

            the file: unknown key `2fa`, expected `registry`, `policy`, `context`, `segments`, `features` or `retired`
             --> features.toml:5:1
              |
            5 | "2fa" = true
              | ^^^^^

            feature `dark-mode` must be a table, found a boolean
             --> features.toml:7:13
              |
            7 | dark-mode = true
              |             ^^^^
              = help: write `[features.dark-mode]`, and below it `default = true`

            feature `size` must be a table, found an integer
             --> features.toml:8:8
              |
            8 | size = 5
              |        ^
              = help: write `[features.size]`, and below it `default = 5`

            feature `name` must be a table, found a string
             --> features.toml:9:8
              |
            9 | name = "x"
              |        ^^^
              = help: write `[features.name]`, and below it `default = "x"`

            feature `since` must be a table, found a date
              --> features.toml:10:9
               |
            10 | since = 2026-01-01
               |         ^^^^^^^^^^
               = help: write `[features.since]`, and below it `default = …`

            feature `long` must be a table, found a string
              --> features.toml:11:8
               |
            11 | long = "Lorem ipsum dolor sit amet, consectetur adipiscing elit"
               |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               = help: write `[features.long]`, and below it `default = …`"#]],
    );
}
