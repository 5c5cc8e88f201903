//! The forms in which findings are told.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use expect_test::{Expect, expect};
use serde_json::Value;

use crate::prompt::Prompt;

/// A manifest whose mistakes have characters that some format gives a meaning.
const WRONG: &str = r#"[features.crazy]
kind = "50 %: a, b"

[features.page]
default = "plain"
rules = [{ when = { counrty = "🦀" }, serve = "wild" }]

[context]
country = "string"
"#;

#[track_caller]
fn check(manifest: &str, arguments: &str, expected: Expect) -> String {
    let said = Prompt::with(&[
        ("features.toml", manifest),
        ("src/main.rs", "fn main() {}\n"),
    ])
    .flags(&format!("check {arguments}"));
    assert_eq!((said.stderr.as_str(), said.status), ("", 1));
    expected.assert_eq(&said.stdout);
    said.stdout
}

#[test]
fn for_people_it_is_the_look_of_rustc() {
    check(
        WRONG,
        "",
        expect![[r#"
            error[manifest]: feature `crazy`: `kind` must be `release`, `experiment`, `ops`, `kill-switch` or `permission`, found `50 %: a, b`
             --> features.toml:2:8
              |
            2 | kind = "50 %: a, b"
              |        ^^^^^^^^^^^^

            error[manifest]: feature `page`: rule 1: `when.counrty` is no attribute of `[context]` (there are `country`)
             --> features.toml:6:21
              |
            6 | rules = [{ when = { counrty = "🦀" }, serve = "wild" }]
              |                     ^^^^^^^
              |
              = help: did you mean `country`?

            2 errors in 1 manifest
        "#]],
    );
}

#[test]
fn colours_come_where_they_are_asked_for() {
    let manifest = "[features.crazy]\ndefualt = true\n";
    let said = Prompt::with(&[
        ("features.toml", manifest),
        ("src/main.rs", "fn main() {}\n"),
    ])
    .flags("check --color always");
    let visible = said.stdout.replace('\u{1b}', "␛");
    expect![[r#"
        ␛[1m␛[91merror[manifest]␛[0m␛[1m: feature `crazy`: unknown key `defualt`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`␛[0m
         ␛[1m␛[94m-->␛[0m features.toml:2:1
          ␛[1m␛[94m|␛[0m
        ␛[1m␛[94m2 |␛[0m defualt = true
          ␛[1m␛[94m|␛[0m ␛[1m␛[91m^^^^^^^␛[0m
          ␛[1m␛[94m|␛[0m
          ␛[1m␛[94m=␛[0m ␛[1mhelp␛[0m: did you mean `default`?

        ␛[1m␛[91m1 error in 1 manifest␛[0m
    "#]].assert_eq(&visible);
}

#[test]
fn json_is_one_document_that_its_schema_describes() {
    let text = check(
        WRONG,
        "--format json",
        expect![[r#"
            {
              "version": 1,
              "findings": [
                {
                  "level": "error",
                  "code": "manifest",
                  "message": "feature `crazy`: `kind` must be `release`, `experiment`, `ops`, `kill-switch` or `permission`, found `50 %: a, b`",
                  "help": null,
                  "feature": null,
                  "location": {
                    "file": "features.toml",
                    "line": 2,
                    "column": 8,
                    "end_line": 2,
                    "end_column": 20
                  },
                  "fingerprint": "manifest:features.toml:775b8a54d2db1548"
                },
                {
                  "level": "error",
                  "code": "manifest",
                  "message": "feature `page`: rule 1: `when.counrty` is no attribute of `[context]` (there are `country`)",
                  "help": "did you mean `country`?",
                  "feature": null,
                  "location": {
                    "file": "features.toml",
                    "line": 6,
                    "column": 21,
                    "end_line": 6,
                    "end_column": 28
                  },
                  "fingerprint": "manifest:features.toml:d7adbfe33d204da7"
                }
              ],
              "summary": {
                "errors": 2,
                "warnings": 0,
                "manifests": 1,
                "state_files": 0,
                "in_baseline": 0
              }
            }
        "#]],
    );
    fits_the_schema(&text);
}

#[test]
fn github_gets_commands_with_everything_escaped() {
    check(
        WRONG,
        "--format github",
        expect![[r#"
            ::error file=features.toml,line=2,endLine=2,col=8,endColumn=20,title=Mistake in a manifest (manifest)::feature `crazy`: `kind` must be `release`, `experiment`, `ops`, `kill-switch` or `permission`, found `50 %25: a, b`
            ::error file=features.toml,line=6,endLine=6,col=21,endColumn=28,title=Mistake in a manifest (manifest)::feature `page`: rule 1: `when.counrty` is no attribute of `[context]` (there are `country`)%0Ahelp: did you mean `country`?
            2 errors in 1 manifest
        "#]],
    );
}

#[test]
fn sarif_has_rules_and_results() {
    let text = check(
        WRONG,
        "--format sarif",
        expect![[r#"
            {
              "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
              "version": "2.1.0",
              "runs": [
                {
                  "tool": {
                    "driver": {
                      "name": "cargo-flags",
                      "semanticVersion": "0.1.0",
                      "informationUri": "https://github.com/typed-flags/typed-flags",
                      "rules": [
                        {
                          "id": "manifest",
                          "shortDescription": {
                            "text": "Mistake in a manifest"
                          },
                          "fullDescription": {
                            "text": "What is wrong with a `features.toml`; the macro says the same, and the code does not compile."
                          },
                          "help": {
                            "text": "The message says what is allowed. Every key is explained in the manifest's reference."
                          },
                          "defaultConfiguration": {
                            "level": "error"
                          }
                        },
                        {
                          "id": "state",
                          "shortDescription": {
                            "text": "Mistake in a state file"
                          },
                          "fullDescription": {
                            "text": "An entry of a state file that would be set aside, or that nobody would read: a running program keeps the last good value, or the one of the manifest."
                          },
                          "help": {
                            "text": "The message says what is allowed."
                          },
                          "defaultConfiguration": {
                            "level": "error"
                          }
                        },
                        {
                          "id": "expired",
                          "shortDescription": {
                            "text": "Expired feature"
                          },
                          "fullDescription": {
                            "text": "The feature is past the day that its `expires` names, which is the last day on which it is fine."
                          },
                          "help": {
                            "text": "Remove it from the code with `cargo flags retire`, or agree on a later day."
                          },
                          "defaultConfiguration": {
                            "level": "warning"
                          }
                        },
                        {
                          "id": "unused",
                          "shortDescription": {
                            "text": "Unused feature"
                          },
                          "fullDescription": {
                            "text": "Nothing in the workspace's Rust sources or templates uses the feature; an import alone is no use."
                          },
                          "help": {
                            "text": "Move it to `[retired]`, so that its name does not come back."
                          },
                          "defaultConfiguration": {
                            "level": "warning"
                          }
                        },
                        {
                          "id": "no-owner",
                          "shortDescription": {
                            "text": "Feature without an owner"
                          },
                          "fullDescription": {
                            "text": "The feature has no `owner`, so nobody is asked about it."
                          },
                          "help": {
                            "text": "Name a team or a person; `[policy] require = [\"owner\"]` asks it of every new feature."
                          },
                          "defaultConfiguration": {
                            "level": "warning"
                          }
                        },
                        {
                          "id": "overdue",
                          "shortDescription": {
                            "text": "Overdue feature"
                          },
                          "fullDescription": {
                            "text": "The feature is older, from its `created`, than `[policy] max-age` allows for its kind."
                          },
                          "help": {
                            "text": "Remove it from the code with `cargo flags retire`, or let its kind grow older."
                          },
                          "defaultConfiguration": {
                            "level": "warning"
                          }
                        },
                        {
                          "id": "always-on",
                          "shortDescription": {
                            "text": "Feature that decides nothing"
                          },
                          "fullDescription": {
                            "text": "A boolean is on for everyone in every environment, or rules and environments of another feature leave it one value, also where it is frozen. Features that need others, those that a given state file speaks of, and those of kind `ops`, `kill-switch` and `permission` are left alone."
                          },
                          "help": {
                            "text": "Remove it from the code with `cargo flags retire --keep` that value."
                          },
                          "defaultConfiguration": {
                            "level": "warning"
                          }
                        },
                        {
                          "id": "baseline",
                          "shortDescription": {
                            "text": "Outdated entry of the baseline"
                          },
                          "fullDescription": {
                            "text": "The baseline holds a finding that does not occur any more, and would hide it if it came back."
                          },
                          "help": {
                            "text": "Write the baseline anew with `--write-baseline`."
                          },
                          "defaultConfiguration": {
                            "level": "warning"
                          }
                        }
                      ]
                    }
                  },
                  "columnKind": "unicodeCodePoints",
                  "originalUriBaseIds": {
                    "%SRCROOT%": {
                      "description": {
                        "text": "The root of the repository."
                      }
                    }
                  },
                  "results": [
                    {
                      "ruleId": "manifest",
                      "ruleIndex": 0,
                      "level": "error",
                      "message": {
                        "text": "feature `crazy`: `kind` must be `release`, `experiment`, `ops`, `kill-switch` or `permission`, found `50 %: a, b`"
                      },
                      "locations": [
                        {
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "features.toml",
                              "uriBaseId": "%SRCROOT%"
                            },
                            "region": {
                              "startLine": 2,
                              "startColumn": 8,
                              "endLine": 2,
                              "endColumn": 20
                            }
                          }
                        }
                      ],
                      "partialFingerprints": {
                        "cargoFlags/v1": "manifest:features.toml:775b8a54d2db1548"
                      }
                    },
                    {
                      "ruleId": "manifest",
                      "ruleIndex": 0,
                      "level": "error",
                      "message": {
                        "text": "feature `page`: rule 1: `when.counrty` is no attribute of `[context]` (there are `country`)\nhelp: did you mean `country`?"
                      },
                      "locations": [
                        {
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "features.toml",
                              "uriBaseId": "%SRCROOT%"
                            },
                            "region": {
                              "startLine": 6,
                              "startColumn": 21,
                              "endLine": 6,
                              "endColumn": 28
                            }
                          }
                        }
                      ],
                      "partialFingerprints": {
                        "cargoFlags/v1": "manifest:features.toml:d7adbfe33d204da7"
                      }
                    }
                  ]
                }
              ]
            }
        "#]],
    );
    fits_sarif(&text);
}

#[test]
fn nothing_found_is_told_in_each_format() {
    let prompt = Prompt::with(&[("features.toml", ""), ("src/main.rs", "fn main() {}\n")]);
    let say = |format: &str| {
        let said = prompt.flags(&format!("check --format {format}"));
        assert_eq!((said.stderr.as_str(), said.status), ("", 0));
        said.stdout
    };
    assert_eq!(say("human"), "no errors, no warnings in 1 manifest\n");
    assert_eq!(say("github"), "no errors, no warnings in 1 manifest\n");
    fits_the_schema(&say("json"));
    fits_sarif(&say("sarif"));
}

#[test]
fn paths_are_those_of_the_repository_around_the_workspace() {
    let prompt = Prompt::with(&[("features.toml", "7"), ("src/main.rs", "fn main() {}\n")]);
    let around = prompt.root.parent().expect("there is a folder around it");
    std::fs::create_dir(around.join(".git")).expect("a folder can be made");
    let said = prompt.flags("check --format github");
    assert!(
        said.stdout.contains("file=shop/features.toml,"),
        "{}",
        said.stdout
    );
    let said = prompt.flags("check --format json");
    let document: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    assert_eq!(
        document["findings"][0]["location"]["file"],
        "shop/features.toml"
    );
    assert!(
        document["findings"][0]["fingerprint"]
            .as_str()
            .is_some_and(|text| text.starts_with("manifest:features.toml:")),
        "a fingerprint depends on nothing around the workspace: {document}"
    );
}

#[test]
fn paths_with_every_character_are_escaped() {
    let prompt = Prompt::empty();
    prompt.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"50%, a:b ü\"]\nresolver = \"3\"\n",
    );
    prompt.write(
        "50%, a:b ü/Cargo.toml",
        "[package]\nname = \"cart\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    prompt.write("50%, a:b ü/src/lib.rs", "");
    prompt.write("50%, a:b ü/features.toml", "7");
    let said = prompt.flags("check --format github");
    let file = "::error file=50%25%2C a%3Ab ü/features.toml,line=1,";
    assert!(said.stdout.starts_with(file), "{}", said.stdout);
    let said = prompt.flags("check --format sarif");
    let uri = r#""uri": "50%25%2C%20a%3Ab%20%C3%BC/features.toml""#;
    assert!(said.stdout.contains(uri), "{}", said.stdout);
    fits_sarif(&said.stdout);
}

#[test]
fn a_manifest_that_cannot_be_read_has_a_file_and_no_line() {
    let prompt = Prompt::with(&[("src/main.rs", "fn main() {}\n")]);
    std::fs::create_dir(prompt.root.join("features.toml")).expect("a folder can be made");
    let said = prompt.flags("check");
    assert_eq!(said.status, 1);
    expect![[r#"
        error[manifest]: `features.toml` is a directory: name a file, such as `features.toml/features.toml`
         --> features.toml

        1 error in 1 manifest
    "#]]
    .assert_eq(&said.text);
    let said = prompt.flags("check --format github");
    expect![[r#"
        ::error file=features.toml,title=Mistake in a manifest (manifest)::`features.toml` is a directory: name a file, such as `features.toml/features.toml`
        1 error in 1 manifest
    "#]].assert_eq(&said.text);
    fits_the_schema(&prompt.flags("check --format json").stdout);
    fits_sarif(&prompt.flags("check --format sarif").stdout);
}

#[test]
fn github_workspace_is_what_paths_are_relative_to() {
    let prompt = Prompt::with(&[("features.toml", "7"), ("src/main.rs", "fn main() {}\n")]);
    std::fs::create_dir(prompt.root.join(".git")).expect("a folder can be made");
    let around = prompt.root.parent().expect("there is a folder around it");
    let said = prompt.run(
        Command::new(env!("CARGO_BIN_EXE_cargo-flags"))
            .args(["check", "--format", "github"])
            .env("GITHUB_WORKSPACE", around),
    );
    assert!(
        said.stdout.contains("file=shop/features.toml,"),
        "{}",
        said.stdout
    );
}

#[track_caller]
fn fits_the_schema(text: &str) {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/check.schema.json");
    fits(&read(file.as_ref()), text);
}

/// Against the official schema, in Microsoft's npm package `@microsoft/jest-sarif`, which
/// `.ci/oracles` installs.
#[track_caller]
pub(crate) fn fits_sarif(text: &str) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("it is in the target folder");
    let package = target.join("oracles/node/node_modules/@microsoft/jest-sarif");
    let schema = package.join("lib/schemas/sarif-2.1.0-rtm.5.json");
    if schema.is_file() {
        let mut schema = read(&schema);
        // A pattern has a bracket too many, which regular expressions of browsers overlook.
        for definition in ["run", "toolComponent"] {
            let language = &mut schema["definitions"][definition]["properties"]["language"];
            let pattern = (language.as_object_mut()).and_then(|it| it.remove("pattern"));
            assert!(pattern.is_some(), "the schema has changed");
        }
        fits(&schema, text);
    } else {
        // Past the test runner, which shows nothing that a test prints and that passes.
        writeln!(
            std::io::stderr(),
            "skipped: SARIF's schema is not there; `.ci/oracles` installs it with npm"
        )
        .expect("standard error is open");
    }
}

#[track_caller]
fn fits(schema: &Value, text: &str) {
    let document = serde_json::from_str(text).expect("it is JSON");
    let validator = jsonschema::validator_for(schema).expect("the schema is one");
    let problems: Vec<String> = (validator.iter_errors(&document))
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{problems:#?}\n{text}");
}

fn read(schema: &Path) -> Value {
    let text = std::fs::read_to_string(schema).expect("the schema is there");
    serde_json::from_str(&text).expect("it is JSON")
}
