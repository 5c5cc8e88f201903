//! The two ways to read an entry: where the quick one has an answer, it is that of the checker.

use flags_manifest::state::Format;
use flags_runtime::Registry;

use super::Plain;
use crate::bound::{Opinion, bind};
use crate::snapshot::Snapshot;

const MANIFEST: &str = r#"
[context]
staff = "bool"
age = "integer"
score = "float"
country = "string"
matches = "string"
version = "semver"
tags = "strings"
plan = ["free", "pro"]
[features.on]
description = "A boolean."
[features.limit]
description = "An integer."
default = 5
[features.bounded]
description = "An integer within a range."
default = 5
range = [1, 9]
[features.title]
description = "A string."
default = "none"
[features.colour]
description = "A closed set."
variants = ["red", "green"]
default = "red"
[features.ratio]
description = "A float."
default = 0.5
"#;

/// What the quick way says of a feature's entry, and what the checker does.
fn both(key: &str, entry: &str) -> (Option<Opinion>, Option<Opinion>) {
    let registry: &'static Registry = crate::registry_from_text("shop", MANIFEST).unwrap();
    let text = format!("{{\n \"features\": {{\n  \"{key}\": {entry}\n }}\n}}");
    let Ok(snapshot) = Snapshot::parse("flags.json", text, Format::Json) else {
        panic!("the text is refused");
    };
    let feature = registry.features().iter().find(|f| f.key() == key).unwrap();
    bind(&snapshot, registry, |binder| {
        let entry = binder.state.find(key).unwrap();
        let quick = Plain::new(registry).opinion(binder.state, entry, feature);
        (quick, binder.checked(entry, feature).ok())
    })
}

#[track_caller]
fn same(key: &str, entry: &str) {
    let (quick, checked) = both(key, entry);
    assert!(quick.is_some(), "the quick way leaves it to the checker");
    assert_eq!(quick, checked);
}

#[track_caller]
fn left(key: &str, entry: &str) {
    assert_eq!(both(key, entry).0, None);
}

#[test]
fn values_are_those_of_the_checker() {
    same("on", "{}");
    same("on", r#"{"default":true}"#);
    same("on", "{ \"default\"\t:\r\n false , \"rules\": [ ] }");
    same("limit", r#"{"default":-12}"#);
    same("limit", r#"{"default":-0}"#);
    same("limit", r#"{"default":9223372036854775807}"#);
    same("title", r#"{"default":""}"#);
    same(
        "title",
        r#"{"default":"für {alle}, [\u007d]"}"#.replace("\\u007d", "}").as_str(),
    );
    same("colour", r#"{"default":"green"}"#);
}

#[test]
fn rules_and_their_lines_are_those_of_the_checker() {
    same("on", r#"{"rules":[{"when":{"staff":true},"serve":true}]}"#);
    same(
        "on",
        r#"{"rules":[{"rollout":25},{"serve":false}],"default":true}"#,
    );
    same(
        "on",
        r#"{"rules":[{"rollout":0,"value":false},{"value":true,"rollout":100}]}"#,
    );
    same(
        "colour",
        r#"{"rules":[{"rollout":50,"value":"green"},{"serve":"red"}]}"#,
    );
    same(
        "limit",
        "{\"rules\": [\n {\"when\": {\"age\": 7, \"country\": \"CH\"},\n \"serve\": 1},\n\n {\"serve\": 2}]}",
    );
    same(
        "on",
        r#"{"rules":[{"serve":true,"when":{"country":["CH","AT"],"age":[1,-2]}}]}"#,
    );
    same(
        "on",
        r#"{"rules":[{"serve":true,"when":{"tags":"a","plan":["pro","free"]}}]}"#,
    );
    same(
        "on",
        r#"{"rules":[{"serve":true,"when":{"plan":"pro","staff":[true,false]}}]}"#,
    );
    same("on", r#"{"rules":[{"serve":true,"when":{"country":""}}]}"#);
}

#[test]
fn what_is_wrong_is_left_to_the_checker() {
    for entry in [
        "true",
        "[]",
        r#"{"default":1}"#,
        r#"{"default":null}"#,
        r#"{"defualt":true}"#,
        r#"{"owner":"me"}"#,
        r#"{"rules":{}}"#,
        r#"{"rules":[true]}"#,
        r#"{"rules":[{}]}"#,
        r#"{"rules":[{"when":{"staff":true}}]}"#,
        r#"{"rules":[{"when":{},"serve":true}]}"#,
        r#"{"rules":[{"when":{"stuff":true},"serve":true}]}"#,
        r#"{"rules":[{"when":{"staff":1},"serve":true}]}"#,
        r#"{"rules":[{"when":{"staff":[]},"serve":true}]}"#,
        r#"{"rules":[{"when":{"plan":"gold"},"serve":true}]}"#,
        r#"{"rules":[{"when":{"age":1.5},"serve":true}]}"#,
        r#"{"rules":[{"when":{"age":9223372036854775808},"serve":true}]}"#,
        r#"{"rules":[{"serve":true,"rollout":10}]}"#,
        r#"{"rules":[{"serve":true,"value":true}]}"#,
        r#"{"rules":[{"serve":"true"}]}"#,
        r#"{"rules":[{"rollout":101}]}"#,
        r#"{"rules":[{"rollout":-1}]}"#,
    ] {
        left("on", entry);
    }
    left("colour", r#"{"default":"blue"}"#);
    left("colour", r#"{"rules":[{"rollout":10}]}"#);
    left("limit", r#"{"default":1.0}"#);
    left("limit", r#"{"default":1e3}"#);
    left("bounded", r#"{"default":10}"#);
}

#[test]
fn what_is_out_of_the_ordinary_is_left_to_the_checker() {
    for entry in [
        r#"{"environments":{"production":true}}"#,
        r#"{"rules":[{"rollout":12.5}]}"#,
        r#"{"rules":[{"rollout":10,"by":"country"}]}"#,
        r#"{"rules":[{"rollout":10,"salt":"other"}]}"#,
        r#"{"rules":[{"split":{"true":50,"false":50}}]}"#,
        r#"{"rules":[{"when":{"country":{"not":"CH"}},"serve":true}]}"#,
        r#"{"rules":[{"when":{"any":[{"staff":true}]},"serve":true}]}"#,
        r#"{"rules":[{"when":{"segment":"a"},"serve":true}]}"#,
        r#"{"rules":[{"when":{"matches":"a"},"serve":true}]}"#,
        r#"{"rules":[{"when":{"version":"1.0.0"},"serve":true}]}"#,
        r#"{"rules":[{"when":{"score":1},"serve":true}]}"#,
        r#"{"rules":[{"when":{"country":"\n"},"serve":true}]}"#,
    ] {
        left("on", entry);
    }
    left("ratio", r#"{"default":1}"#);
    left("bounded", r#"{"default":5}"#);
    left(
        "title",
        &format!("{{\"default\":\"{}\"}}", "x".repeat(5000)),
    );
}
