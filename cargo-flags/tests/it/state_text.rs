//! What a change of one place does to the text of a state file.

use cargo_flags::datum::Datum;
use cargo_flags::state_text::StateText;
use cargo_flags::toml_text::Step;
use expect_test::{Expect, expect};
use flags_manifest::state::Format;

mod property;

const ON: Datum = Datum::Boolean(true);

/// `a.b.0.c` as a path.
fn path(text: &str) -> Vec<Step<'_>> {
    text.split('.')
        .map(|step| match step.parse() {
            Ok(index) => Step::Item(index),
            Err(_) => Step::Key(step),
        })
        .collect()
}

fn state(text: &str) -> StateText {
    let format = match text.starts_with('{') {
        true => Format::Json,
        false => Format::Toml,
    };
    StateText::new(text.to_owned(), format).expect("the syntax is right")
}

#[track_caller]
fn set(text: &str, at: &str, expected: Expect) {
    let mut state = state(text);
    state.set(&path(at), &ON).expect("there is a way");
    expected.assert_eq(state.text());
}

#[track_caller]
fn remove(text: &str, at: &str, expected: Expect) {
    let mut state = state(text);
    state.remove(&path(at)).expect("there is a way");
    expected.assert_eq(state.text());
}

#[track_caller]
fn push(text: &str, at: &str, expected: Expect) {
    let rule = Datum::Table(vec![
        ("rollout".to_owned(), Datum::percent(12_500)),
        ("by".to_owned(), Datum::Text("country".to_owned())),
    ]);
    let mut state = state(text);
    state.push(&path(at), &rule).expect("there is a way");
    expected.assert_eq(state.text());
}

#[test]
fn a_value_is_replaced_and_its_comment_stays() {
    set(
        "# Today.\n[features.x]\ndefault   =   false # since noon\n",
        "features.x.default",
        expect![[r#"
            # Today.
            [features.x]
            default   =   true # since noon
        "#]],
    );
    set(
        "[features]\nx = { default = false }\n",
        "features.x.default",
        expect![[r#"
            [features]
            x = { default = true }
        "#]],
    );
    set(
        "[features.x.environments]\nproduction = { default = false, rules = [] }\n",
        "features.x.environments.production",
        expect![[r#"
            [features.x.environments]
            production = true
        "#]],
    );
}

#[test]
fn a_table_of_its_own_becomes_a_value() {
    set(
        "[features.x.environments.production]\ndefault = false\n\n[features.y]\n",
        "features.x.environments.production",
        expect![[r#"
            [features.y]

            [features.x]
            environments.production = true
        "#]],
    );
}

#[test]
fn a_new_value_goes_where_its_table_is() {
    set(
        "[features.x] # crazy\nrules = []\n\n[features.y]\n",
        "features.x.default",
        expect![[r#"
            [features.x] # crazy
            default = true
            rules = []

            [features.y]
        "#]],
    );
    set(
        "[features.x]\n  default = false # now\n\n[features.y]\n",
        "features.x.environments.production",
        expect![[r#"
            [features.x]
              default = false # now
              environments.production = true

            [features.y]
        "#]],
    );
    set(
        "[features.x]\nenvironments.staging = false\ndefault = false\n",
        "features.x.environments.production",
        expect![[r#"
            [features.x]
            environments.staging = false
            environments.production = true
            default = false
        "#]],
    );
    set(
        "[features.x.environments]\nstaging = false",
        "features.x.environments.production",
        expect![[r#"
            [features.x.environments]
            staging = false
            production = true
        "#]],
    );
    set(
        "[features.x.environments.staging]\ndefault = false\n",
        "features.x.environments.production",
        expect![[r#"
            [features.x]
            environments.production = true

            [features.x.environments.staging]
            default = false
        "#]],
    );
    set(
        "[features]\nx = {}\n",
        "features.x.environments.production",
        expect![[r#"
            [features]
            x = { environments.production = true }
        "#]],
    );
    set(
        "[features]\nx.rules = []\n",
        "features.x.default",
        expect![[r#"
            [features]
            x.rules = []
            x.default = true
        "#]],
    );
}

#[test]
fn a_new_entry_looks_like_the_others() {
    set(
        "",
        "features.x.default",
        expect![[r#"
            [features.x]
            default = true
        "#]],
    );
    set(
        "# Flags.\n[features.y]\ndefault = true\n",
        "features.x.environments.production",
        expect![[r#"
            # Flags.
            [features.y]
            default = true

            [features.x]
            environments.production = true
        "#]],
    );
    set(
        "[features]\ny = { default = true }\n\n[segments]\n",
        "features.x.default",
        expect![[r#"
            [features]
            y = { default = true }
            x = { default = true }

            [segments]
        "#]],
    );
    set(
        "features = { y = { default = true } }\n",
        "features.x.default",
        expect![[r#"
            features = { y = { default = true }, x.default = true }
        "#]],
    );
    set(
        "features.y.default = true\n",
        "features.x.default",
        expect![[r#"
            features.y.default = true
            features.x.default = true
        "#]],
    );
}

#[test]
fn a_rule_is_changed_within() {
    set(
        "[features.x]\nrules = [\n  { serve = false }, # one\n  { rollout = 5 }, # two\n]\n",
        "features.x.rules.1.rollout",
        expect![[r#"
            [features.x]
            rules = [
              { serve = false }, # one
              { rollout = true }, # two
            ]
        "#]],
    );
    set(
        "[[features.x.rules]]\nserve = false\n\n[[features.x.rules]]\nserve = false # two\n",
        "features.x.rules.1.serve",
        expect![[r#"
            [[features.x.rules]]
            serve = false

            [[features.x.rules]]
            serve = true # two
        "#]],
    );
    set(
        "[features.x]\nrules = [{ rollout = 5 }]\n",
        "features.x.rules.0.value",
        expect![[r#"
            [features.x]
            rules = [{ rollout = 5, value = true }]
        "#]],
    );
    set(
        "[[features.x.rules]]\nrollout = 5 # few\n\n[segments]\n",
        "features.x.rules.0.value",
        expect![[r#"
            [[features.x.rules]]
            rollout = 5 # few
            value = true

            [segments]
        "#]],
    );
}

#[test]
fn a_rule_is_added() {
    push(
        "[features.x]\n",
        "features.x.rules",
        expect![[r#"
            [features.x]
            rules = [{ rollout = 12.5, by = "country" }]
        "#]],
    );
    push(
        "[features.x]\nrules = [{ serve = true }] # first\n",
        "features.x.rules",
        expect![[r#"
            [features.x]
            rules = [{ serve = true }, { rollout = 12.5, by = "country" }] # first
        "#]],
    );
    push(
        "[features.x]\nrules = [\n  # Staff.\n  { serve = true }, # first\n  # More?\n]\n",
        "features.x.rules",
        expect![[r#"
            [features.x]
            rules = [
              # Staff.
              { serve = true }, # first
              { rollout = 12.5, by = "country" },
              # More?
            ]
        "#]],
    );
    push(
        "[features.x]\nrules = [\n  { serve = true } # first\n]\n",
        "features.x.rules",
        expect![[r#"
            [features.x]
            rules = [
              { serve = true }, # first
              { rollout = 12.5, by = "country" }
            ]
        "#]],
    );
    push(
        "[[features.x.rules]]\nserve = true\n\n[segments]\n",
        "features.x.rules",
        expect![[r#"
            [[features.x.rules]]
            serve = true
            [[features.x.rules]]
            rollout = 12.5
            by = "country"

            [segments]
        "#]],
    );
}

#[test]
fn what_is_removed_takes_its_comments_along() {
    remove(
        "[features.x]\ndefault = true\n# Staff first.\nrules = [\n  { serve = true },\n] # for now\n",
        "features.x.rules",
        expect![[r#"
            [features.x]
            default = true
        "#]],
    );
    remove(
        "[features.x]\ndefault = true\n\n[[features.x.rules]]\nserve = true\n\n[[features.x.rules]]\nserve = true\n\n[features.y]\n",
        "features.x.rules",
        expect![[r#"
            [features.x]
            default = true

            [features.y]
        "#]],
    );
}

#[test]
fn json_keeps_its_order_and_its_spaces() {
    let text = "{\n    \"features\": {\n        \"y\":   {\"default\": true},\n        \"x\": {\"rules\": [ {\"rollout\": 5} ]}\n    }\n}\n";
    set(
        text,
        "features.x.default",
        expect![[r#"
            {
                "features": {
                    "y":   {"default": true},
                    "x": {"rules": [ {"rollout": 5} ], "default": true}
                }
            }
        "#]],
    );
    set(
        text,
        "features.y.default",
        expect![[r#"
            {
                "features": {
                    "y":   {"default": true},
                    "x": {"rules": [ {"rollout": 5} ]}
                }
            }
        "#]],
    );
    set(
        text,
        "features.z.environments.production",
        expect![[r#"
            {
                "features": {
                    "y":   {"default": true},
                    "x": {"rules": [ {"rollout": 5} ]},
                    "z": {
                        "environments": {
                            "production": true
                        }
                    }
                }
            }
        "#]],
    );
    set(
        text,
        "features.x.rules.0.rollout",
        expect![[r#"
            {
                "features": {
                    "y":   {"default": true},
                    "x": {"rules": [ {"rollout": true} ]}
                }
            }
        "#]],
    );
    push(
        text,
        "features.x.rules",
        expect![[r#"
            {
                "features": {
                    "y":   {"default": true},
                    "x": {"rules": [ {"rollout": 5}, {"rollout": 12.5, "by": "country"} ]}
                }
            }
        "#]],
    );
    push(
        text,
        "features.y.rules",
        expect![[r#"
            {
                "features": {
                    "y":   {"default": true, "rules": [{"rollout": 12.5, "by": "country"}]},
                    "x": {"rules": [ {"rollout": 5} ]}
                }
            }
        "#]],
    );
    remove(
        text,
        "features.x.rules",
        expect![[r#"
            {
                "features": {
                    "y":   {"default": true},
                    "x": {}
                }
            }
        "#]],
    );
    set(
        "{}",
        "features.x.default",
        expect![[r#"
            {
              "features": {
                "x": {
                  "default": true
                }
              }
            }"#]],
    );
    set(
        "{\"features\":{\"y\":{\"default\":true}}}",
        "features.x.default",
        expect![[r#"{"features":{"y":{"default":true},"x":{"default":true}}}"#]],
    );
}
