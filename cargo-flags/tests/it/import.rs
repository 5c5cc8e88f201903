//! `cargo flags import`.

use expect_test::{Expect, expect};
use serde_json::json;

use crate::prompt::Prompt;

#[track_caller]
fn check(from: &str, file: &str, expected: Expect) {
    let prompt = Prompt::empty();
    prompt.write("flags.json", file);
    let said = prompt.flags(&format!("import --from {from} flags.json"));
    expected.assert_eq(&said.text);
    assert_eq!(said.status, 0, "{}", said.text);
    assert_eq!(flags_manifest::parse(&said.stdout).diagnostics, []);
}

#[track_caller]
fn refuses(from: &str, file: &str, expected: Expect) {
    let prompt = Prompt::empty();
    prompt.write("flags.json", file);
    let said = prompt.flags(&format!("import --from {from} flags.json"));
    expected.assert_eq(&said.text);
    assert_eq!(said.status, 2);
}

#[test]
fn the_manifest_of_openfeature() {
    check(
        "openfeature",
        r##"{
          "$schema": "../schema/v0/flag-manifest.json",
          "flags": {
            "enableFeatureA": { "flagType": "boolean", "defaultValue": false, "description": "Controls \"A\"." },
            "usernameMaxLength": { "flagType": "integer", "defaultValue": 50 },
            "greetingMessage": { "flagType": "string", "defaultValue": "Hello there!" },
            "discountPercentage": { "flagType": "float", "defaultValue": 0.15 },
            "2fa": { "flagType": "boolean", "defaultValue": true },
            "größe": { "flagType": "float", "defaultValue": 1 },
            "theme": { "flagType": "object", "defaultValue": { "primary": "#007bff", "sizes": [1, 2], "inner": { "deep": true } } },
            "matrix": { "flagType": "object", "defaultValue": { "rows": [[1], [2]] } },
            "nothing": { "flagType": "object", "defaultValue": {} },
            "wrong": { "flagType": "integer", "defaultValue": "50" }
          }
        }"##,
        expect![[r##"
            #:schema ./features.schema.json

            [features.enableFeatureA]
            description = 'Controls "A".'
            default = false

            [features.usernameMaxLength]
            default = 50

            [features.greetingMessage]
            default = "Hello there!"

            [features.discountPercentage]
            default = 0.15

            [features.flag_2fa]
            provider-key = "2fa"
            default = true

            [features.gr__e]
            provider-key = "größe"
            default = 1.0

            [features.theme]
            default = { primary = "#007bff", sizes = [1, 2], inner = { deep = true } }
            warning: flag `matrix`: it is left out: its object holds what a table cannot, such as null or a list of objects
            warning: flag `wrong`: it is left out: its `defaultValue` is not of its `flagType`
            warning: flag `nothing`: it is left out: feature `nothing`: `default` must not be an empty table
            7 features imported, 3 left out or changed
        "##]],
    );
}

#[test]
fn what_was_exported_comes_back() {
    let prompt = Prompt::empty();
    let manifest =
        "[features.dark]\ndescription = \"Dark colours.\"\n\n[features.limit]\ndefault = 25\n";
    prompt.write(
        "Cargo.toml",
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    prompt.write("src/lib.rs", "");
    prompt.write("features.toml", manifest);
    assert_eq!(
        prompt.flags("export --to openfeature -o flags.json").status,
        0
    );
    assert_eq!(
        prompt
            .flags("import --from openfeature flags.json -o again.toml")
            .status,
        0
    );
    assert_eq!(
        prompt.read("again.toml"),
        "#:schema ./features.schema.json\n\n[features.dark]\ndescription = \"Dark colours.\"\n\
         default = false\n\n[features.limit]\ndefault = 25\n"
    );
}

#[test]
fn the_api_of_launchdarkly() {
    check(
        "launchdarkly",
        &json!({ "items": [
            {
                "key": "new-checkout", "name": "New checkout", "description": "Serves the new checkout.",
                "temporary": true, "creationDate": 1_793_491_200_000_i64,
                "_maintainer": { "email": "web@example.com" },
                "variations": [{ "_id": "a", "value": true }, { "_id": "b", "value": false }],
                "environments": {
                    "production": {
                        "on": true, "offVariation": 1, "targets": [{ "values": ["user-1"], "variation": 0 }],
                        "rules": [{ "clauses": [{ "attribute": "country", "op": "in", "values": ["DE", "AT"], "negate": false }], "variation": 0 }],
                        "fallthrough": { "rollout": { "variations": [{ "variation": 0, "weight": 12_500 }, { "variation": 1, "weight": 87_500 }] } },
                        "prerequisites": [],
                    },
                    "qa": { "on": true, "offVariation": 1, "rules": [], "fallthrough": { "variation": 0 } },
                    "test": { "on": false, "offVariation": 1, "rules": [], "fallthrough": { "variation": 0 } },
                },
            },
            {
                "key": "button", "name": "button", "temporary": false,
                "variations": [{ "value": "red" }, { "value": "blue" }],
                "environments": {
                    "production": {
                        "on": true, "offVariation": 0,
                        "rules": [{ "clauses": [{ "attribute": "key", "op": "in", "values": ["user-1"] }], "variation": 1 }],
                        "fallthrough": { "variation": 1 },
                        "prerequisites": [{ "key": "new-checkout", "variation": 0 }],
                    },
                },
            },
            { "key": "old", "archived": true, "variations": [{ "value": true }, { "value": false }], "environments": {} },
            { "key": "mixed", "variations": [{ "value": 1 }, { "value": "one" }], "environments": {} },
        ] })
        .to_string(),
        expect![[r##"
            #:schema ./features.schema.json

            [registry]
            environments = ["production", "qa", "test"]

            [context]
            country = "string"

            [features.new-checkout]
            description = "Serves the new checkout."
            owner = "web@example.com"
            kind = "release"
            created = 2026-11-01
            default = false
            environments.production.default = false
            environments.production.rules = [
              { when = { country = ["DE", "AT"] }, serve = true },
              { rollout = 12.5 },
            ]
            environments.qa = true

            [features.button]
            variants = ["red", "blue"]
            default = "red"
            needs = ["new-checkout"]
            warning: flag `new-checkout`: 1 individual target is left out in `production`: give whoever is meant an attribute, and a rule for it
            warning: flag `new-checkout`: others are inside of its rollout in `production`: the shares stay, and subjects are drawn anew
            warning: flag `button`: its prerequisite `new-checkout` in `production` holds in every environment now
            warning: flag `button`: its rules in `production` are left out, so that it is "red": a rule asks for the targeting key itself
            warning: flag `old`: it is left out: it is archived
            warning: flag `mixed`: it is left out: its variations are of several types, or lists
            2 features imported, 6 left out or changed
        "##]],
    );
}

#[test]
fn the_data_of_launchdarkly() {
    check(
        "launchdarkly",
        &json!({
            "flags": {
                "beta": {
                    "on": true, "variations": [false, true], "offVariation": 0,
                    "rules": [{ "clauses": [{ "attribute": "", "op": "segmentMatch", "values": ["testers"] }], "variation": 1 }],
                    "fallthrough": { "variation": 0 },
                },
                "limit": {
                    "on": true, "variations": [10, 50, 100], "offVariation": 0,
                    "rules": [{ "clauses": [
                        { "attribute": "appVersion", "op": "semVerGreaterThan", "values": ["2.1"] },
                        { "attribute": "seats", "op": "greaterThanOrEqual", "values": [10] },
                        { "attribute": "since", "op": "before", "values": [1_793_491_200_000_i64] },
                    ], "variation": 2 }],
                    "fallthrough": { "variation": 1 },
                },
                "three": {
                    "on": true, "variations": ["a", "b", "c"], "offVariation": 2, "rules": [],
                    "fallthrough": { "rollout": { "bucketBy": "company", "variations": [
                        { "variation": 0, "weight": 50_000 }, { "variation": 1, "weight": 25_000 }, { "variation": 2, "weight": 25_000 }
                    ] } },
                },
                "device": {
                    "on": true, "variations": [true, false], "offVariation": 1,
                    "rules": [{ "clauses": [{ "contextKind": "device", "attribute": "os", "op": "in", "values": ["linux"] }], "variation": 0 }],
                    "fallthrough": { "variation": 0 },
                },
                "both": {
                    "on": true, "variations": [true, false], "offVariation": 1,
                    "rules": [{ "clauses": [{ "attribute": "seats", "op": "in", "values": ["many"] }], "variation": 0 }],
                    "fallthrough": { "variation": 0 },
                },
            },
            "segments": {
                "testers": { "key": "testers", "included": [], "rules": [{ "clauses": [{ "attribute": "email", "op": "endsWith", "values": ["@example.com"] }] }] },
                "friends": { "key": "friends", "included": ["user-1"], "rules": [] },
            },
            "flagValues": { "simple": true },
        })
        .to_string(),
        expect![[r##"
            #:schema ./features.schema.json

            [context]
            company = "string"
            email = "string"

            [segments]
            testers = { any = [{ email = { ends-with = "@example.com" } }] }

            [features.beta]
            default = false
            rules = [
              { when = { any = [{ segment = "testers" }] }, serve = true },
            ]

            [features.limit]
            default = 10

            [features.three]
            variants = ["a", "b", "c"]
            default = "c"
            rules = [
              { split = { a = 50, b = 25, c = 25 }, by = "company" },
            ]

            [features.device]
            default = false

            [features.both]
            default = false

            [features.simple]
            default = true
            warning: segment `friends` is left out: segment `friends` lists subjects one by one
            warning: flag `limit`: its rules are left out, so that it is 10: `seats` is compared as `integer` here and as `string` there
            warning: flag `three`: others are inside of its rollout: the shares stay, and subjects are drawn anew
            warning: flag `device`: its rules are left out, so that it is false: a rule asks for a context of kind `device`
            warning: flag `both`: its rules are left out, so that it is false: `seats` is compared as `integer` here and as `string` there
            6 features imported, 5 left out or changed
        "##]],
    );
}

#[test]
fn features_of_unleash() {
    check(
        "unleash",
        &json!({
            "version": 2,
            "features": [
                { "name": "shop.dark mode", "type": "kill-switch", "description": "Dark colours.", "enabled": true, "strategies": [{ "name": "default" }] },
                { "name": "half", "type": "experiment", "enabled": true, "strategies": [{ "name": "flexibleRollout", "parameters": { "rollout": "50", "stickiness": "default", "groupId": "half" } }] },
                { "name": "off", "enabled": false, "strategies": [{ "name": "flexibleRollout", "parameters": { "rollout": "50" } }] },
                { "name": "who", "enabled": true, "strategies": [
                    { "name": "userWithId", "parameters": { "userIds": "1,2" } },
                    { "name": "default", "segments": [1], "constraints": [{ "contextName": "country", "operator": "NOT_IN", "values": ["DE"] }] },
                ], "dependencies": [{ "feature": "half" }, { "feature": "off", "enabled": false }], "variants": [{ "name": "a", "weight": 1000 }] },
            ],
            "segments": [{ "id": 1, "constraints": [{ "contextName": "seats", "operator": "NUM_GTE", "value": "10" }] }],
        })
        .to_string(),
        expect![[r##"
            #:schema ./features.schema.json

            [context]
            country = "string"
            seats = "float"

            [features."shop.dark_mode"]
            description = "Dark colours."
            kind = "kill-switch"
            provider-key = "shop.dark mode"
            default = true

            [features.half]
            kind = "experiment"
            rules = [
              { rollout = 50 },
            ]

            [features.off]

            [features.who]
            needs = ["half", "!off"]
            rules = [
              { when = { seats = { gte = 10.0 }, any = [{ country = { exists = false } }, { country = { not = ["DE"] } }] }, serve = true },
            ]
            warning: flag `half`: others are inside of its rollout: the shares stay, and subjects are drawn anew
            warning: flag `off`: its strategies are left out where it is off
            warning: flag `who`: its variants are left out: declare a feature of its own with `variants`
            warning: flag `who`: a strategy is left out, so that it is on for fewer: it lists subjects one by one
            4 features imported, 4 left out or changed
        "##]],
    );
}

#[test]
fn an_export_of_unleash() {
    check(
        "unleash",
        &json!({
            "features": [
                { "name": "dark", "type": "release", "description": "Dark colours.", "createdAt": "2026-11-01T09:30:00.000Z", "archived": false },
                { "name": "gone", "archived": true },
            ],
            "featureStrategies": [
                { "name": "flexibleRollout", "featureName": "dark", "environment": "production", "parameters": { "rollout": "25", "stickiness": "company" }, "constraints": [], "segments": [] },
            ],
            "featureEnvironments": [
                { "featureName": "dark", "environment": "development", "enabled": true },
                { "featureName": "dark", "environment": "production", "enabled": true },
            ],
            "segments": [],
        })
        .to_string(),
        expect![[r##"
            #:schema ./features.schema.json

            [context]
            company = "string"

            [features.dark]
            description = "Dark colours."
            kind = "release"
            created = 2026-11-01
            environments.development = true
            environments.production.rules = [
              { rollout = 25, by = "company" },
            ]
            warning: flag `dark`: others are inside of its rollout: the shares stay, and subjects are drawn anew
            warning: flag `gone`: it is left out: it is archived
            1 feature imported, 2 left out or changed
        "##]],
    );
}

#[test]
fn names_that_cannot_be_kept() {
    check(
        "openfeature",
        r#"{ "flags": {
            "new-checkout": { "flagType": "boolean", "defaultValue": false },
            "new_checkout": { "flagType": "boolean", "defaultValue": false },
            "features": { "flagType": "boolean", "defaultValue": false }
        } }"#,
        expect![[r#"
            #:schema ./features.schema.json

            [features.new-checkout]
            default = false
            warning: flag `features`: it is left out: feature `features` would be the constant `FEATURES`, a name that `features!` uses itself
            warning: flag `new_checkout`: it is left out: feature `new_checkout` and feature `new-checkout` on line 3 would both be the constant `NEW_CHECKOUT`
            1 feature imported, 2 left out or changed
        "#]],
    );
}

#[test]
fn no_json() {
    refuses(
        "openfeature",
        "flags:\n  a: true\n",
        expect![[r#"
        error: the file is not JSON: expected ident at line 1 column 2
    "#]],
    );
}

#[test]
fn another_document() {
    refuses(
        "openfeature",
        "{}",
        expect![[r#"
        error: the file is no flag manifest of OpenFeature: it has no object `flags`
    "#]],
    );
    refuses(
        "launchdarkly",
        "{}",
        expect![[r#"
        error: the file has no flags of LaunchDarkly: neither `items`, as its API lists them, nor `flags`, as its SDKs know them
    "#]],
    );
    refuses(
        "unleash",
        "[]",
        expect![[r#"
        error: the file has no features of Unleash: it has no list `features`
    "#]],
    );
}

#[test]
fn a_file_that_is_there_is_not_replaced() {
    let prompt = Prompt::empty();
    prompt.write("flags.json", r#"{ "flags": {} }"#);
    prompt.write("features.toml", "# ours\n");
    let said = prompt.flags("import --from openfeature flags.json --output features.toml");
    expect![[r#"
        error: `features.toml` is there already
          = help: leave out `--output`, and take over what you need by hand
    "#]]
    .assert_eq(&said.text);
    assert_eq!(said.status, 2);
    assert_eq!(prompt.read("features.toml"), "# ours\n");
}
