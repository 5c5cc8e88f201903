//! Imported flags answer as they did where they come from: by what Unleash's own specification
//! states, and by LaunchDarkly's own SDK for Python.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flags_file::registry_from_text;
use flags_manifest::model::Feature;
use flags_runtime::{
    AttributeType, AttributeValue, EvaluationContext, Flags, NoopProvider, Registry, Timestamp,
};
use serde_json::{Map, Value, json};

use crate::prompt::Prompt;

/// What `.ci/oracles` has installed at this path.
fn oracle(path: &str) -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?;
    let found = target.join("oracles").join(path);
    if found.exists() {
        return Some(found);
    }
    // Past the test runner, which shows nothing that a test prints and that passes.
    let said = format!("skipped: {path} is not there to compare with; `.ci/oracles` installs it");
    writeln!(std::io::stderr(), "{said}").expect("somebody listens");
    None
}

/// The registry that a file becomes, and the flags that are not all that they were.
fn import(from: &str, file: &Value) -> (&'static Registry, HashSet<String>) {
    let prompt = Prompt::empty();
    prompt.write("flags.json", &file.to_string());
    let said = prompt.flags(&format!("import --from {from} flags.json"));
    assert_eq!(said.status, 0, "{}", said.text);
    let registry = registry_from_text("imported", &said.stdout).expect("it is right");
    let changed = said.stderr.lines().filter_map(|line| {
        let flag = line.strip_prefix("warning: flag `")?;
        Some(flag.split_once('`')?.0.to_owned())
    });
    let mut changed: HashSet<String> = changed.collect();
    // What needs a flag that is not what it was is not what it was either.
    let features = flags_manifest::parse(&said.stdout).manifest.features;
    let flag = |it: &Feature| it.provider_key.clone().unwrap_or_else(|| it.key.clone());
    for _ in 0..features.len() {
        for it in &features {
            if it
                .needs
                .iter()
                .any(|need| changed.contains(&flag(&features[need.feature])))
            {
                changed.insert(flag(it));
            }
        }
    }
    (registry, changed)
}

struct Subject<'r> {
    key: Option<String>,
    attributes: Map<String, Value>,
    registry: &'r Registry,
}

impl EvaluationContext for Subject<'_> {
    fn targeting_key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        let info = self
            .registry
            .attributes()
            .iter()
            .find(|it| it.name() == name)?;
        // An attribute is called after its setter.
        let is_it = |it: &str| it == name || it.to_lowercase() == name.replace('_', "");
        let (_, value) = self.attributes.iter().find(|(it, _)| is_it(it))?;
        let number = || match value {
            Value::String(text) => text.parse().ok(),
            value => value.as_f64(),
        };
        Some(match info.ty() {
            AttributeType::Boolean => AttributeValue::Boolean(value.as_bool()?),
            #[expect(clippy::cast_possible_truncation, reason = "it is whole")]
            AttributeType::Integer => {
                AttributeValue::Integer(number().filter(|it: &f64| it.fract() == 0.0)? as i64)
            }
            AttributeType::Float => AttributeValue::Float(number()?),
            AttributeType::Datetime => {
                AttributeValue::Datetime(value.as_str()?.parse::<Timestamp>().ok()?)
            }
            _ => AttributeValue::Text(value.as_str()?),
        })
    }
}

#[test]
fn unleash_states_the_same() {
    let Some(folder) = oracle("node/node_modules/@unleash/client-specification/specifications")
    else {
        return;
    };
    let read = |name: &str| -> Value {
        let text = std::fs::read_to_string(folder.join(name)).expect("it is there");
        serde_json::from_str(&text).expect("it is JSON")
    };
    let index = read("index.json");
    let mut compared = 0;
    for name in index.as_array().expect("it is a list") {
        let specification = read(name.as_str().expect("it is a name"));
        if specification["state"]["features"].is_null() {
            // Changes over time, which are no file of flags.
            continue;
        }
        let (registry, changed) = import("unleash", &specification["state"]);
        for case in specification["tests"].as_array().into_iter().flatten() {
            let flag = case["toggleName"].as_str().expect("it is a name");
            let mut found = registry.features().iter();
            let Some(feature) = found.find(|it| it.provider_key() == flag) else {
                continue;
            };
            if changed.contains(flag) {
                continue;
            }
            let mut attributes = case["context"].as_object().cloned().unwrap_or_default();
            if let Some(Value::Object(properties)) = attributes.remove("properties") {
                attributes.extend(properties);
            }
            let subject = Subject {
                key: attributes
                    .get("userId")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
                attributes,
                registry,
            };
            let ours = Flags::new(NoopProvider)
                .evaluate_value(feature, &subject)
                .into_value();
            let ours = serde_json::to_value(&ours).expect("a value is JSON");
            assert_eq!(
                ours, case["expectedResult"],
                "{name}: {}: {flag}",
                case["description"]
            );
            compared += 1;
        }
    }
    assert!(compared >= 65, "only {compared} cases were compared");
}

/// Every operator, alone and negated, segments, and prerequisites.
fn launchdarkly_data() -> Value {
    let clause = |attribute: &str, op: &str, values: Value, negate: bool| json!({ "attribute": attribute, "op": op, "values": values, "negate": negate });
    let clauses = [
        ("country", "in", json!(["DE"])),
        ("country", "in", json!(["DE", "AT"])),
        ("country", "startsWith", json!(["D"])),
        ("country", "endsWith", json!(["E", "T"])),
        ("country", "contains", json!(["E", "A"])),
        ("country", "matches", json!(["^D.$"])),
        ("country", "matches", json!(["^D.$", "T"])),
        ("staff", "in", json!([true])),
        ("seats", "lessThan", json!([10])),
        ("seats", "lessThanOrEqual", json!([10])),
        ("seats", "greaterThan", json!([10])),
        ("seats", "greaterThanOrEqual", json!([10, 12])),
        ("seats", "in", json!([1, 10])),
        ("app", "semVerEqual", json!(["2.1"])),
        ("app", "semVerLessThan", json!(["2.1.0"])),
        ("app", "semVerGreaterThan", json!(["2.1.0", "3"])),
        ("since", "before", json!(["2026-11-01T00:00:00Z"])),
        ("since", "after", json!(["2026-11-01T00:00:00Z"])),
        ("", "segmentMatch", json!(["alps"])),
    ];
    let mut flags = Map::new();
    for (number, (attribute, op, values)) in clauses.into_iter().enumerate() {
        for negate in [false, true] {
            let key = format!("clause-{number}-{op}-{negate}");
            let rule = json!({ "variation": 1, "clauses": [clause(attribute, op, values.clone(), negate)] });
            flags.insert(
                key.clone(),
                json!({
                    "key": key, "version": 1, "on": true, "variations": [false, true], "offVariation": 0,
                    "salt": "s", "rules": [rule], "fallthrough": { "variation": 0 },
                }),
            );
        }
    }
    let flag = |key: &str, rest: Value| {
        let mut flag = json!({ "key": key, "version": 1, "salt": "s", "on": true });
        let rest = rest.as_object().expect("it is an object").clone();
        flag.as_object_mut().expect("it is an object").extend(rest);
        flag
    };
    for (key, rest) in [
        (
            "off",
            json!({ "on": false, "variations": [true, false], "offVariation": 1, "fallthrough": { "variation": 0 } }),
        ),
        (
            "on",
            json!({ "variations": [true, false], "offVariation": 1, "fallthrough": { "variation": 0 } }),
        ),
        (
            "on-when-off",
            json!({ "on": false, "variations": [true, false], "offVariation": 0, "fallthrough": { "variation": 1 } }),
        ),
        (
            "button",
            json!({
                "variations": ["red", "green", "blue"], "offVariation": 0, "fallthrough": { "variation": 2 },
                "rules": [
                    { "variation": 1, "clauses": [clause("country", "in", json!(["DE"]), false), clause("staff", "in", json!([true]), false)] },
                    { "variation": 0, "clauses": [clause("country", "in", json!(["DE"]), false), clause("country", "startsWith", json!(["A"]), true)] },
                ],
            }),
        ),
        (
            "limit",
            json!({
                "variations": [10, 50], "offVariation": 0, "fallthrough": { "variation": 1 },
                "rules": [{ "variation": 0, "clauses": [clause("seats", "lessThan", json!([10]), false)] }],
            }),
        ),
        (
            "ratio",
            json!({ "variations": [0.5, 1], "offVariation": 1, "fallthrough": { "variation": 1 } }),
        ),
        (
            "needs-on",
            json!({ "variations": [true, false], "offVariation": 1, "fallthrough": { "variation": 0 }, "prerequisites": [{ "key": "on", "variation": 0 }] }),
        ),
        (
            "needs-off",
            json!({ "variations": [true, false], "offVariation": 1, "fallthrough": { "variation": 0 }, "prerequisites": [{ "key": "on", "variation": 1 }] }),
        ),
        (
            "button-needs",
            json!({
                "variations": ["red", "green"], "offVariation": 0, "fallthrough": { "variation": 1 },
                "prerequisites": [{ "key": "clause-0-in-false", "variation": 1 }],
            }),
        ),
    ] {
        flags.insert(key.to_owned(), flag(key, rest));
    }
    json!({
        "flags": flags,
        "segments": { "alps": {
            "key": "alps", "version": 1, "salt": "s", "included": [], "excluded": [],
            "rules": [
                { "clauses": [clause("country", "in", json!(["AT", "CH"]), false)] },
                { "clauses": [clause("seats", "greaterThan", json!([10]), false), clause("staff", "in", json!([true]), true)] },
            ],
        } },
    })
}

#[test]
fn launchdarkly_answers_the_same() {
    let Some(python) = oracle("python/bin/python") else {
        return;
    };
    let data = launchdarkly_data();
    let values: [(&str, &[Value]); 5] = [
        (
            "country",
            &[json!("DE"), json!("AT"), json!("FR"), json!("")],
        ),
        ("staff", &[json!(true), json!(false)]),
        (
            "seats",
            &[json!(1), json!(9), json!(10), json!(11), json!(12)],
        ),
        (
            "app",
            &[
                json!("2.0.9"),
                json!("2.1.0-rc.1"),
                json!("2.1.0"),
                json!("2.1.1"),
                json!("3.0.1"),
            ],
        ),
        (
            "since",
            &[
                json!("2026-10-31T23:59:59Z"),
                json!("2026-11-01T00:00:00Z"),
                json!("2026-11-01T00:00:01Z"),
            ],
        ),
    ];
    let mut random = fastrand::Rng::with_seed(11);
    let subjects: Vec<Map<String, Value>> = (0..400)
        .map(|_| {
            let mut subject = Map::new();
            for (name, values) in &values {
                if random.u8(..4) > 0 {
                    subject.insert(
                        (*name).to_owned(),
                        values[random.usize(..values.len())].clone(),
                    );
                }
            }
            subject
        })
        .collect();
    const SCRIPT: &str = r"
import json, sys, ldclient
from ldclient import Context
from ldclient.config import Config
from ldclient.integrations import Files
path, flags = sys.argv[1], None
client = ldclient.LDClient(Config('sdk-key', update_processor_class=Files.new_data_source(paths=[path]), send_events=False))
question = json.load(sys.stdin)
def answer(subject):
    builder = Context.builder('user-42')
    for name, value in subject.items():
        builder.set(name, value)
    context = builder.build()
    return {flag: client.variation(flag, context, None) for flag in question['flags']}
print(json.dumps([answer(subject) for subject in question['subjects']]))
client.close()
";
    let prompt = Prompt::empty();
    prompt.write("data.json", &data.to_string());
    let mut child = Command::new(python)
        .args(["-c", SCRIPT])
        .arg(prompt.root.join("data.json"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it can be run");
    let keys: Vec<&String> = data["flags"]
        .as_object()
        .expect("it is an object")
        .keys()
        .collect();
    let question = json!({ "flags": keys, "subjects": subjects }).to_string();
    let mut input = child.stdin.take().expect("it is piped");
    input.write_all(question.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let answers: Vec<Map<String, Value>> =
        serde_json::from_slice(&output.stdout).expect("it is JSON");

    let (registry, changed) = import("launchdarkly", &data);
    assert_eq!(changed, HashSet::new());
    assert_eq!(registry.features().len(), keys.len());
    let flags = Flags::new(NoopProvider);
    for (attributes, answers) in subjects.into_iter().zip(answers) {
        let subject = Subject {
            key: Some("user-42".to_owned()),
            attributes,
            registry,
        };
        for feature in registry.features() {
            let ours = flags.evaluate_value(feature, &subject).into_value();
            let ours = serde_json::to_value(&ours).expect("a value is JSON");
            let theirs = &answers[feature.provider_key()];
            let is_same =
                ours == *theirs || ours.as_f64().is_some() && ours.as_f64() == theirs.as_f64();
            assert!(
                is_same,
                "{}: {ours}, not {theirs}, for {:?}",
                feature.key(),
                subject.attributes
            );
        }
    }
}
