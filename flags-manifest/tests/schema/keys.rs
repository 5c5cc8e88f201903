//! The schema and the parser know the same keys, and the same words of closed sets.

use std::collections::{BTreeMap, BTreeSet};

use crate::coverage::{properties, visit};
use crate::generate;

/// Words by the place in the schema where they may stand.
type Words = BTreeMap<String, BTreeSet<String>>;

/// For each table of the schema, texts with a key in it, `zzz`, that there is not: the parser then
/// says which there are. An operator must fit the type of its attribute, so that takes several.
const TABLES: &[(&str, &[&str])] = &[
    ("", &["zzz = 1"]),
    ("/properties/registry", &["registry.zzz = 1"]),
    ("/properties/policy", &["policy.zzz = 1"]),
    (
        "/properties/policy/properties/max-age",
        &["policy.max-age.zzz = 1"],
    ),
    (
        "/definitions/Attribute/anyOf/1",
        &["context.a = { type = 'bool', zzz = 1 }"],
    ),
    ("/definitions/Feature", &["features.a.zzz = 1"]),
    (
        "/definitions/EnvironmentValue/anyOf/1",
        &["features.a.environments.testing = { default = true, zzz = 1 }"],
    ),
    (
        "/definitions/Rule",
        &["features.a.rules = [{ serve = true, zzz = 1 }]"],
    ),
    (
        "/definitions/Rule/properties/rollout/anyOf/1",
        &["features.a.rules = [{ rollout = { percent = 1, zzz = 1 } }]"],
    ),
    (
        "/definitions/Rule/properties/ramp",
        &[
            "features.a.rules = [{ ramp = { from = 2026-12-01T09:00:00Z, to = 2026-12-08T09:00:00Z, start = 0, end = 1, zzz = 1 } }]",
        ],
    ),
    (
        "/definitions/Matcher/anyOf/2",
        &[
            "context.a = 'bool'\nsegments.s = { a = { zzz = 1 } }",
            "context.a = 'string'\nsegments.s = { a = { zzz = 1 } }",
            "context.a = 'integer'\nsegments.s = { a = { zzz = 1 } }",
            "context.a = 'float'\nsegments.s = { a = { zzz = 1 } }",
            "context.a = 'semver'\nsegments.s = { a = { zzz = 1 } }",
            "context.a = 'datetime'\nsegments.s = { a = { zzz = 1 } }",
            "context.a = 'strings'\nsegments.s = { a = { zzz = 1 } }",
            "context.a = ['x']\nsegments.s = { a = { zzz = 1 } }",
        ],
    ),
    (
        "/definitions/Retired",
        &["retired.a = { on = 2026-01-31, value = true, zzz = 1 }"],
    ),
];

/// For each closed set of the schema, a text with a word that is not in it.
const SETS: &[(&str, &[&str])] = &[
    (
        "/properties/policy/properties/expired",
        &["policy.expired = 'zzz'"],
    ),
    (
        "/properties/policy/properties/require/items",
        &["policy.require = ['zzz']"],
    ),
    (
        "/definitions/Attribute/anyOf/0/anyOf/0",
        &["context.a = 'zzz'"],
    ),
    (
        "/definitions/Attribute/anyOf/1/properties/type/anyOf/0",
        &["context.a = { type = 'zzz' }"],
    ),
    (
        "/definitions/Feature/properties/kind",
        &["features.a.kind = 'zzz'"],
    ),
];

#[test]
fn both_know_the_same_keys() {
    let mut of_schema = Words::new();
    visit(&generate::schema(), "", &mut |pointer, node| {
        if node["type"] == "object" && node["additionalProperties"] == false {
            let keys: BTreeSet<String> = properties(node)
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .collect();
            if !keys.is_empty() {
                of_schema.insert(pointer.to_owned(), keys);
            }
        }
    });
    assert_eq!(of_parser(TABLES, "expected "), of_schema);
}

#[test]
fn both_know_the_same_words_of_closed_sets() {
    let mut of_schema = Words::new();
    visit(&generate::schema(), "", &mut |pointer, node| {
        if let Some(words) = node["enum"].as_array() {
            let words = words
                .iter()
                .map(|word| word.as_str().expect("a text").to_owned());
            of_schema.insert(pointer.to_owned(), words.collect());
        }
    });
    // Names that are refused, where the rest are sets of what is allowed.
    of_schema.retain(|pointer, _| !pointer.ends_with("/propertyNames/not"));
    assert_eq!(of_parser(SETS, "must be "), of_schema);
}

/// The words that the parser proposes, in its one finding about `zzz`.
fn of_parser(probes: &[(&str, &[&str])], before: &str) -> Words {
    let mut known = Words::new();
    for (pointer, texts) in probes {
        for text in *texts {
            let diagnostics = flags_manifest::parse(text).diagnostics;
            let [finding] = diagnostics.as_slice() else {
                panic!("expected one finding about:\n{text}\nfound {diagnostics:#?}");
            };
            let message = &finding.message;
            assert!(message.contains("`zzz`"), "not about the word: {message}");
            let (_, proposed) = message
                .split_once(before)
                .expect("the message proposes words");
            known.entry((*pointer).to_owned()).or_default().extend(
                proposed
                    .split('`')
                    .skip(1)
                    .step_by(2)
                    .filter(|word| *word != "zzz")
                    .map(str::to_owned),
            );
        }
    }
    known
}
