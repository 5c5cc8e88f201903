//! The two ways to read an entry: where the quick one has an answer, it is that of the checker.

use std::sync::OnceLock;

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

fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<&'static Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| crate::registry_from_text("shop", MANIFEST).unwrap())
}

/// What the quick way says of a feature's entry, and what the checker does.
fn both(key: &str, entry: &str) -> (Option<Opinion>, Option<Opinion>) {
    read_both(key, entry).expect("the text is good")
}

/// The same; `None` where the file as a whole is refused.
fn read_both(key: &str, entry: &str) -> Option<(Option<Opinion>, Option<Opinion>)> {
    let registry = registry();
    let text = format!("{{\n \"features\": {{\n  \"{key}\": {entry}\n }}\n}}");
    let snapshot = Snapshot::parse("flags.json", text, Format::Json).ok()?;
    let feature = registry.features().iter().find(|f| f.key() == key).unwrap();
    bind(&snapshot, registry, |binder| {
        let entry = binder.state.find(key)?;
        let mut plain = Plain::new(registry);
        let quick = plain.read(binder.state, entry, feature);
        let quick = quick.map(|()| plain.opinion());
        let before = binder.faults.ignored.len();
        let checked = binder.checked(entry, feature).ok();
        // What is left out of an entry is told, so the quick way must not have read it.
        let is_whole = binder.faults.ignored.len() == before;
        assert!(quick.is_none() || is_whole, "{:?}", binder.faults.ignored);
        Some((quick, checked))
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
    same("limit", r#"{"default":-9223372036854775808}"#);
    same("on", r#"{"rules":[{"rollout":12.5}]}"#);
    same("on", r#"{"rules":[{"rollout":0.001},{"rollout":99.999}]}"#);
    same(
        "on",
        r#"{"rules":[{"rollout":100.000},{"rollout":50.50},{"rollout":0.0}]}"#,
    );
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
        r#"{"rules":[{"when":{"age":-9223372036854775809},"serve":true}]}"#,
        r#"{"rules":[{"when":{"age":1e2},"serve":true}]}"#,
        r#"{"rules":[{"rollout":12.5000}]}"#,
        r#"{"rules":[{"rollout":12.5e1}]}"#,
        r#"{"rules":[{"rollout":true}]}"#,
        r#"{"rules":[{"rollout":1e1}]}"#,
        r#"{"rules":[{"rollout":-0}]}"#,
        r#"{"rules":[{"rollout":0.0001}]}"#,
        r#"{"rules":[{"rollout":100.001}]}"#,
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

#[test]
fn no_entry_makes_them_differ() {
    const PIECES: &[&str] = &[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\n",
        "\"",
        "\\\\",
        "\\n",
        "ü",
        "true",
        "false",
        "null",
        "0",
        "1",
        "-7",
        "2.5",
        ".",
        "1e2",
        "100",
        "100.5",
        "33.333",
        "0.0001",
        "9223372036854775808",
        "\"CH\"",
        "\"pro\"",
        "\"gold\"",
        "\"red\"",
        "\"\"",
        "\"x y\"",
        "[1,2]",
        "[\"CH\",\"AT\"]",
        "[]",
        "{}",
        "\"default\":",
        "\"rules\":",
        "\"when\":",
        "\"serve\":",
        "\"rollout\":",
        "\"value\":",
        "\"by\":\"age\",",
        "\"salt\":\"s\",",
        "\"split\":",
        "\"any\":",
        "\"segment\":",
        "\"not\":",
        "\"environments\":",
        "\"staff\":",
        "\"age\":",
        "\"country\":",
        "\"matches\":",
        "\"tags\":",
        "\"plan\":",
        "\"version\":",
        "\"stuff\":",
    ];
    const GOOD: &[&str] = &[
        r#"{"rules":[{"when":{"staff":true},"serve":true}]}"#,
        r#"{"rules":[{"when":{"age":12},"rollout":33.333},{"serve":true}],"default":false}"#,
        r#"{"default":true,"rules":[{"when":{"staff":true},"serve":false}]}"#,
        r#"{"rules":[{"when":{"age":7,"country":"CH"},"rollout":12.5},{"serve":true}]}"#,
        r#"{"rules":[{"rollout":10,"value":"green"},{"when":{"plan":["pro"]},"serve":"red"}]}"#,
        "{ \"rules\" : [ { \"when\" : { \"tags\" : [ \"a\" , \"b\" ] } ,\n \"serve\" : 5 } ] }",
        r#"{"default":"green","rules":[{"when":{"country":["CH","AT"]},"serve":"x"}]}"#,
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let (mut quickly, mut left, mut refused) = (0, 0, 0);
    for _ in 0..20_000 {
        let mut entry = GOOD[random(GOOD.len())].to_owned();
        for _ in 0..random(4) {
            // Mostly whole words are exchanged, so that most entries stay JSON.
            let ends: Vec<usize> = entry
                .char_indices()
                .filter(|(_, c)| !c.is_alphanumeric())
                .map(|(at, _)| at)
                .collect();
            let from = ends[random(ends.len())];
            let to = ends[random(ends.len())];
            let to = if random(3) == 0 || to < from {
                from
            } else {
                to.min(from + 12)
            };
            if entry.is_char_boundary(to) {
                entry.replace_range(from..to, PIECES[random(PIECES.len())]);
            }
        }
        let key = ["on", "limit", "bounded", "title", "colour", "ratio"][random(6)];
        match read_both(key, &entry) {
            None => refused += 1,
            Some((None, _)) => left += 1,
            Some((quick, checked)) => {
                assert_eq!(quick, checked, "{key}: {entry}");
                quickly += 1;
            }
        }
    }
    assert!(
        quickly > 500 && left > 500 && refused > 500,
        "{quickly} {left} {refused}"
    );
}
