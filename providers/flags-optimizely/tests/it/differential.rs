//! The vendor's own SDK for Python, asked the same.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flags_optimizely::{Decision, OptimizelyProvider, VariableValue};
use flags_runtime::{AttributeValue, EvaluationContext, Strings};
use serde_json::{Map, Value, json};

use crate::generator::{MATCHES, Question, World, world};

/// Where `.ci/oracles` puts it.
pub(crate) fn python() -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?;
    let python = target.join("oracles/python/bin/python");
    let knows = Command::new(&python)
        .args(["-c", "import optimizely"])
        .stderr(Stdio::null())
        .status();
    knows.is_ok_and(|status| status.success()).then_some(python)
}

#[test]
fn every_decision_is_that_of_the_sdk_for_python() {
    let Some(python) = python() else {
        skipped();
        return;
    };
    const DATAFILES: u64 = 200;
    const QUESTIONS: usize = 40;
    let mut oracle = Oracle::start(&python, "decide.py");
    let mut seen = Seen::default();
    for seed in 0..DATAFILES {
        let world = world(seed, QUESTIONS);
        let theirs = oracle.ask(&world);
        compare(seed, &world, &theirs, &mut seen);
    }
    oracle.end();
    assert!(seen.decisions >= 20_000, "{seen:?}");
    // What the vendor's SDK fails at is a version whose suffix is compared with a number.
    assert!(seen.raised * 50 < seen.decisions, "{seen:?}");
    for what in [
        "exp", "td", "fr", "grouped", "rule", "holdout", "nobody", "forced", "on",
    ] {
        let count = seen.decided.get(what).copied().unwrap_or_default();
        assert!(count >= 100, "`{what}` decided {count} times: {seen:?}");
    }
    for matching in MATCHES {
        let count = seen.matches.get(matching).copied().unwrap_or_default();
        assert!(
            count >= 50,
            "`{matching}` was asked for {count} times: {seen:?}"
        );
    }
    for kind in ["boolean", "integer", "double", "string", "json", "invalid"] {
        let count = seen.variables.get(kind).copied().unwrap_or_default();
        assert!(
            count >= 1000,
            "{count} variables are of type `{kind}`: {seen:?}"
        );
    }
}

/// Past the test runner, which shows nothing that a test prints and that passes.
pub(crate) fn skipped() {
    writeln!(
        std::io::stderr(),
        "skipped: the vendor's SDK for Python is not there to compare with; `.ci/oracles` installs it"
    )
    .unwrap();
}

#[derive(Debug, Default)]
struct Seen {
    decisions: usize,
    /// The vendor's SDK failed.
    raised: usize,
    decided: BTreeMap<String, usize>,
    matches: BTreeMap<String, usize>,
    variables: BTreeMap<&'static str, usize>,
}

fn compare(seed: u64, world: &World, theirs: &Value, seen: &mut Seen) {
    for (matching, count) in &world.matches {
        *seen.matches.entry(matching.clone()).or_default() += count;
    }
    let provider = OptimizelyProvider::from_text(&world.datafile.to_string()).unwrap();
    for (question, theirs) in world.questions.iter().zip(theirs.as_array().unwrap()) {
        for (flag, rule, variation) in &question.forced {
            provider.force(&question.user, flag, rule.as_deref(), variation);
        }
        for (flag, theirs) in question.flags.iter().zip(theirs.as_array().unwrap()) {
            if let Some(Value::String(raised)) = theirs.get("raised") {
                assert!(raised.contains("invalid literal for int()"), "{raised}");
                seen.raised += 1;
                continue;
            }
            let decision = provider
                .decide(flag, &Subject::of(question))
                .unwrap_or_else(|error| panic!("seed {seed}, flag `{flag}`: {error}"));
            assert_eq!(
                &shown(&decision),
                theirs,
                "seed {seed}, flag `{flag}`, user {:?}, attributes {}, forced {:?}; ours: {:#?}",
                question.user,
                Value::Object(question.attributes.clone()),
                question.forced,
                decision.reasons
            );
            seen.note(&decision);
        }
        for (flag, rule, _) in &question.forced {
            provider.unforce(&question.user, flag, rule.as_deref());
        }
    }
}

impl Seen {
    fn note(&mut self, decision: &Decision) {
        self.decisions += 1;
        let rule = decision.rule.as_deref().unwrap_or("nobody");
        let mut decided = vec![rule.split('_').next().unwrap()];
        if decision.enabled {
            decided.push("on");
        }
        if decision
            .reasons
            .iter()
            .any(|step| step.contains("is forced to"))
        {
            decided.push("forced");
        }
        for what in decided {
            *self.decided.entry(what.to_owned()).or_default() += 1;
        }
        for (_, value) in &decision.variables {
            *self.variables.entry(kind(value)).or_default() += 1;
        }
    }
}

const fn kind(value: &VariableValue) -> &'static str {
    match value {
        VariableValue::Boolean(_) => "boolean",
        VariableValue::Integer(_) => "integer",
        VariableValue::Double(_) => "double",
        VariableValue::Text(_) => "string",
        VariableValue::Json(_) => "json",
        _ => "invalid",
    }
}

/// As the oracle writes it.
fn shown(decision: &Decision) -> Value {
    let variables: Map<_, _> = decision
        .variables
        .iter()
        .map(|(key, value)| {
            let value = match value {
                VariableValue::Boolean(value) => json!(value),
                VariableValue::Integer(value) => json!(value),
                VariableValue::Double(value) => json!(value),
                VariableValue::Text(value) => json!(value.as_str()),
                VariableValue::Json(text) => serde_json::from_str(text).unwrap(),
                _ => Value::Null,
            };
            (key.to_string(), value)
        })
        .collect();
    json!({
        "enabled": decision.enabled,
        "variation": decision.variation.as_deref(),
        "rule": decision.rule.as_deref(),
        "variables": variables,
    })
}

/// The SDK in a process of its own: a line in, a line out.
pub(crate) struct Oracle {
    process: std::process::Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Oracle {
    pub(crate) fn start(python: &Path, script: &str) -> Self {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle");
        let mut process = Command::new(python)
            .arg(scripts.join(script))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap());
        Self { process, answers }
    }

    pub(crate) fn ask(&mut self, world: &World) -> Value {
        let questions: Vec<_> = world
            .questions
            .iter()
            .map(|question| {
                let forced = question.forced.iter().map(|(flag, rule, variation)| {
                    json!({ "flag": flag, "rule": rule, "variation": variation })
                });
                json!({
                    "user": question.user,
                    "attributes": question.attributes,
                    "flags": question.flags,
                    "forced": forced.collect::<Vec<_>>(),
                })
            })
            .collect();
        let task = json!({ "datafile": world.datafile.to_string(), "questions": questions });
        let stdin = self.process.stdin.as_mut().unwrap();
        writeln!(stdin, "{task}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("the oracle said {line:?}: {error}"))
    }

    pub(crate) fn end(mut self) {
        drop(self.process.stdin.take());
        assert!(self.process.wait().unwrap().success());
    }
}

/// What a question is about.
pub(crate) struct Subject<'q> {
    question: &'q Question,
    none: Strings<'static>,
}

impl<'q> Subject<'q> {
    pub(crate) fn of(question: &'q Question) -> Self {
        Self {
            question,
            none: Strings::from(Vec::<String>::new()),
        }
    }
}

impl EvaluationContext for Subject<'_> {
    fn targeting_key(&self) -> Option<&str> {
        Some(&self.question.user)
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        self.value(self.question.attributes.get(name)?)
    }

    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        for (name, value) in &self.question.attributes {
            if let Some(value) = self.value(value) {
                visit(name, value);
            }
        }
    }
}

impl Subject<'_> {
    fn value<'v>(&'v self, value: &'v Value) -> Option<AttributeValue<'v>> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(value) => AttributeValue::Boolean(*value),
            Value::String(text) => AttributeValue::Text(text),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => AttributeValue::Integer(whole),
                None => AttributeValue::Float(number.as_f64().unwrap()),
            },
            Value::Array(_) | Value::Object(_) => AttributeValue::Strings(&self.none),
        })
    }
}
