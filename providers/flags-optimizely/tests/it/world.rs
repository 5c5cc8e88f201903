//! Registries and datafiles for tests.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use flags_file::registry_from_text;
use flags_optimizely::OptimizelyProvider;
use flags_runtime::{
    Answer, AttributeValue, EvaluationContext, Flags, Notice, Provider, ProviderState, Registry,
};
use serde_json::{Value, json};

pub(crate) static SHOP: LazyLock<&'static Registry> = LazyLock::new(|| {
    registry(
        r#"
        [registry]
        name = "shop"
        [context]
        country = "string"
        app_version = "semver"
        seats = "integer"
        score = "float"
        is_staff = "bool"
        joined = "datetime"
        tags = "strings"
        account = "string"
        email = { type = "string", private = true }

        [features.dark_mode]
        [features.old_banner]
        provider-key = "banner"
        [features.button]
        default = "red"
        variants = ["red", "green", "blue"]
        [features.upload]
        default = 25
        range = [1, 500]
        [features.ratio]
        default = 0.5
        [features.greeting]
        default = "hello"
        [features.limits]
        default = { results = 50, fast = false, hosts = ["a"], inner = { deep = 1.5 } }
        "#,
    )
});

#[track_caller]
pub(crate) fn registry(text: &str) -> &'static Registry {
    registry_from_text("features.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

/// A datafile of these flags, and of what else is given.
pub(crate) fn datafile(revision: u32, flags: Value, more: Value) -> String {
    let mut all = json!({
        "version": "4",
        "revision": revision.to_string(),
        "accountId": "222",
        "projectId": "111",
        "attributes": [{ "id": "9001", "key": "country" }, { "id": "9002", "key": "email" }],
        "featureFlags": flags,
    });
    for (key, value) in more.as_object().unwrap() {
        all[key] = value.clone();
    }
    all.to_string()
}

pub(crate) fn flag(key: &str, experiments: &[&str], rollout: &str, variables: Value) -> Value {
    json!({
        "id": format!("flag-{key}"),
        "key": key,
        "experimentIds": experiments,
        "rolloutId": rollout,
        "variables": variables,
    })
}

pub(crate) fn variable(key: &str, ty: &str, default: &str) -> Value {
    json!({ "id": format!("id-{key}"), "key": key, "type": ty, "defaultValue": default })
}

/// A rule whose variations have equal shares; `on` and `off` are in the name of a variation.
pub(crate) fn rule(id: &str, audiences: &[&str], variations: &[&str]) -> Value {
    let share = 10_000 / variations.len();
    let shares = variations.iter().enumerate().map(|(index, key)| {
        json!({ "entityId": format!("{id}-{key}"), "endOfRange": (index + 1) * share })
    });
    json!({
        "id": id,
        "key": format!("key-{id}"),
        "layerId": format!("layer-{id}"),
        "status": "Running",
        "audienceIds": audiences,
        "forcedVariations": {},
        "trafficAllocation": shares.collect::<Vec<_>>(),
        "variations": variations
            .iter()
            .map(|key| json!({
                "id": format!("{id}-{key}"),
                "key": key,
                "featureEnabled": !key.contains("off"),
            }))
            .collect::<Vec<_>>(),
    })
}

pub(crate) fn rollout(id: &str, rules: &[Value]) -> Value {
    json!({ "id": id, "experiments": rules })
}

/// An audience of one condition.
pub(crate) fn audience(id: &str, name: &str, matching: &str, value: Value) -> Value {
    json!({ "id": id, "name": id, "conditions": ["or", {
        "type": "custom_attribute", "name": name, "match": matching, "value": value
    }] })
}

/// A datafile whose flag `dark_mode` is on or off for everybody.
pub(crate) fn dark_mode(revision: u32, variation: &str) -> String {
    datafile(
        revision,
        json!([flag("dark_mode", &[], "r", json!([]))]),
        json!({ "rollouts": [rollout("r", &[rule("1", &[], &[variation])])] }),
    )
}

/// A datafile whose flag `key` has these variables, and one rule for everybody that says so of them.
pub(crate) fn with_variables(
    revision: u32,
    key: &str,
    variables: Value,
    values: &[(&str, &str)],
) -> String {
    let mut rule = rule("1", &[], &["on"]);
    rule["variations"][0]["variables"] = values
        .iter()
        .map(|(variable, value)| json!({ "id": format!("id-{variable}"), "value": value }))
        .collect();
    datafile(
        revision,
        json!([flag(key, &[], "r", variables)]),
        json!({ "rollouts": [rollout("r", &[rule])] }),
    )
}

#[track_caller]
pub(crate) fn provider(text: &str) -> OptimizelyProvider {
    OptimizelyProvider::from_text(text).unwrap_or_else(|error| panic!("{error}"))
}

/// Context of a test.
#[derive(Default)]
pub(crate) struct Who {
    key: Option<String>,
    attributes: BTreeMap<String, AttributeValue<'static>>,
}

impl Who {
    pub(crate) fn user(key: &str) -> Self {
        Self {
            key: Some(key.to_owned()),
            ..Self::default()
        }
    }

    pub(crate) fn nobody() -> Self {
        Self::default()
    }

    pub(crate) fn with(mut self, name: &str, value: AttributeValue<'static>) -> Self {
        self.attributes.insert(name.to_owned(), value);
        self
    }
}

impl EvaluationContext for Who {
    fn targeting_key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        self.attributes.get(name).copied()
    }

    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        for (name, value) in &self.attributes {
            visit(name, *value);
        }
    }

    fn is_private(&self, name: &str) -> bool {
        name == "email"
    }
}

/// `value (REASON, variant)`, and what went wrong.
#[track_caller]
pub(crate) fn says(flags: &Flags, key: &str, who: &Who) -> String {
    let feature = SHOP.find(key).expect("the feature is declared");
    let evaluation = flags.evaluate_value(feature, who);
    let mut shown = format!("{} ({}", evaluation.value(), evaluation.reason());
    if let Some(variant) = evaluation.variant() {
        shown = format!("{shown}, {variant}");
    }
    shown.push(')');
    match evaluation.error() {
        Some(error) => format!("{shown}: {}: {error}", error.kind()),
        None => shown,
    }
}

/// What is said of a feature without a context: `ask`, or a value.
#[track_caller]
pub(crate) fn answer(provider: &impl Provider, key: &str) -> String {
    let feature = SHOP.find(key).expect("the feature is declared");
    match provider.answers(*SHOP, "production").get(feature.index()) {
        Answer::Ask => "ask".to_owned(),
        Answer::Fixed(Ok(Some(resolution))) => {
            format!("{} ({})", resolution.value(), resolution.reason())
        }
        Answer::Fixed(Ok(None)) => "no opinion".to_owned(),
        Answer::Fixed(Err(error)) => format!("{}: {error}", error.kind()),
        other => panic!("no rules are handed to the runtime: {other:?}"),
    }
}

/// The notices about one feature, or about none.
pub(crate) fn notices(provider: &impl Provider, about: &str) -> String {
    let all = provider.notices(&[*SHOP]);
    let all = all.iter().filter(|notice| notice.message().contains(about));
    show(all)
}

pub(crate) fn show<'n>(notices: impl IntoIterator<Item = &'n Notice>) -> String {
    let all = notices.into_iter();
    let all: Vec<_> = all
        .map(|notice| format!("{:?}: {notice}", notice.kind()))
        .collect();
    all.join("\n")
}

/// Waits for something that has to happen.
#[track_caller]
pub(crate) fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "did not happen in 20 s: {what}");
        thread::sleep(Duration::from_millis(1));
    }
}

#[track_caller]
pub(crate) fn becomes(provider: &impl Provider, state: ProviderState) {
    eventually(&format!("{state:?}"), || provider.status().state() == state);
}

/// Events without what is random or the time.
pub(crate) fn timeless(mut body: Value) -> Value {
    for visitor in body["visitors"].as_array_mut().unwrap() {
        let event = &mut visitor["snapshots"][0]["events"][0];
        let uuid = event["uuid"].as_str().unwrap().to_owned();
        let is_uuid = uuid.len() == 36 && uuid.as_bytes()[14] == b'4';
        assert!(
            is_uuid && event["timestamp"].as_u64().unwrap() > 1_700_000_000_000,
            "{event}"
        );
        event["uuid"] = json!("UUID");
        event["timestamp"] = json!("NOW");
    }
    sorted(body)
}

/// The same with the fields of objects by name, whatever order serde_json keeps.
fn sorted(json: Value) -> Value {
    match json {
        Value::Object(object) => {
            let mut fields: Vec<_> = object.into_iter().collect();
            fields.sort_by(|(one, _), (other, _)| one.cmp(other));
            let fields = fields.into_iter();
            fields.map(|(name, json)| (name, sorted(json))).collect()
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        scalar => scalar,
    }
}
