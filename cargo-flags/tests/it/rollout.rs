//! `cargo flags rollout`.

use expect_test::{Expect, expect};

use crate::prompt::Prompt;

/// Says what the command says, and then what is in the file; `(unchanged)` if it is as it was.
#[track_caller]
fn check(state: &str, arguments: &str, expected: Expect) {
    let prompt = Prompt::shop();
    prompt.write("flags.toml", state);
    let said = prompt.flags(&format!("rollout {arguments} --state flags.toml"));
    let now = prompt.read("flags.toml");
    let now = if now == state { "(unchanged)\n" } else { &now };
    expected.assert_eq(&format!("{}? {}\n---\n{now}", said.text, said.status));
}

#[test]
fn a_new_rule() {
    check(
        "[features.crazy]\ndefault = false # so far\n",
        "crazy 25",
        expect![[r#"
            crazy: off -> 25 % on, else off (everywhere)
            --- flags.toml
            +++ flags.toml
            @@ -1,2 +1,3 @@
             [features.crazy]
             default = false # so far
            +rules = [{ rollout = 25 }]
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            default = false # so far
            rules = [{ rollout = 25 }]
        "#]],
    );
    check(
        "",
        "crazy 0.125%",
        expect![[r#"
        crazy: 2 rules, else on (as declared) -> 0.125 % on, then 2 rules, else on (development)
        crazy: 2 rules, else off (as declared) -> 0.125 % on, then 2 rules, else off (testing, staging, production)
        --- flags.toml
        +++ flags.toml
        @@ -0,0 +1,2 @@
        +[features.crazy]
        +rules = [{ rollout = 0.125 }]
        wrote `flags.toml`
        ? 0
        ---
        [features.crazy]
        rules = [{ rollout = 0.125 }]
    "#]],
    );
}

#[test]
fn the_last_rule_for_everyone_is_changed() {
    check(
        "[features.crazy]\nrules = [\n  { rollout = 5, by = \"country\" }, # half of Europe\n  { when = { country = \"DE\" }, rollout = 50 },\n  { rollout = 10 }, # so far\n  { when = { country = \"AT\" }, rollout = 50 },\n]\n",
        "crazy 12.5",
        expect![[r#"
            crazy: 5 % on, then 1 rule, then 10 % on, then 3 rules, else on -> 5 % on, then 1 rule, then 12.5 % on, then 3 rules, else on (development)
            crazy: 5 % on, then 1 rule, then 10 % on, then 3 rules, else off -> 5 % on, then 1 rule, then 12.5 % on, then 3 rules, else off (testing, staging, production)
            --- flags.toml
            +++ flags.toml
            @@ -2,6 +2,6 @@
             rules = [
               { rollout = 5, by = "country" }, # half of Europe
               { when = { country = "DE" }, rollout = 50 },
            -  { rollout = 10 }, # so far
            +  { rollout = 12.5 }, # so far
               { when = { country = "AT" }, rollout = 50 },
             ]
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            rules = [
              { rollout = 5, by = "country" }, # half of Europe
              { when = { country = "DE" }, rollout = 50 },
              { rollout = 12.5 }, # so far
              { when = { country = "AT" }, rollout = 50 },
            ]
        "#]],
    );
}

#[test]
fn the_long_form_keeps_its_form() {
    check(
        "[features.crazy]\nrules = [{ rollout = { percent = 5, salt = \"autumn\" } }]\n",
        "crazy 7 --by country",
        expect![[r#"
            crazy: 5 % on, then 2 rules, else on -> 7 % on, then 2 rules, else on (development)
            crazy: 5 % on, then 2 rules, else off -> 7 % on, then 2 rules, else off (testing, staging, production)
            --- flags.toml
            +++ flags.toml
            @@ -1,2 +1,2 @@
             [features.crazy]
            -rules = [{ rollout = { percent = 5, salt = "autumn" } }]
            +rules = [{ rollout = { percent = 7, salt = "autumn", by = "country" } }]
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            rules = [{ rollout = { percent = 7, salt = "autumn", by = "country" } }]
        "#]],
    );
}

#[test]
fn a_rule_in_a_table_of_its_own() {
    check(
        "[[features.crazy.rules]]\nrollout = 5 # few\n\n[features.max_upload_mb]\n",
        "crazy 100 --value off",
        expect![[r#"
            crazy: 5 % on, then 2 rules, else on -> 100 % off, then 2 rules, else on (development)
            crazy: 5 % on, then 2 rules, else off -> 100 % off, then 2 rules, else off (testing, staging, production)
            --- flags.toml
            +++ flags.toml
            @@ -1,4 +1,5 @@
             [[features.crazy.rules]]
            -rollout = 5 # few
            +rollout = 100 # few
            +value = false
 
             [features.max_upload_mb]
            wrote `flags.toml`
            ? 0
            ---
            [[features.crazy.rules]]
            rollout = 100 # few
            value = false

            [features.max_upload_mb]
        "#]],
    );
}

#[test]
fn an_environment_begins_with_the_rules_that_it_had() {
    check(
        "[features.crazy]\nrules = [{ when = { segment = \"staff\" }, serve = true }, { rollout = 5 }]\nenvironments.production = false\n",
        "crazy 25 --env production",
        expect![[r#"
            crazy: 1 rule, then 5 % on, then 2 rules, else on, as before (development)
            crazy: 1 rule, then 5 % on, then 2 rules, else off, as before (testing, staging)
            crazy: 1 rule, then 5 % on, else off -> 1 rule, then 25 % on, else off (production)
            --- flags.toml
            +++ flags.toml
            @@ -1,3 +1,3 @@
             [features.crazy]
             rules = [{ when = { segment = "staff" }, serve = true }, { rollout = 5 }]
            -environments.production = false
            +environments.production = { default = false, rules = [{ when = { segment = "staff" }, serve = true }, { rollout = 25 }] }
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            rules = [{ when = { segment = "staff" }, serve = true }, { rollout = 5 }]
            environments.production = { default = false, rules = [{ when = { segment = "staff" }, serve = true }, { rollout = 25 }] }
        "#]],
    );
}

#[test]
fn other_values_are_named() {
    check(
        "",
        "checkout_button 25",
        expect![[r#"
        error: feature `checkout_button` is no boolean, so somebody has to say what 25 % get
          = help: `--value VALUE` says it
        ? 2
        ---
        (unchanged)
    "#]],
    );
    check(
        "",
        "checkout_button 25 --value blue --by plan --env staging",
        expect![[r#"
            checkout_button: 1 rule, else red (as declared), as before (development, testing, production)
            checkout_button: 1 rule, else red (as declared) -> 25 % blue, then 1 rule, else red (staging)
            --- flags.toml
            +++ flags.toml
            @@ -0,0 +1,2 @@
            +[features.checkout_button]
            +environments.staging = { rules = [{ rollout = 25, value = "blue", by = "plan" }] }
            wrote `flags.toml`
            ? 0
            ---
            [features.checkout_button]
            environments.staging = { rules = [{ rollout = 25, value = "blue", by = "plan" }] }
        "#]],
    );
}

#[test]
fn what_developers_have_already_does_not_stand_in_the_way() {
    check(
        "[features.crazy]\nenvironments.development = true\n",
        "crazy 25",
        expect![[r#"
            crazy: on -> 25 % on, else on (development)
            crazy: 2 rules, else off (as declared) -> 25 % on, then 2 rules, else off (testing, staging, production)
            --- flags.toml
            +++ flags.toml
            @@ -1,2 +1,3 @@
             [features.crazy]
             environments.development = true
            +rules = [{ rollout = 25 }]
            wrote `flags.toml`
            ? 0
            ---
            [features.crazy]
            environments.development = true
            rules = [{ rollout = 25 }]
        "#]],
    );
}

#[test]
fn a_share_that_makes_no_difference_is_refused() {
    let state = "[features.crazy]\ndefault = true\n";
    check(
        state,
        "crazy 25",
        expect![[r#"
        error: `crazy` would be `on` for everyone: for 25 % by the rollout, and for all others as the entry says (in development, testing, staging, production)
          = help: `--otherwise VALUE` says what the others get, `--force` writes it anyway
        nothing was written
        ? 1
        ---
        (unchanged)
    "#]],
    );
    check(
        state,
        "crazy 25 --otherwise off",
        expect![[r#"
        crazy: on -> 25 % on, else off (everywhere)
        --- flags.toml
        +++ flags.toml
        @@ -1,2 +1,3 @@
         [features.crazy]
        -default = true
        +default = false
        +rules = [{ rollout = 25 }]
        wrote `flags.toml`
        ? 0
        ---
        [features.crazy]
        default = false
        rules = [{ rollout = 25 }]
    "#]],
    );
    check(
        state,
        "crazy 25 --force",
        expect![[r#"
        crazy: on -> 25 % on, else on (everywhere)
        --- flags.toml
        +++ flags.toml
        @@ -1,2 +1,3 @@
         [features.crazy]
         default = true
        +rules = [{ rollout = 25 }]
        wrote `flags.toml`
        ? 0
        ---
        [features.crazy]
        default = true
        rules = [{ rollout = 25 }]
    "#]],
    );
    check(
        "[features.crazy]\nrules = [{ serve = false }]\n",
        "crazy 25",
        expect![[r#"
            error: the rollout of `crazy` would reach nobody: rule 1 of the entry is for everyone and goes first (in development, testing, staging, production)
              = help: `cargo flags set` with `--drop-rules` takes the rules out, `--force` writes it anyway
            nothing was written
            ? 1
            ---
            (unchanged)
        "#]],
    );
}

#[test]
fn a_share_is_a_percentage() {
    check(
        "",
        "crazy 101",
        expect![[r#"
        error: the share must be a percentage from 0 to 100 with at most three decimals, found `101`
        ? 2
        ---
        (unchanged)
    "#]],
    );
    check(
        "",
        "crazy 1.2345",
        expect![[r#"
        error: the share must be a percentage from 0 to 100 with at most three decimals, found `1.2345`
        ? 2
        ---
        (unchanged)
    "#]],
    );
    check(
        "",
        "crazy half",
        expect![[r#"
        error: the share must be a percentage from 0 to 100 with at most three decimals, found `half`
        ? 2
        ---
        (unchanged)
    "#]],
    );
}

#[test]
fn an_attribute_is_a_declared_one() {
    check(
        "",
        "crazy 25 --by countri",
        expect![[r#"
        error: there is no attribute `countri`, only `is_staff`, `country`, `plan`
          = help: did you mean `country`?
        ? 2
        ---
        (unchanged)
    "#]],
    );
    check(
        "",
        "crazy 25 --by is_staff",
        expect![[r#"
        crazy: 2 rules, else on (as declared) -> 25 % on, then 2 rules, else on (development)
        crazy: 2 rules, else off (as declared) -> 25 % on, then 2 rules, else off (testing, staging, production)
        --- flags.toml
        +++ flags.toml
        @@ -0,0 +1,2 @@
        +[features.crazy]
        +rules = [{ rollout = 25, by = "is_staff" }]
        wrote `flags.toml`
        ? 0
        ---
        [features.crazy]
        rules = [{ rollout = 25, by = "is_staff" }]
    "#]],
    );
}
