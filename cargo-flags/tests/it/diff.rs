//! `cargo flags diff`.

use std::process::Command;

use expect_test::{Expect, expect};

use crate::prompt::Prompt;

/// Compares two texts of one manifest.
#[track_caller]
fn check(old: &str, new: &str, expected: Expect) {
    let prompt = Prompt::with(&[("old.toml", old), ("new.toml", new)]);
    let said = prompt.flags("diff old.toml new.toml");
    expected.assert_eq(&said.text);
    assert_eq!(said.status, 0);
}

/// A repository with the shop committed, and tagged `v1`.
fn repository() -> Prompt {
    let prompt = Prompt::shop();
    git(&prompt, "init -q -b main");
    git(&prompt, "config user.email shop@example.com");
    git(&prompt, "config user.name Shop");
    commit(&prompt, "v1");
    prompt
}

fn commit(prompt: &Prompt, tag: &str) {
    git(prompt, "add -A");
    git(prompt, &format!("commit -q -m {tag}"));
    git(prompt, &format!("tag {tag}"));
}

#[track_caller]
fn git(prompt: &Prompt, arguments: &str) {
    let said = prompt.run(Command::new("git").args(arguments.split(' ')));
    assert_eq!(said.status, 0, "git {arguments}: {}", said.text);
}

#[test]
fn order_and_form_say_nothing() {
    check(
        r#"
[context]
country = "string"
seats = "integer"
[segments]
here = { country = ["DE", "AT"], seats = { gt = 1, lt = 5 } }
[features.a]
default = true
environments.staging = { default = true, rules = [{ rollout = 5, by = "country" }] }
[features.b]
variants = ["x", "y"]
default = "x"
needs = ["a"]
rules = [{ when = { any = [{ segment = "here" }, { seats = 1 }] }, serve = "y" }]
"#,
        r#"
# Tidier.
features.b.needs = ["a"]
features.b.rules = [
  { serve = "y", when = { any = [{ seats = 1 }, { segment = "here" }] } },
]
features.b.default = "x"
features.b.variants = ["y", "x"]

[features.a]
description = "The first."
owner = "web"
default = true

[[features.a.environments.staging.rules]]
rollout = { percent = 5.0, by = "country" }

[segments]
here = { seats = { lt = 5, gt = 1 }, country = ["AT", "DE"] }

[context]
seats = "integer"
country = "string"
"#,
        expect![[r#"
            nothing changed for users
        "#]],
    );
}

#[test]
fn what_comes_and_goes() {
    check(
        "[features.a]\n[features.b]\ndefault = 5\nenvironments.staging = 6\n[features.c]\n",
        r#"
[features.a]
[features.d]
variants = ["x", "y"]
default = "x"
rules = [{ rollout = 5, value = "y" }]
[retired]
c = { on = 2026-11-22, value = true, reason = "rolled out" }
"#,
        expect![[r#"
            new.toml
              + d added, variants x, y
                  "x" (everywhere)
                    + { rollout = 5, value = "y" }
              - b removed, integer (not in [retired], so the name may come back)
                  5 (development, testing, production)
                  6 (staging)
              - c retired on 2026-11-22 with true: rolled out

            features: 1 added, 1 removed, 1 retired
        "#]],
    );
}

#[test]
fn values_in_each_environment() {
    check(
        "[features.a]\nenvironments.development = true\n",
        "[features.a]\ndefault = true\nenvironments.production = false\n",
        expect![[r#"
            new.toml
              ~ a
                  default: false -> true (testing, staging)

            features: 1 changed
        "#]],
    );
}

#[test]
fn rules_in_each_environment() {
    check(
        "[features.a]\nrules = [{ rollout = 5 }, { rollout = 5, salt = \"b\" }]\nenvironments.staging.rules = [{ serve = true }]\n",
        "[features.a]\nrules = [{ rollout = 10 }, { rollout = 5, salt = \"b\" }]\n",
        expect![[r#"
            new.toml
              ~ a
                  rules (development, testing, production):
                    - { rollout = 5 }
                    + { rollout = 10 }
                      { rollout = 5, salt = "b" }
                  rules (staging):
                    - { serve = true }
                    + { rollout = 10 }
                    + { rollout = 5, salt = "b" }

            features: 1 changed
        "#]],
    );
}

#[test]
fn the_order_of_shares_decides() {
    check(
        "[features.a]\nrules = [{ split = { true = 50, false = 50 } }]\n",
        "[features.a]\nrules = [{ split = { false = 50, true = 50 } }]\n",
        expect![[r#"
            new.toml
              ~ a
                  rules (everywhere):
                    - { split = { true = 50, false = 50 } }
                    + { split = { false = 50, true = 50 } }

            features: 1 changed
        "#]],
    );
}

#[test]
fn a_segment_that_means_something_else() {
    check(
        "[context]\ncountry = \"string\"\n[segments]\ninner = { country = \"DE\" }\nouter = { any = [{ segment = \"inner\" }, { country = \"FR\" }] }\n[features.a]\nrules = [{ when = { segment = \"outer\" }, serve = true }]\n[features.b]\n",
        "[context]\ncountry = \"string\"\n[segments]\ninner = { country = [\"DE\", \"AT\"] }\nouter = { any = [{ segment = \"inner\" }, { country = \"FR\" }] }\n[features.a]\nrules = [{ when = { segment = \"outer\" }, serve = true }]\n[features.b]\n",
        expect![[r#"
            new.toml
              ~ a
                  segment inner: { country = "DE" } -> { country = ["DE", "AT"] }

            features: 1 changed
        "#]],
    );
}

#[test]
fn what_a_feature_is() {
    check(
        "[features.a]\nvariants = [\"x\", \"y\"]\ndefault = \"x\"\n[features.b]\n[features.c]\ndefault = 5\nrange = [1, 5]\n[features.d]\n[features.e]\n",
        "[features.a]\nvariants = [\"x\", \"z\"]\ndefault = \"x\"\n[features.b]\ndefault = \"text\"\n[features.c]\ndefault = 5\n[features.d]\nneeds = [\"!e\"]\nprovider-key = \"dee\"\n[features.e]\nfrozen = true\n",
        expect![[r#"
            new.toml
              ~ a
                  variants: +z -y
              ~ b
                  type: boolean -> string
                  default: false -> "text" (everywhere)
              ~ c
                  range: [1, 5] -> none
              ~ d
                  needs: nothing -> !e
                  provider-key: d -> dee
              ~ e
                  frozen: false -> true

            features: 5 changed
        "#]],
    );
}

#[test]
fn the_registry_itself() {
    check(
        "[registry]\nname = \"shop\"\n",
        "[registry]\nname = \"store\"\nenvironments = [\"test\", \"production\"]\n",
        expect![[r#"
            store (was shop: state files name it `"shop/…"`)
              + environment test
              - environment development
              - environment testing
              - environment staging

            no feature changed
        "#]],
    );
}

#[test]
fn json_for_bots() {
    let prompt = Prompt::with(&[
        (
            "old.toml",
            "[features.a]\n[features.b]\n[features.c]\ndefault = 1\n",
        ),
        (
            "new.toml",
            "[features.a]\ndefault = true\nrules = [{ rollout = 12.5, value = false }]\n[features.d]\n[retired]\nb = { on = 2026-11-22, value = false }\n",
        ),
    ]);
    let said = prompt.flags("diff old.toml new.toml --format json");
    expect![[r#"
        {
          "version": 1,
          "from": "old.toml",
          "to": "new.toml",
          "registries": [
            {
              "name": "new.toml",
              "was": null,
              "addedEnvironments": [],
              "removedEnvironments": [],
              "features": [
                {
                  "key": "a",
                  "change": "changed",
                  "changes": [
                    {
                      "what": "default",
                      "environments": [
                        "development",
                        "testing",
                        "staging",
                        "production"
                      ],
                      "before": false,
                      "after": true
                    },
                    {
                      "what": "rules",
                      "environments": [
                        "development",
                        "testing",
                        "staging",
                        "production"
                      ],
                      "before": [],
                      "after": [
                        {
                          "rollout": 12.5,
                          "value": false
                        }
                      ]
                    }
                  ]
                },
                {
                  "key": "d",
                  "change": "added",
                  "after": {
                    "type": "boolean",
                    "environments": [
                      {
                        "name": "development",
                        "default": false,
                        "rules": []
                      },
                      {
                        "name": "testing",
                        "default": false,
                        "rules": []
                      },
                      {
                        "name": "staging",
                        "default": false,
                        "rules": []
                      },
                      {
                        "name": "production",
                        "default": false,
                        "rules": []
                      }
                    ]
                  }
                },
                {
                  "key": "b",
                  "change": "retired",
                  "on": "2026-11-22",
                  "value": false,
                  "reason": null
                },
                {
                  "key": "c",
                  "change": "removed",
                  "before": {
                    "type": "integer",
                    "environments": [
                      {
                        "name": "development",
                        "default": 1,
                        "rules": []
                      },
                      {
                        "name": "testing",
                        "default": 1,
                        "rules": []
                      },
                      {
                        "name": "staging",
                        "default": 1,
                        "rules": []
                      },
                      {
                        "name": "production",
                        "default": 1,
                        "rules": []
                      }
                    ]
                  }
                }
              ]
            }
          ]
        }
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn revisions_of_git() {
    let prompt = repository();
    prompt.edit("features.toml", "rollout = 25", "rollout = 50");
    commit(&prompt, "v2");
    prompt.edit("features.toml", "default = 25", "default = 30");
    let said = prompt.flags("diff v1..v2");
    expect![[r#"
        shop
          ~ crazy
              rules (everywhere):
                  { when = { segment = "staff" }, serve = true }
                - { when = { country = ["DE"] }, rollout = 25 }
                + { when = { country = ["DE"] }, rollout = 50 }

        features: 1 changed
    "#]]
    .assert_eq(&said.text);
    let said = prompt.flags("diff v2");
    expect![[r#"
        shop
          ~ max_upload_mb
              default: 25 -> 30 (everywhere)

        features: 1 changed
    "#]]
    .assert_eq(&said.text);
    let said = prompt.flags("diff v1... --exit-code");
    assert_eq!((said.status, said.stderr.as_str()), (1, ""));
    let said = prompt.flags("diff v2..v2 --exit-code");
    assert_eq!(
        (said.status, said.stdout.as_str()),
        (0, "nothing changed for users\n")
    );
}

#[test]
fn a_manifest_that_moved_is_found_by_its_name() {
    let prompt = repository();
    let manifest = prompt.read("features.toml");
    std::fs::remove_file(prompt.root.join("features.toml")).expect("it is there");
    prompt.edit(
        "Cargo.toml",
        "[workspace]",
        "[workspace]\nmembers = [\"inner\"]",
    );
    prompt.write(
        "inner/Cargo.toml",
        "[package]\nname = \"inner\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    prompt.write("inner/src/lib.rs", "");
    prompt.write(
        "inner/features.toml",
        &manifest.replace("rollout = 25", "rollout = 50"),
    );
    std::fs::write(prompt.root.join("src/main.rs"), "fn main() {}").expect("it can be written");
    commit(&prompt, "v2");
    let said = prompt.flags("diff v1..v2");
    expect![[r#"
        shop
          ~ crazy
              rules (everywhere):
                  { when = { segment = "staff" }, serve = true }
                - { when = { country = ["DE"] }, rollout = 25 }
                + { when = { country = ["DE"] }, rollout = 50 }

        features: 1 changed
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn what_cannot_be_compared_is_told() {
    let prompt = repository();
    expect![[r#"
        error: git knows no revision `v9`
          = help: name a branch, tag or commit, or two files
    "#]]
    .assert_eq(&prompt.flags("diff v9").text);
    expect![[r#"
        error: git knows no revision `nothing`
          = help: name a branch, tag or commit, or two files
    "#]]
    .assert_eq(&prompt.flags("diff v1..nothing").text);
    expect![[r#"
        error: git knows no revision `features.toml`
          = help: `features.toml` is a file: name the new one behind it
    "#]]
    .assert_eq(&prompt.flags("diff features.toml").text);
    expect![[r#"
        error: cannot read `other.toml`: No such file or directory (os error 2)
    "#]]
    .assert_eq(&prompt.flags("diff features.toml other.toml").text);
    prompt.edit("features.toml", "default = 25", "default = 2500");
    expect![[r#"
        error: there are mistakes in a manifest, the first of them at features.toml:46:11: feature `max_upload_mb`: `default` must be from 1 to 500, found 2500
    "#]].assert_eq(&prompt.flags("diff v1").text);
}

#[test]
fn without_a_repository() {
    let said = Prompt::shop().flags("diff main");
    expect![[r#"
        error: git cannot tell: not a git repository (or any of the parent directories): .git
          = help: without a repository, give two files to compare
    "#]]
    .assert_eq(&said.text);
}
