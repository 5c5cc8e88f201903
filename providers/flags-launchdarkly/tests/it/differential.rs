//! LaunchDarkly's own SDK for Python, asked the same.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flags_launchdarkly::LaunchDarklyProvider;
use flags_runtime::{
    AttributeValue, EvaluationContext, Provider, Reason, Registry, Strings, Timestamp,
    Value as OurValue, Version,
};
use serde_json::{Map, Value, json};

use crate::generator::{DEFAULTS, FLAGS, OPERATORS, Subject, World, default_of, world};
use crate::world::registry;

/// Where `.ci/oracles` puts it.
fn python() -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?;
    let python = target.join("oracles/python/bin/python");
    let knows = Command::new(&python)
        .args(["-c", "import ldclient"])
        .stderr(Stdio::null())
        .status();
    knows.is_ok_and(|status| status.success()).then_some(python)
}

#[test]
fn every_answer_is_that_of_the_sdk_for_python() {
    let Some(python) = python() else {
        skipped();
        return;
    };
    const WORLDS: u64 = 100;
    const SUBJECTS: usize = 25;
    let mut oracle = Oracle::start(&python);
    let registry = declare();
    let mut seen = Seen::default();
    for seed in 0..WORLDS {
        let world = world(seed, SUBJECTS);
        let theirs = oracle.ask(&world);
        compare(seed, registry, &world, &theirs, &mut seen);
    }
    oracle.end();
    // 100 worlds of 25 subjects and 16 flags.
    assert_eq!(seen.answers, 40_000);
    for reason in [
        "OFF",
        "TARGET_MATCH",
        "RULE_MATCH",
        "FALLTHROUGH",
        "PREREQUISITE_FAILED",
        "ERROR",
    ] {
        let count = seen.reasons.get(reason).copied().unwrap_or_default();
        assert!(
            count >= 400,
            "`{reason}` was the reason {count} times: {seen:?}"
        );
    }
    for operator in OPERATORS {
        let count = seen.operators.get(operator).copied().unwrap_or_default();
        assert!(count >= 100, "`{operator}` is in {count} clauses: {seen:?}");
    }
}

/// Past the test runner, which shows nothing that a test prints and that passes.
fn skipped() {
    writeln!(
        std::io::stderr(),
        "skipped: the vendor's SDK for Python is not there to compare with; `.ci/oracles` installs it"
    )
    .unwrap();
}

#[derive(Debug, Default)]
struct Seen {
    answers: usize,
    reasons: BTreeMap<String, usize>,
    operators: BTreeMap<String, usize>,
}

fn declare() -> &'static Registry {
    let mut text = r#"
        [context]
        email = "string"
        country = "string"
        name = "string"
        age = "integer"
        score = "float"
        staff = "bool"
        tags = "strings"
        app = "semver"
        since = "datetime"
        org_id = "string"
        org_plan = "string"
        org_seats = "integer"
        ghost = { type = "string", private = true }
    "#
    .to_owned();
    for flag in 0..FLAGS {
        text += &format!(
            "[features.flag{flag:02}]\ndefault = {}\n",
            DEFAULTS[flag % 4]
        );
    }
    registry(&text)
}

/// A subject of the generator as a context.
struct Asked {
    subject: Subject,
    app: Option<Version>,
    tags: Strings<'static>,
}

impl Asked {
    fn new(subject: Subject) -> Self {
        let app = subject.attributes.get("app").and_then(Value::as_str);
        let tags = subject.attributes.get("tags").and_then(Value::as_array);
        Self {
            app: app.map(|text| text.parse().unwrap()),
            tags: tags
                .into_iter()
                .flatten()
                .map(|tag| tag.as_str().unwrap().to_owned())
                .collect(),
            subject,
        }
    }
}

impl EvaluationContext for Asked {
    fn targeting_key(&self) -> Option<&str> {
        Some(&self.subject.key)
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        let value = self.subject.attributes.get(name)?;
        Some(match (name, value) {
            ("app", _) => AttributeValue::Version(self.app.as_ref()?),
            ("tags", _) => AttributeValue::Strings(&self.tags),
            ("since", value) => {
                AttributeValue::Datetime(Timestamp::from_milliseconds(value.as_i64()?))
            }
            ("score", value) => AttributeValue::Float(value.as_f64()?),
            (_, Value::Bool(value)) => AttributeValue::Boolean(*value),
            (_, Value::String(value)) => AttributeValue::Text(value),
            (_, value) => AttributeValue::Integer(value.as_i64()?),
        })
    }
}

#[track_caller]
fn compare(
    seed: u64,
    registry: &'static Registry,
    world: &World,
    theirs: &[Value],
    seen: &mut Seen,
) {
    let provider = LaunchDarklyProvider::text(world.data.to_string())
        .context_kind("organization", "org_id")
        .attribute("org_plan", "organization", "plan")
        .attribute("org_seats", "organization", "seats")
        .build()
        .unwrap();
    assert!(
        provider.notices(&[]).is_empty(),
        "{:?}",
        provider.notices(&[])
    );
    let mut theirs = theirs.iter();
    for subject in &world.subjects {
        let asked = Asked::new(subject.clone());
        for feature in registry.features() {
            let expected = theirs.next().unwrap();
            let (value, index) = (&expected[0], expected[1].as_u64());
            let (kind, error) = (expected[2].as_str().unwrap(), expected[3].as_str());
            seen.answers += 1;
            *seen.reasons.entry(kind.to_owned()).or_default() += 1;
            let about = || {
                let key = feature.key();
                format!("world {seed}, {key}: {expected} for {}", subject.context())
            };
            match provider.resolve(feature, &asked) {
                Err(found) => assert!(error.is_some(), "{found} instead of {}", about()),
                Ok(None) => panic!("no opinion instead of {}", about()),
                Ok(Some(found)) => {
                    assert_eq!(error, None, "{found:?} instead of {}", about());
                    assert!(
                        same(found.value(), value),
                        "{} instead of {}",
                        found.value(),
                        about()
                    );
                    let variant = index.map(|index| index.to_string());
                    assert_eq!(found.variant(), variant.as_deref(), "{}", about());
                    let reasons: &[Reason] = match kind {
                        "OFF" | "PREREQUISITE_FAILED" => &[Reason::Disabled],
                        "TARGET_MATCH" => &[Reason::TargetingMatch],
                        "RULE_MATCH" => &[Reason::TargetingMatch, Reason::Split],
                        _ => &[Reason::Default, Reason::Split, Reason::Static],
                    };
                    assert!(
                        reasons.contains(&found.reason()),
                        "{} for {}",
                        found.reason(),
                        about()
                    );
                }
            }
        }
    }
    count_operators(&world.data, &mut seen.operators);
}

fn same(ours: &OurValue, theirs: &Value) -> bool {
    match (ours, theirs) {
        (OurValue::Boolean(ours), Value::Bool(theirs)) => ours == theirs,
        (OurValue::Text(ours), Value::String(theirs)) => ours.as_str() == theirs,
        (OurValue::Integer(ours), Value::Number(theirs)) => Some(*ours) == theirs.as_i64(),
        (OurValue::Float(ours), Value::Number(theirs)) => Some(*ours) == theirs.as_f64(),
        (OurValue::Table(ours), Value::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().all(|(name, value)| {
                    theirs
                        .get(name.as_str())
                        .is_some_and(|other| same(value, other))
                })
        }
        _ => false,
    }
}

fn count_operators(value: &Value, operators: &mut BTreeMap<String, usize>) {
    match value {
        Value::Object(object) => {
            if let Some(operator) = object.get("op").and_then(Value::as_str) {
                *operators.entry(operator.to_owned()).or_default() += 1;
            }
            object
                .values()
                .for_each(|value| count_operators(value, operators));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|value| count_operators(value, operators)),
        _ => {}
    }
}

/// The process of the SDK for Python.
struct Oracle {
    process: std::process::Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Oracle {
    fn start(python: &Path) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/evaluate.py");
        let mut process = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        Self { process, answers }
    }

    fn ask(&mut self, world: &World) -> Vec<Value> {
        let defaults: Map<_, _> = (0..FLAGS)
            .map(|flag| (format!("flag{flag:02}"), default_of(flag)))
            .collect();
        let contexts: Vec<_> = world.subjects.iter().map(Subject::context).collect();
        let question = json!({ "data": world.data, "contexts": contexts, "defaults": defaults });
        let stdin = self.process.stdin.as_mut().unwrap();
        writeln!(stdin, "{question}").unwrap();
        let mut line = String::new();
        assert!(
            self.answers.read_line(&mut line).unwrap() > 0,
            "the SDK for Python has ended"
        );
        serde_json::from_str(&line).unwrap()
    }

    fn end(mut self) {
        drop(self.process.stdin.take());
        assert!(self.process.wait().unwrap().success());
    }
}
