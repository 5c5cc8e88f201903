//! The scenarios of the specification.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use toml::Value;

/// A row of the examples.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) fallback: Value,
    pub(crate) provider: Option<String>,
    pub(crate) context: BTreeMap<String, Value>,
    pub(crate) value: Value,
    pub(crate) variant: Option<String>,
    pub(crate) reason: String,
    pub(crate) error: Option<String>,
}

pub(crate) static SCENARIOS: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    let file: toml::Table = toml::from_str(include_str!("../data/scenarios.toml")).unwrap();
    let rows = file["scenario"].as_array().unwrap();
    rows.iter().map(scenario).collect()
});

fn scenario(row: &Value) -> Scenario {
    let text = |name: &str| row.get(name).map(|text| text.as_str().unwrap().to_owned());
    let context = row.get("context").and_then(Value::as_table);
    Scenario {
        name: text("name").unwrap(),
        key: text("key").unwrap(),
        fallback: row["fallback"].clone(),
        provider: text("provider"),
        context: context
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        value: row.get("value").unwrap_or(&row["fallback"]).clone(),
        variant: text("variant"),
        reason: text("reason").unwrap(),
        error: text("error"),
    }
}

/// What an evaluation came to, in words.
#[derive(Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) value: String,
    pub(crate) variant: Option<String>,
    pub(crate) reason: String,
    pub(crate) error: Option<String>,
}

/// Runs all scenarios, and lists those that come to something else.
#[track_caller]
pub(crate) fn check(evaluate: impl Fn(&Scenario) -> Seen) {
    let mut failures = Vec::new();
    for scenario in SCENARIOS.iter() {
        let seen = evaluate(scenario);
        let expected = Seen {
            value: crate::spec_flags::value(&scenario.value).to_string(),
            // The specification speaks of the variant in some scenarios only.
            variant: scenario.variant.clone().or(seen.variant.clone()),
            reason: scenario.reason.clone(),
            error: scenario.error.clone(),
        };
        if seen != expected {
            failures.push(format!(
                "{} ({}):\n  expected {expected:?}\n  found    {seen:?}",
                scenario.name, scenario.key
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn there_are_as_many_as_the_specification_has() {
    // 5 details, 4 types by 4 of zero values, 5 + 1 not found, 5 + 1 mismatches, 2 by 5 of a
    // provider's state, 1 of several attributes, 2 cached, 4 disabled, 2 of an older context.
    assert_eq!(SCENARIOS.len(), 5 + 16 + 6 + 6 + 10 + 1 + 2 + 4 + 2);
}
