//! `cargo flags set`.

use expect_test::{Expect, expect};

use crate::prompt::Prompt;

mod property;

/// Says what the command says, and then what is in the file; `(unchanged)` if it is as it was.
#[track_caller]
fn check(state: &str, arguments: &str, expected: Expect) {
    let prompt = Prompt::shop();
    prompt.write("flags.toml", state);
    told(&prompt, state, arguments, expected);
}

#[track_caller]
fn told(prompt: &Prompt, state: &str, arguments: &str, expected: Expect) {
    let said = prompt.flags(&format!("set {arguments} --state flags.toml"));
    let now = prompt.read("flags.toml");
    let now = if now == state { "(unchanged)\n" } else { &now };
    expected.assert_eq(&format!("{}? {}\n---\n{now}", said.text, said.status));
}

#[test]
fn a_value_for_everyone() {
    check(
        "# Today.\n[features.crazy]\n# Off since the morning.\ndefault = false # soon on\n",
        "crazy on",
        expect![[r#"
            crazy: off -> on (everywhere)
            --- flags.toml
            +++ flags.toml
            @@ -1,4 +1,4 @@
             # Today.
             [features.crazy]
             # Off since the morning.
            -default = false # soon on
            +default = true # soon on
            wrote `flags.toml`
            ? 0
            ---
            # Today.
            [features.crazy]
            # Off since the morning.
            default = true # soon on
        "#]],
    );
}

#[test]
fn a_value_that_is_there_already() {
    check(
        "[features.crazy]\ndefault = true\n",
        "CRAZY true",
        expect![[r#"
            crazy: on, as before (everywhere)
            `flags.toml` says so already
            ? 0
            ---
            (unchanged)
        "#]],
    );
}

#[test]
fn a_new_entry_for_one_environment() {
    check(
        "",
        "crazy on --env staging",
        expect![[r#"
        crazy: 2 rules, else on (as declared), as before (development)
        crazy: 2 rules, else off (as declared), as before (testing, production)
        crazy: 2 rules, else off (as declared) -> on (staging)
        --- flags.toml
        +++ flags.toml
        @@ -0,0 +1,2 @@
        +[features.crazy]
        +environments.staging = true
        wrote `flags.toml`
        ? 0
        ---
        [features.crazy]
        environments.staging = true
    "#]],
    );
}

#[test]
fn several_environments() {
    check(
        "[features.crazy]\nenvironments.staging = { default = false, rules = [{ serve = true }] }\n",
        "crazy on --env staging,testing",
        expect![[r#"
            crazy: 2 rules, else on (as declared), as before (development)
            crazy: 2 rules, else off (as declared) -> on (testing)
            crazy: on, as before (staging)
            crazy: 2 rules, else off (as declared), as before (production)
            --- flags.toml
            +++ flags.toml
            @@ -1,2 +1,3 @@
             [features.crazy]
            -environments.staging = { default = false, rules = [{ serve = true }] }
            +environments.staging = { default = true, rules = [{ serve = true }] }
            +environments.testing = true
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            environments.staging = { default = true, rules = [{ serve = true }] }
            environments.testing = true
        "#]],
    );
}

#[test]
fn rules_that_would_go_first_are_a_reason_to_refuse() {
    check(
        "[features.crazy]\ndefault = true\nrules = [\n  { when = { segment = \"staff\" }, serve = true },\n  { rollout = 10, value = false },\n]\n",
        "crazy off",
        expect![[r#"
            error: `crazy` would still be `on` for some: rule 1 of the entry goes first
             --> flags.toml:4:3
              |
            4 |   { when = { segment = "staff" }, serve = true },
              |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              = help: `--drop-rules` takes the rules out, `--keep-rules` leaves them in force
            nothing was written
            ? 1
            ---
            (unchanged)
        "#]],
    );
}

#[test]
fn rules_that_serve_the_same_are_none() {
    check(
        "[features.crazy]\nrules = [{ when = { segment = \"staff\" }, serve = false }, { rollout = 0 }]\n",
        "crazy off",
        expect![[r#"
            crazy: 1 rule, then 0 % on, then 2 rules, else on -> 1 rule, then 0 % on, else off (development)
            crazy: 1 rule, then 0 % on, then 2 rules, else off -> 1 rule, then 0 % on, else off (testing, staging, production)
            --- flags.toml
            +++ flags.toml
            @@ -1,2 +1,3 @@
             [features.crazy]
            +default = false
             rules = [{ when = { segment = "staff" }, serve = false }, { rollout = 0 }]
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            default = false
            rules = [{ when = { segment = "staff" }, serve = false }, { rollout = 0 }]
        "#]],
    );
}

#[test]
fn rules_go_if_asked_for() {
    check(
        "[features.crazy]\n# Staff first.\nrules = [{ serve = true }]\n\n[features.crazy.environments.staging]\nrules = [{ rollout = 50 }]\n",
        "crazy off --drop-rules",
        expect![[r#"
            crazy: on -> off (development, testing, production)
            crazy: 50 % on, then 2 rules, else off -> off (staging)
            --- flags.toml
            +++ flags.toml
            @@ -1,6 +1,2 @@
             [features.crazy]
            -# Staff first.
            -rules = [{ serve = true }]
            -
            -[features.crazy.environments.staging]
            -rules = [{ rollout = 50 }]
            +default = false
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            default = false
        "#]],
    );
}

#[test]
fn rules_stay_if_asked_for() {
    check(
        "[features.crazy]\nrules = [{ when = { country = \"DE\" }, serve = true }]\n",
        "crazy off --keep-rules",
        expect![[r#"
            crazy: 3 rules, else on -> 1 rule, else off (development)
            crazy: 3 rules, else off -> 1 rule, else off (testing, staging, production)
            --- flags.toml
            +++ flags.toml
            @@ -1,2 +1,3 @@
             [features.crazy]
            +default = false
             rules = [{ when = { country = "DE" }, serve = true }]
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            default = false
            rules = [{ when = { country = "DE" }, serve = true }]
        "#]],
    );
}

#[test]
fn rules_go_in_one_environment() {
    check(
        "[features.crazy]\nrules = [{ serve = true }] # everybody\n",
        "crazy off --env production --drop-rules",
        expect![[r#"
            crazy: on, as before (development, testing, staging)
            crazy: on -> off (production)
            --- flags.toml
            +++ flags.toml
            @@ -1,2 +1,3 @@
             [features.crazy]
             rules = [{ serve = true }] # everybody
            +environments.production = { default = false, rules = [] }
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            rules = [{ serve = true }] # everybody
            environments.production = { default = false, rules = [] }
        "#]],
    );
}

#[test]
fn an_environment_that_says_otherwise_is_a_reason_to_refuse() {
    let state = "[features.crazy]\nenvironments.production = true\n";
    check(
        state,
        "crazy off",
        expect![[r#"
        error: `crazy` would still be `on` in production
         --> flags.toml:2:14
          |
        2 | environments.production = true
          |              ^^^^^^^^^^
          = help: `--force` takes out whatever answers otherwise, `--keep-rules` leaves it in force
        nothing was written
        ? 1
        ---
        (unchanged)
    "#]],
    );
    check(
        state,
        "crazy off --drop-rules",
        expect![[r#"
        error: `crazy` would still be `on` in production
         --> flags.toml:2:14
          |
        2 | environments.production = true
          |              ^^^^^^^^^^
          = help: `--force` takes out whatever answers otherwise, `--keep-rules` leaves it in force
        nothing was written
        ? 1
        ---
        (unchanged)
    "#]],
    );
    check(
        state,
        "crazy off --force",
        expect![[r#"
        crazy: 2 rules, else on (as declared) -> off (development)
        crazy: 2 rules, else off (as declared) -> off (testing, staging)
        crazy: on -> off (production)
        --- flags.toml
        +++ flags.toml
        @@ -1,2 +1,2 @@
         [features.crazy]
        -environments.production = true
        +default = false
        wrote `flags.toml`
        ? 0
        ---
        [features.crazy]
        default = false
    "#]],
    );
}

#[test]
fn a_kill_switch_turns_off_whatever_the_file_says() {
    check(
        "[features.crazy]\nrules = [{ rollout = 50 }]\nenvironments.staging = { default = true, rules = [{ serve = true }] }\nenvironments.production = true\n\n[features.max_upload_mb]\ndefault = 50 # disks\n",
        "crazy off --force",
        expect![[r#"
            crazy: 50 % on, then 2 rules, else on -> off (development)
            crazy: 50 % on, then 2 rules, else off -> off (testing)
            crazy: on -> off (staging)
            crazy: 50 % on, else on -> off (production)
            --- flags.toml
            +++ flags.toml
            @@ -1,7 +1,5 @@
             [features.crazy]
            -rules = [{ rollout = 50 }]
            -environments.staging = { default = true, rules = [{ serve = true }] }
            -environments.production = true
            +default = false
 
             [features.max_upload_mb]
             default = 50 # disks
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            default = false

            [features.max_upload_mb]
            default = 50 # disks
        "#]],
    );
}

#[test]
fn every_type_is_read_as_people_write_it() {
    check(
        "",
        "checkout_button blue",
        expect![[r#"
        checkout_button: 1 rule, else red (as declared) -> blue (everywhere)
        --- flags.toml
        +++ flags.toml
        @@ -0,0 +1,2 @@
        +[features.checkout_button]
        +default = "blue"
        wrote `flags.toml`
        ? 0
        ---
        [features.checkout_button]
        default = "blue"
    "#]],
    );
    check(
        "",
        "max_upload_mb 100",
        expect![[r#"
        max_upload_mb: 25 (as declared) -> 100 (everywhere)
        --- flags.toml
        +++ flags.toml
        @@ -0,0 +1,2 @@
        +[features.max_upload_mb]
        +default = 100
        wrote `flags.toml`
        ? 0
        ---
        [features.max_upload_mb]
        default = 100
    "#]],
    );
    check(
        "",
        "search_limits '{ timeout_ms = 1, max_results = 2 }'",
        expect![[r#"
            search_limits: { max_results = 50, timeout_ms = 200 } (as declared) -> { max_results = 2, timeout_ms = 1 } (everywhere)
            --- flags.toml
            +++ flags.toml
            @@ -0,0 +1,2 @@
            +[features.search_limits]
            +default = { max_results = 2, timeout_ms = 1 }
            wrote `flags.toml`
            ? 0
            ---
            [features.search_limits]
            default = { max_results = 2, timeout_ms = 1 }
        "#]],
    );
    check(
        "",
        "search_limits '{ timeout_ms = 1, max_results = 2 }' --env testing",
        expect![[r#"
            search_limits: { max_results = 50, timeout_ms = 200 } (as declared), as before (development, staging, production)
            search_limits: { max_results = 50, timeout_ms = 200 } (as declared) -> { max_results = 2, timeout_ms = 1 } (testing)
            --- flags.toml
            +++ flags.toml
            @@ -0,0 +1,2 @@
            +[features.search_limits]
            +environments.testing = { default = { max_results = 2, timeout_ms = 1 } }
            wrote `flags.toml`
            ? 0
            ---
            [features.search_limits]
            environments.testing = { default = { max_results = 2, timeout_ms = 1 } }
        "#]],
    );
}

#[test]
fn what_does_not_fit_is_refused() {
    check(
        "",
        "max_upload_mb -1",
        expect![[r#"
        error: feature `max_upload_mb`: the value must be from 1 to 500, found -1
        ? 2
        ---
        (unchanged)
    "#]],
    );
    check(
        "",
        "max_upload_mb many",
        expect![[r#"
        error: feature `max_upload_mb`: the value must be an integer, found a string
        ? 2
        ---
        (unchanged)
    "#]],
    );
    check(
        "",
        "checkout_button gren",
        expect![[r#"
        error: feature `checkout_button`: the value must be `red`, `green` or `blue`, found `gren`
          = help: did you mean `green`?
        ? 2
        ---
        (unchanged)
    "#]],
    );
    check(
        "",
        "search_limits 5",
        expect![[r#"
        error: feature `search_limits`: the value must be a table, found an integer
          = help: write all its fields, as in '{ max_results = 50, timeout_ms = 200 }'
        ? 2
        ---
        (unchanged)
    "#]],
    );
    check(
        "",
        "crazy yes",
        expect![[r#"
        error: feature `crazy`: the value must be a boolean, found a string
          = help: write `true` or `on`, `false` or `off`
        ? 2
        ---
        (unchanged)
    "#]],
    );
    check(
        "",
        "crasy on",
        expect![[r#"
        error: no feature is called `crasy`
          = help: did you mean `crazy`?
        ? 2
        ---
        (unchanged)
    "#]],
    );
    check(
        "",
        "crazy on --env prodution",
        expect![[r#"
        error: registry `shop` has no environment `prodution`, only `development`, `testing`, `staging`, `production`
          = help: did you mean `production`?
        ? 2
        ---
        (unchanged)
    "#]],
    );
}

#[test]
fn a_file_that_cannot_be_read_is_left_alone() {
    check(
        "[features.crazy\ndefault = 1",
        "crazy on",
        expect![[r#"
        error: `flags.toml` cannot be read, so nothing was written
        TOML syntax: unclosed table, expected `]`
         --> flags.toml:1:16
          |
        1 | [features.crazy
          |                ^
        ? 2
        ---
        (unchanged)
    "#]],
    );
}

#[test]
fn what_is_wrong_elsewhere_does_not_keep_anybody_from_it() {
    check(
        "[features.crazi]\ndefault = true\n\n[features.crazy]\ndefault = 5\n",
        "crazy off",
        expect![[r#"
            crazy: 2 rules, else on (the entry is set aside) -> off (development)
            crazy: 2 rules, else off (the entry is set aside) -> off (testing, staging, production)
            --- flags.toml
            +++ flags.toml
            @@ -2,4 +2,4 @@
             default = true
 
             [features.crazy]
            -default = 5
            +default = false
            wrote `flags.toml`
            ? 0
            ---
            [features.crazi]
            default = true

            [features.crazy]
            default = false
        "#]],
    );
}

#[test]
fn an_entry_that_would_still_be_set_aside_is_no_help() {
    let state = "[features.crazy]\nrules = [{ when = { segment = \"staf\" }, serve = true }]\n";
    check(
        state,
        "crazy off",
        expect![[r#"
        error: the entry `crazy` of `flags.toml` would still be set aside, so nothing was written: feature `crazy`: rule 1: `when.segment`: there is no segment `staf` in `[segments]`
          = help: mend that too, or take it out: `cargo flags set` does with `--force`
        ? 2
        ---
        (unchanged)
    "#]],
    );
    check(
        state,
        "crazy off --force",
        expect![[r#"
        crazy: 2 rules, else on (the entry is set aside) -> off (development)
        crazy: 2 rules, else off (the entry is set aside) -> off (testing, staging, production)
        --- flags.toml
        +++ flags.toml
        @@ -1,2 +1,2 @@
         [features.crazy]
        -rules = [{ when = { segment = "staf" }, serve = true }]
        +default = false
        wrote `flags.toml`
        ? 0
        ---
        [features.crazy]
        default = false
    "#]],
    );
}

#[test]
fn an_entry_that_is_no_table_is_left_alone() {
    check(
        "[features]\ncrazy = true\n",
        "crazy off",
        expect![[r#"
        error: `features.crazy.default` cannot be changed in the form that the file has
          = help: write the entry as a table of its own, `[features.KEY]`
        ? 2
        ---
        (unchanged)
    "#]],
    );
}

#[test]
fn the_key_of_the_provider_names_the_entry() {
    let prompt = Prompt::with(&[
        (
            "features.toml",
            "[features.dark_mode]\nprovider-key = \"dark-2024\"\n",
        ),
        ("src/main.rs", "fn main() {}"),
        ("flags.toml", ""),
    ]);
    told(
        &prompt,
        "",
        "dark_mode on",
        expect![[r#"
        dark_mode: off (as declared) -> on (everywhere)
        --- flags.toml
        +++ flags.toml
        @@ -0,0 +1,2 @@
        +[features.dark-2024]
        +default = true
        wrote `flags.toml`
        ? 0
        ---
        [features.dark-2024]
        default = true
    "#]],
    );
}

#[test]
fn an_entry_for_one_registry_is_the_one_that_is_changed() {
    let state = "[features.crazy]\ndefault = false\n\n[features.\"shop/crazy\"]\ndefault = false\n";
    check(
        state,
        "crazy on",
        expect![[r#"
            crazy: off -> on (everywhere)
            --- flags.toml
            +++ flags.toml
            @@ -2,4 +2,4 @@
             default = false
 
             [features."shop/crazy"]
            -default = false
            +default = true
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            default = false

            [features."shop/crazy"]
            default = true
        "#]],
    );
    check(
        "",
        "shop/crazy on",
        expect![[r#"
        crazy: 2 rules, else on (as declared) -> on (development)
        crazy: 2 rules, else off (as declared) -> on (testing, staging, production)
        --- flags.toml
        +++ flags.toml
        @@ -0,0 +1,2 @@
        +[features."shop/crazy"]
        +default = true
        wrote `flags.toml`
        ? 0
        ---
        [features."shop/crazy"]
        default = true
    "#]],
    );
}

#[test]
fn an_entry_that_speaks_to_nobody_else_is_the_one_that_is_meant() {
    check(
        "[features.crazy]\ndefault = true\n",
        "shop/crazy off",
        expect![[r#"
            crazy: on -> off (everywhere)
            --- flags.toml
            +++ flags.toml
            @@ -1,2 +1,2 @@
             [features.crazy]
            -default = true
            +default = false
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            default = false
        "#]],
    );
}

/// Two registries with one key.
fn two_registries() -> Prompt {
    let prompt = Prompt::with(&[
        ("features.toml", "[features.crazy]\n"),
        ("src/main.rs", "fn main() {}"),
        ("inner/src/lib.rs", ""),
        ("inner/features.toml", "[features.crazy]\n"),
        (
            "inner/Cargo.toml",
            "[package]\nname = \"inner\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
        ),
    ]);
    prompt.edit(
        "Cargo.toml",
        "[workspace]",
        "[workspace]\nmembers = [\"inner\"]",
    );
    prompt
}

#[test]
fn a_key_of_two_registries_has_to_say_which() {
    let prompt = two_registries();
    prompt.write("flags.toml", "");
    told(
        &prompt,
        "",
        "crazy on",
        expect![[r#"
        error: several registries have a feature `crazy`: name one of `inner/crazy`, `shop/crazy`, or its package with `-p`
        ? 2
        ---
        (unchanged)
    "#]],
    );
    told(
        &prompt,
        "",
        "inner/crazy on",
        expect![[r#"
        crazy: off (as declared) -> on (everywhere)
        --- flags.toml
        +++ flags.toml
        @@ -0,0 +1,2 @@
        +[features."inner/crazy"]
        +default = true
        wrote `flags.toml`
        ? 0
        ---
        [features."inner/crazy"]
        default = true
    "#]],
    );
}

#[test]
fn an_entry_of_its_own_beside_the_one_for_all() {
    let prompt = two_registries();
    let state = "[features.crazy]\ndefault = true\n";
    prompt.write("flags.toml", state);
    told(
        &prompt,
        state,
        "inner/crazy off --env staging",
        expect![[r#"
            error: feature `crazy` would change in `development` too, since an entry `inner/crazy` would hide what the file says of it now
              = help: leave `--env` out, or write `[features."inner/crazy"]` by hand
            ? 2
            ---
            (unchanged)
        "#]],
    );
    told(
        &prompt,
        state,
        "inner/crazy off",
        expect![[r#"
        crazy: on -> off (everywhere)
        --- flags.toml
        +++ flags.toml
        @@ -1,2 +1,5 @@
         [features.crazy]
         default = true
        +
        +[features."inner/crazy"]
        +default = false
        wrote `flags.toml`
        ? 0
        ---
        [features.crazy]
        default = true

        [features."inner/crazy"]
        default = false
    "#]],
    );
}

#[test]
fn an_entry_for_several_registries_is_told() {
    let prompt = two_registries();
    let state = "[features.crazy]\ndefault = true\n";
    prompt.write("flags.toml", state);
    told(
        &prompt,
        state,
        "crazy off -p inner",
        expect![[r#"
            crazy: on -> off (everywhere)
            --- flags.toml
            +++ flags.toml
            @@ -1,2 +1,2 @@
             [features.crazy]
            -default = true
            +default = false
            wrote `flags.toml`
            warning: the entry `crazy` speaks to `shop` too; `inner/crazy` would speak to `inner` alone
            ? 0
            ---
            [features.crazy]
            default = false
        "#]],
    );
}

#[test]
fn a_frozen_feature_is_decided_at_build() {
    let prompt = Prompt::with(&[
        ("features.toml", "[features.kernel]\nfrozen = true\n"),
        ("src/main.rs", "fn main() {}"),
        ("flags.toml", ""),
    ]);
    told(
        &prompt,
        "",
        "kernel on",
        expect![[r#"
        error: feature `kernel` is frozen: it is decided at build, and no state file can change it
          = help: change its `default` in `features.toml` and build, or take `frozen` out
        ? 2
        ---
        (unchanged)
    "#]],
    );
}

#[test]
fn needs_are_named() {
    let prompt = Prompt::with(&[
        (
            "features.toml",
            "[features.a]\n[features.b]\nneeds = [\"!a\"]\n",
        ),
        ("src/main.rs", "fn main() {}"),
        ("flags.toml", ""),
    ]);
    told(
        &prompt,
        "",
        "b on",
        expect![[r#"
        b: off (as declared) -> on (everywhere)
        --- flags.toml
        +++ flags.toml
        @@ -0,0 +1,2 @@
        +[features.b]
        +default = true
        wrote `flags.toml`
        warning: `b` says so only where `a` is off: it needs that
        ? 0
        ---
        [features.b]
        default = true
    "#]],
    );
}

#[test]
fn json_for_machines() {
    check(
        "[features.crazy]\nenvironments.production = true\n",
        "crazy off --env staging --format json",
        expect![[r#"
            {
              "version": 1,
              "file": "flags.toml",
              "registry": "shop",
              "feature": "crazy",
              "entry": "crazy",
              "written": true,
              "refused": [],
              "environments": [
                {
                  "name": "development",
                  "before": "2 rules, else on (as declared)",
                  "after": "2 rules, else on (as declared)"
                },
                {
                  "name": "testing",
                  "before": "2 rules, else off (as declared)",
                  "after": "2 rules, else off (as declared)"
                },
                {
                  "name": "staging",
                  "before": "2 rules, else off (as declared)",
                  "after": "off"
                },
                {
                  "name": "production",
                  "before": "on",
                  "after": "on"
                }
              ]
            }
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            environments.production = true
            environments.staging = false
        "#]],
    );
    check(
        "[features.crazy]\nenvironments.production = true\n",
        "crazy off --format json",
        expect![[r#"
            {
              "version": 1,
              "file": "flags.toml",
              "registry": "shop",
              "feature": "crazy",
              "entry": "crazy",
              "written": false,
              "refused": [
                "`crazy` would still be `on` in production"
              ],
              "environments": [
                {
                  "name": "development",
                  "before": "2 rules, else on (as declared)",
                  "after": "off"
                },
                {
                  "name": "testing",
                  "before": "2 rules, else off (as declared)",
                  "after": "off"
                },
                {
                  "name": "staging",
                  "before": "2 rules, else off (as declared)",
                  "after": "off"
                },
                {
                  "name": "production",
                  "before": "on",
                  "after": "on"
                }
              ]
            }
            error: `crazy` would still be `on` in production
             --> flags.toml:2:14
              |
            2 | environments.production = true
              |              ^^^^^^^^^^
              = help: `--force` takes out whatever answers otherwise, `--keep-rules` leaves it in force
            nothing was written
            ? 1
            ---
            (unchanged)
        "#]],
    );
}

#[test]
fn a_json_file_is_changed_in_its_own_form() {
    let state = "{\n\t\"features\": {\n\t\t\"crazy\": { \"default\": true }\n\t}\n}\n";
    check(
        state,
        "crazy off --env production",
        expect![[r#"
        crazy: on, as before (development, testing, staging)
        crazy: on -> off (production)
        --- flags.toml
        +++ flags.toml
        @@ -1,5 +1,5 @@
         {
         	"features": {
        -		"crazy": { "default": true }
        +		"crazy": { "default": true, "environments": {"production": false} }
         	}
         }
        wrote `flags.toml`
        ? 0
        ---
        {
        	"features": {
        		"crazy": { "default": true, "environments": {"production": false} }
        	}
        }
    "#]],
    );
}

#[test]
fn the_variable_names_the_file() {
    let prompt = Prompt::shop();
    let said = prompt.flags("set crazy on");
    expect![[r#"
        error: no state file is named
          = help: name it with `--state FILE`, or once for all commands in the variable `FLAGS_FILE`
    "#]]
    .assert_eq(&said.text);
    let said = prompt.flags("set crazy on --state other.toml");
    expect![[r#"
        error: there is no file `other.toml`
          = help: `--create` makes it
    "#]]
    .assert_eq(&said.text);
    let said = prompt.flags("set crazy on --state other.json --create");
    expect![[r#"
        crazy: 2 rules, else on (as declared) -> on (development)
        crazy: 2 rules, else off (as declared) -> on (testing, staging, production)
        --- other.json
        +++ other.json
        @@ -0,0 +1,7 @@
        +{
        +  "features": {
        +    "crazy": {
        +      "default": true
        +    }
        +  }
        +}
        wrote `other.json`
    "#]]
    .assert_eq(&said.text);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-flags"));
    command
        .args(["set", "crazy", "off"])
        .env("FLAGS_FILE", "other.json");
    expect![[r#"
        crazy: on -> off (everywhere)
        --- other.json
        +++ other.json
        @@ -1,7 +1,7 @@
         {
           "features": {
             "crazy": {
        -      "default": true
        +      "default": false
             }
           }
         }
        wrote `other.json`
    "#]]
    .assert_eq(&prompt.run(&mut command).text);
}

#[test]
fn a_file_in_a_folder_that_is_not_there() {
    let prompt = Prompt::shop();
    let said = prompt.flags("set crazy on --state nowhere/flags.toml --create");
    assert_eq!(
        said.text,
        "error: cannot write `nowhere/flags.toml`: No such file or directory (os error 2)\n"
    );
    assert_eq!(said.status, 2);
}
