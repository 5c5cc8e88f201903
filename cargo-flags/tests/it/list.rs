//! `cargo flags list`.

use expect_test::{Expect, expect};
use serde_json::Value;

use crate::prompt::Prompt;

#[track_caller]
fn check(arguments: &str, expected: Expect) {
    let said = Prompt::shop().flags(&format!("list {arguments}"));
    assert_eq!(said.status, 0);
    expected.assert_eq(&said.text);
}

#[test]
fn every_feature_has_a_line() {
    check(
        "",
        expect![[r#"
        FEATURE          KIND        TYPE      DEFAULT              DEVELOPMENT  OWNER     EXPIRES      USES
        awesome_text     release     boolean   true                 -            web       2026-10-31!  1
        crazy            release     boolean   false +2             true +2      web       2027-06-30   1
        checkout_button  experiment  variants  "red" +1             -            checkout  -            4
        max_upload_mb    ops         integer   25                   -            -         -            1
        search_limits    -           table     { max_results = 50…  -            search    -            0

        5 features
        !: past that day
        +N: so many rules come before the value
    "#]],
    );
}

#[test]
fn stale_features_are_told_with_what_they_are() {
    check(
        "--stale",
        expect![[r#"
            FEATURE        KIND     TYPE     DEFAULT      OWNER   EXPIRES      USES  STALE
            awesome_text   release  boolean  true         web     2026-10-31!  1     expired, overdue, always-on
            search_limits  -        table    { max_resu…  search  -            0     unused

            2 of 5 features
            !: past that day
        "#]],
    );
}

#[test]
fn owners_and_kinds_narrow_it_down() {
    check(
        "--owner web --kind release --stale",
        expect![[r#"
        FEATURE       KIND     TYPE     DEFAULT  OWNER  EXPIRES      USES  STALE
        awesome_text  release  boolean  true     web    2026-10-31!  1     expired, overdue, always-on

        1 of 5 features
        !: past that day
    "#]],
    );
    check(
        "--owner web --owner search",
        expect![[r#"
        FEATURE        KIND     TYPE     DEFAULT                      DEVELOPMENT  OWNER   EXPIRES      USES
        awesome_text   release  boolean  true                         -            web     2026-10-31!  1
        crazy          release  boolean  false +2                     true +2      web     2027-06-30   1
        search_limits  -        table    { max_results = 50, timeou…  -            search  -            0

        3 of 5 features
        !: past that day
        +N: so many rules come before the value
    "#]],
    );
    check(
        "--kind ops",
        expect![[r#"
        FEATURE        KIND  TYPE     DEFAULT  OWNER  EXPIRES  USES
        max_upload_mb  ops   integer  25       -      -        1

        1 of 5 features
    "#]],
    );
}

#[test]
fn an_owner_of_nothing_is_most_often_misspelled() {
    check(
        "--owner wbe",
        expect![[r#"
        0 of 5 features
        warning: no feature has the owner `wbe`: did you mean `web`?
    "#]],
    );
}

#[test]
fn a_narrow_terminal_cuts_values_first() {
    let said = in_columns(80);
    assert!(
        said.lines().all(|line| line.chars().count() <= 80),
        "{said}"
    );
    expect![[r#"
        FEATURE      KIND        TYPE      DEFAULT   DEVELO…  OWNER    EXPIRES      USES
        awesome_te…  release     boolean   true      -        web      2026-10-31!  1
        crazy        release     boolean   false +2  true +2  web      2027-06-30   1
        checkout_b…  experiment  variants  "red" +1  -        checko…  -            4
        max_upload…  ops         integer   25        -        -        -            1
        search_lim…  -           table     { max_r…  -        search   -            0

        5 features
        !: past that day
        +N: so many rules come before the value
    "#]]
    .assert_eq(&said);
}

#[test]
fn colours_take_no_room() {
    let plain = in_columns(80);
    let prompt = Prompt::shop();
    let said = prompt.run(
        std::process::Command::new(env!("CARGO_BIN_EXE_cargo-flags"))
            .args(["list", "--color", "always"])
            .env("COLUMNS", "80"),
    );
    let (mut visible, mut hidden) = (String::new(), false);
    for c in said.stdout.chars() {
        match c {
            '\u{1b}' => hidden = true,
            'm' if hidden => hidden = false,
            _ if hidden => {}
            c => visible.push(c),
        }
    }
    assert_ne!(said.stdout, plain);
    assert_eq!(visible, plain);
}

fn in_columns(columns: usize) -> String {
    let said = Prompt::shop().run(
        std::process::Command::new(env!("CARGO_BIN_EXE_cargo-flags"))
            .arg("list")
            .env("COLUMNS", columns.to_string()),
    );
    said.stdout
}

#[test]
fn each_manifest_has_a_table_of_its_own() {
    let prompt = Prompt::empty();
    prompt.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"desk\", \"shop\"]\nresolver = \"3\"\n",
    );
    for name in ["desk", "shop"] {
        prompt.write(
            &format!("{name}/Cargo.toml"),
            &format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
        );
        prompt.write(&format!("{name}/src/lib.rs"), "");
        prompt.write(
            &format!("{name}/features.toml"),
            &format!("[features.of_{name}]\n"),
        );
    }
    expect![[r#"
        desk/features.toml (registry `desk`)
        FEATURE  KIND  TYPE     DEFAULT  OWNER  EXPIRES  USES
        of_desk  -     boolean  false    -      -        0

        shop/features.toml (registry `shop`)
        FEATURE  KIND  TYPE     DEFAULT  OWNER  EXPIRES  USES
        of_shop  -     boolean  false    -      -        0

        2 features
    "#]]
    .assert_eq(&prompt.flags("list").text);
    expect![[r#"
        FEATURE  KIND  TYPE     DEFAULT  OWNER  EXPIRES  USES
        of_desk  -     boolean  false    -      -        0

        1 feature
    "#]]
    .assert_eq(&prompt.flags("list -p desk").text);
}

#[test]
fn the_table_tells_environments_that_differ_and_what_is_frozen() {
    let manifest = "\
        [features.a]\nenvironments.testing = true\n\
        [features.b]\nenvironments.production.rules = [{ rollout = 25 }]\n\
        [features.c]\ndefault = true\nfrozen = true\n";
    let said = Prompt::with(&[
        ("features.toml", manifest),
        ("src/main.rs", "fn main() {}\n"),
    ])
    .flags("list");
    expect![[r#"
        FEATURE  KIND  TYPE     DEFAULT      TESTING  PRODUCTION  OWNER  EXPIRES  USES
        a        -     boolean  false        true     -           -      -        0
        b        -     boolean  false        -        false +1    -      -        0
        c        -     boolean  true frozen  -        -           -      -        0

        3 features
        +N: so many rules come before the value
    "#]]
    .assert_eq(&said.text);
}

#[test]
fn json_has_every_environment() {
    let said = Prompt::shop().flags("list --format json --kind release");
    let document: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    assert_eq!(document["version"], 1);
    let features = document["features"].as_array().expect("it is a list");
    assert_eq!(features.len(), 2);
    expect![[r#"
        {
          "key": "crazy",
          "registry": "shop",
          "file": "features.toml",
          "line": 22,
          "constant": "CRAZY",
          "description": "Turns the home page crazy.",
          "owner": "web",
          "kind": "release",
          "type": "boolean",
          "default": false,
          "environments": {
            "development": {
              "default": true,
              "rules": 2
            },
            "testing": {
              "default": false,
              "rules": 2
            },
            "staging": {
              "default": false,
              "rules": 2
            },
            "production": {
              "default": false,
              "rules": 2
            }
          },
          "frozen": false,
          "created": "2026-11-01",
          "expires": "2027-06-30",
          "expired": false,
          "issue": null,
          "uses": 1,
          "stale": []
        }
    "#]]
    .assert_eq(&format!("{:#}\n", features[1]));
    assert_eq!(features[0]["expired"], true);
    assert_eq!(
        features[0]["stale"],
        serde_json::json!(["expired", "overdue", "always-on"])
    );
}

#[test]
fn a_wrong_manifest_is_a_wrong_configuration() {
    let prompt = Prompt::with(&[
        ("features.toml", "[features.a]\nknid = 'ops'\n"),
        ("src/main.rs", "fn main() {}\n"),
    ]);
    let said = prompt.flags("list");
    assert_eq!(said.status, 2);
    expect![[r#"
        error: there are mistakes in the manifest, the first of them at features.toml:2:1: feature `a`: unknown key `knid`, expected `description`, `owner`, `kind`, `created`, `expires`, `issue`, `constant`, `type-name`, `provider-key`, `variants`, `default`, `range`, `environments`, `needs`, `rules` or `frozen`
          = help: `cargo flags check` shows all of them
    "#]].assert_eq(&said.text);
}

#[test]
fn uses_are_those_of_the_whole_workspace_also_for_one_package() {
    let prompt = Prompt::empty();
    let repository = crate::prompt::repository();
    prompt.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"flags\", \"shop\"]\nresolver = \"3\"\n",
    );
    let package = |name: &str, dependencies: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
        )
    };
    prompt.write(
        "flags/Cargo.toml",
        &package(
            "flags",
            &format!("typed-flags = {{ path = {repository:?} }}\n"),
        ),
    );
    prompt.write("flags/features.toml", "[features.a]\n");
    prompt.write(
        "flags/src/lib.rs",
        "typed_flags::features!(pub \"features.toml\");\n",
    );
    prompt.write(
        "shop/Cargo.toml",
        &package("shop", "flags = { path = \"../flags\" }\n"),
    );
    prompt.write(
        "shop/src/main.rs",
        "use flags::A;\nfn main() {\n    if A.is_enabled() || !A.is_enabled() {}\n}\n",
    );
    for arguments in ["list --format json", "list --format json -p flags"] {
        let said = prompt.flags(arguments);
        let document: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
        // The import is none.
        assert_eq!(document["features"][0]["uses"], 2, "{arguments}");
    }
}
