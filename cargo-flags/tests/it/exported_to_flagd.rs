//! What flagd's own evaluator makes of an exported registry.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flags_file::registry_from_text;
use flags_runtime::{AttributeValue, EvaluationContext, Flags, NoopProvider, Strings};
use serde_json::{Map, Value, json};

use crate::prompt::Prompt;

/// Each operator, positive and negated, at the top and below `none`.
const OPERATORS: &str = r#"
[context]
staff = "bool"
seats = "integer"
ratio = "float"
country = "string"
plan = ["free", "pro"]
app = "semver"
tags = "strings"

[segments]
alps = { country = ["AT", "CH"] }
small = { none = [{ seats = { gte = 10 } }] }

[features]
bool_is = { rules = [{ when = { staff = true }, serve = true }] }
bool_not = { rules = [{ when = { staff = { not = true } }, serve = true }] }
text_is = { rules = [{ when = { country = "DE" }, serve = true }] }
text_any = { rules = [{ when = { country = ["DE", "AT"] }, serve = true }] }
text_not = { rules = [{ when = { country = { not = ["DE", "AT"] } }, serve = true }] }
text_not_in = { rules = [{ when = { country = { not-in = ["DE"] } }, serve = true }] }
text_starts = { rules = [{ when = { country = { starts-with = "D" } }, serve = true }] }
text_ends = { rules = [{ when = { country = { ends-with = ["E", "T"] } }, serve = true }] }
text_contains = { rules = [{ when = { country = { contains = "E" } }, serve = true }] }
text_exists = { rules = [{ when = { country = { exists = true } }, serve = true }] }
text_missing = { rules = [{ when = { country = { exists = false } }, serve = true }] }
number_gt = { rules = [{ when = { seats = { gt = 9 } }, serve = true }] }
number_gte = { rules = [{ when = { seats = { gte = 10 } }, serve = true }] }
number_between = { rules = [{ when = { seats = { gt = 1, lt = 10 } }, serve = true }] }
number_not_between = { rules = [{ when = { seats = { not = { gt = 1, lt = 10 } } }, serve = true }] }
float_lte = { rules = [{ when = { ratio = { lte = 0.5 } }, serve = true }] }
closed = { rules = [{ when = { plan = "pro" }, serve = true }] }
version_range = { rules = [{ when = { app = { semver = ">=2.1, <3" } }, serve = true }] }
version_is = { rules = [{ when = { app = "2.1.0" }, serve = true }] }
version_gt = { rules = [{ when = { app = { semver = ">2.1.0" } }, serve = true }] }
version_not = { rules = [{ when = { app = { not = { semver = "<=2.1.0" } } }, serve = true }] }
list_has = { rules = [{ when = { tags = "beta" }, serve = true }] }
list_any = { rules = [{ when = { tags = ["beta", "old"] }, serve = true }] }
list_not = { rules = [{ when = { tags = { not = "beta" } }, serve = true }] }
segment = { rules = [{ when = { segment = "alps" }, serve = true }] }
segment_none = { rules = [{ when = { segment = "small" }, serve = true }] }
none_two = { rules = [{ when = { none = [{ country = "DE", staff = true }] }, serve = true }] }
none_any = { rules = [{ when = { none = [{ any = [{ country = "DE" }, { staff = true }] }] }, serve = true }] }
none_none = { rules = [{ when = { none = [{ none = [{ country = "DE" }] }] }, serve = true }] }
any_all = { rules = [{ when = { any = [{ all = [{ country = "DE" }, { staff = true }] }, { seats = 1 }] }, serve = true }] }
order = { variants = ["a", "b", "c"], default = "c", rules = [{ when = { country = "DE" }, serve = "a" }, { when = { staff = true }, serve = "b" }] }
number = { default = 5, rules = [{ when = { country = "DE" }, serve = 10 }, { when = { staff = true }, serve = 20 }] }
table = { default = { a = 1, b = "x" }, rules = [{ when = { staff = true }, serve = { a = 2, b = "y" } }] }
"#;

struct Subject {
    attributes: Map<String, Value>,
    tags: Option<Strings<'static>>,
}

impl EvaluationContext for Subject {
    fn targeting_key(&self) -> Option<&str> {
        Some("user-42")
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        if name == "tags" {
            return self.tags.as_ref().map(AttributeValue::Strings);
        }
        Some(match self.attributes.get(name)? {
            Value::Bool(value) => AttributeValue::Boolean(*value),
            Value::Number(value) if value.is_i64() => AttributeValue::Integer(value.as_i64()?),
            Value::Number(value) => AttributeValue::Float(value.as_f64()?),
            Value::String(value) => AttributeValue::Text(value),
            _ => return None,
        })
    }
}

/// Every second subject lacks each attribute, and the values stand at the edges of the rules.
fn subjects() -> Vec<Map<String, Value>> {
    let values: [(&str, &[Value]); 7] = [
        ("staff", &[json!(true), json!(false)]),
        (
            "seats",
            &[json!(1), json!(2), json!(9), json!(10), json!(11)],
        ),
        ("ratio", &[json!(0.25), json!(0.5), json!(0.75)]),
        (
            "country",
            &[json!("DE"), json!("AT"), json!("FR"), json!("")],
        ),
        ("plan", &[json!("free"), json!("pro")]),
        (
            "app",
            &[
                json!("2.0.9"),
                json!("2.1.0-rc.1"),
                json!("2.1.0"),
                json!("2.9.9"),
                json!("3.0.0"),
            ],
        ),
        ("tags", &[json!(["beta"]), json!(["new", "old"]), json!([])]),
    ];
    let mut random = fastrand::Rng::with_seed(7);
    (0..400)
        .map(|_| {
            let mut subject = Map::new();
            for (name, values) in &values {
                if random.bool() {
                    subject.insert(
                        (*name).to_owned(),
                        values[random.usize(..values.len())].clone(),
                    );
                }
            }
            subject
        })
        .collect()
}

/// What flagd's own evaluator for JavaScript says to each subject: a map from flag to value.
/// `None` where `.ci/oracles` has not installed it.
fn flagd(document: &Value, subjects: &[Map<String, Value>]) -> Option<Vec<Map<String, Value>>> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?;
    let modules: PathBuf = target.join("oracles/node/node_modules");
    if !modules.join("@openfeature/flagd-core").is_dir() {
        // Past the test runner, which shows nothing that a test prints and that passes.
        let said = "skipped: flagd's evaluator is not there to compare with; `.ci/oracles` installs it with npm";
        writeln!(std::io::stderr(), "{said}").expect("somebody listens");
        return None;
    }
    let script = r"
        const load = require('node:module').createRequire(process.argv[1] + '/');
        const { FlagdCore } = load('@openfeature/flagd-core');
        const silent = { error() {}, warn() {}, info() {}, debug() {} };
        const { document, subjects } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
        const core = new FlagdCore(undefined, silent);
        core.setConfigurations(JSON.stringify(document));
        console.log(JSON.stringify(subjects.map((subject) => Object.fromEntries(
            core.resolveAll(subject, silent).map(({ flagKey, value, errorMessage }) => [flagKey, errorMessage ?? value])))));
    ";
    let mut child = Command::new("node")
        .args(["--eval", script])
        .arg(modules)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("whoever has the packages has node");
    let question = json!({ "document": document, "subjects": subjects }).to_string();
    let mut input = child.stdin.take().expect("it is piped");
    input.write_all(question.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).expect("it is JSON"))
}

fn exported(manifest: &str) -> Value {
    let said = Prompt::with(&[
        ("src/main.rs", "fn main() {}\n"),
        ("features.toml", manifest),
    ])
    .flags("export --to flagd");
    assert_eq!(said.status, 0, "{}", said.text);
    serde_json::from_str(&said.stdout).expect("it is JSON")
}

#[test]
fn flagd_answers_as_the_registry_does() {
    let mut subjects = subjects();
    for subject in &mut subjects {
        subject.insert("targetingKey".to_owned(), json!("user-42"));
    }
    let Some(answers) = flagd(&exported(OPERATORS), &subjects) else {
        return;
    };
    let registry = registry_from_text("shop", OPERATORS).expect("it is right");
    let flags = Flags::new(NoopProvider);
    let mut compared = 0;
    let mut on = 0;
    for (subject, answers) in subjects.into_iter().zip(answers) {
        let tags = subject.get("tags").and_then(Value::as_array).map(|tags| {
            let tags = tags.iter().filter_map(Value::as_str).map(str::to_owned);
            Strings::from(tags.collect::<Vec<_>>())
        });
        let subject = Subject {
            attributes: subject,
            tags,
        };
        for feature in registry.features() {
            let ours = flags.evaluate_value(feature, &subject).into_value();
            let ours: Value = serde_json::to_value(&ours).expect("a value is JSON");
            assert_eq!(
                answers.get(feature.key()),
                Some(&ours),
                "{} for {:?}",
                feature.key(),
                subject.attributes
            );
            compared += 1;
            on += usize::from(ours == Value::Bool(true));
        }
    }
    assert_eq!(compared, 400 * registry.features().len());
    assert!(on > compared / 10, "{on} of {compared} are on");
}

/// 4 sigma of 2,000 draws at 25 % are 77: sqrt(2000 * 0.25 * 0.75) = 19.4.
#[test]
fn flagd_draws_the_same_shares() {
    let manifest = "[context]\nplan = \"string\"\n[features]\n\
        quarter = { rules = [{ rollout = 25 }] }\n\
        half = { rules = [{ rollout = 50, salt = \"quarter\" }] }\n\
        by_plan = { rules = [{ rollout = 50, by = \"plan\" }] }\n\
        three = { variants = [\"a\", \"b\", \"c\"], default = \"c\", rules = [{ split = { a = 50, b = 25, c = 25 } }] }\n";
    let subjects: Vec<Map<String, Value>> = (0..2_000)
        .map(|number| {
            Map::from_iter([("targetingKey".to_owned(), json!(format!("user-{number}")))])
        })
        .collect();
    let Some(answers) = flagd(&exported(manifest), &subjects) else {
        return;
    };
    let count = |key: &str, value: Value| answers.iter().filter(|it| it[key] == value).count();
    let quarter = count("quarter", json!(true));
    assert!(quarter.abs_diff(500) <= 77, "{quarter}");
    assert!(count("three", json!("b")).abs_diff(500) <= 77);
    assert!(count("three", json!("a")).abs_diff(1_000) <= 90);
    // Nobody has a plan.
    assert_eq!(count("by_plan", json!(true)), 0);
    // One salt is one draw: whoever is in the quarter is in the half.
    assert!(
        answers
            .iter()
            .all(|it| it["quarter"] != json!(true) || it["half"] == json!(true))
    );
    assert!(count("half", json!(true)).abs_diff(1_000) <= 90);
}
