//! The vendor's own specification of clients: npm `@unleash/client-specification`, which `.ci/oracles`
//! installs.

use std::fs;
use std::io::Write;
use std::path::Path;

use flags_runtime::{EvaluationContext, Flags, Provider, Registry};
use serde_json::Value as Json;

use crate::world::{Visitor, provider, registry};

#[test]
fn every_case_of_the_specification() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let folder =
        target.join("oracles/node/node_modules/@unleash/client-specification/specifications");
    if !folder.is_dir() {
        skipped();
        return;
    }
    let read = |name: &str| -> Json {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let index = read("index.json");
    let mut cases = 0;
    let mut wrong = Vec::new();
    for name in index.as_array().unwrap() {
        let name = name.as_str().unwrap();
        let suite = read(name);
        let state = suite["state"].to_string();
        for case in suite["tests"].as_array().into_iter().flatten() {
            cases += 1;
            wrong.extend(enabled(&state, case).map(|problem| format!("{name}: {problem}")));
        }
        for case in suite["variantTests"].as_array().into_iter().flatten() {
            cases += 1;
            wrong.extend(variant(&state, case).map(|problem| format!("{name}: {problem}")));
        }
    }
    assert!(wrong.is_empty(), "{} of {cases}: {wrong:#?}", wrong.len());
    assert_eq!(cases, 279);
}

/// Past the test runner, which shows nothing that a test prints and that passes.
fn skipped() {
    writeln!(
        std::io::stderr(),
        "skipped: the vendor's specification is not there; `.ci/oracles` installs it with npm"
    )
    .unwrap();
}

/// One feature, which providers know by the case's name.
fn one(case: &Json, rest: &str) -> &'static Registry {
    registry(&format!(
        "[features.it]\nprovider-key = {}\n{rest}",
        case["toggleName"]
    ))
}

/// What is wrong with a case of a flag.
fn enabled(state: &str, case: &Json) -> Option<String> {
    let it = one(case, "").feature::<bool>("it").unwrap();
    let answer = Flags::new(provider(state)).is_enabled(it, &context(case));
    (Json::Bool(answer) != case["expectedResult"])
        .then(|| format!("{}: it is {answer}", case["description"]))
}

/// What is wrong with a case of a variant.
fn variant(state: &str, case: &Json) -> Option<String> {
    let context = context(case);
    let expected = &case["expectedResult"];
    let flag = one(case, "").feature::<bool>("it").unwrap();
    let is_on = Flags::new(provider(state)).is_enabled(flag, &context);
    if Json::Bool(is_on) != expected["feature_enabled"] {
        return Some(format!("{}: the flag is {is_on}", case["description"]));
    }
    let text = one(case, "default = \"nothing\"").find("it").unwrap();
    let resolution = provider(state).resolve(text, &context).unwrap();
    let name = &expected["name"];
    let is_right = match &resolution {
        None => expected["enabled"] == false && name == "disabled",
        Some(resolution) => {
            let value = match &expected["payload"] {
                Json::Null => name,
                payload => &payload["value"],
            };
            let value = flags_runtime::Value::from(value.as_str().unwrap().to_owned());
            expected["enabled"] == true
                && resolution.variant() == name.as_str()
                && *resolution.value() == value
        }
    };
    (!is_right).then(|| format!("{}: it is {resolution:?}", case["description"]))
}

fn context(case: &Json) -> impl EvaluationContext + use<> {
    let given = case["context"].as_object().unwrap();
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    let fields = given
        .iter()
        .filter(|(name, _)| !["userId", "properties"].contains(&name.as_str()));
    let properties = given
        .get("properties")
        .and_then(Json::as_object)
        .into_iter()
        .flatten();
    Visitor {
        key: given.get("userId").map(text),
        attributes: fields
            .chain(properties)
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), text(value)))
            .collect(),
    }
}
