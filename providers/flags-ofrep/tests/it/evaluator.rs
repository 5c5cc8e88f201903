//! An evaluator that is not ours: flagd's own, for JavaScript, behind a shim that speaks OFREP.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use flags_ofrep::OfrepProvider;
use flags_runtime::{Provider, ProviderState};

use crate::world::{Visitor, block_on, client, fast, feature, says};

/// Flags of each type, with rules on plan, key and a rollout by key.
const CONFIGURATION: &str = r#"{
  "flags": {
    "dark_mode": {
      "state": "ENABLED", "variants": { "on": true, "off": false }, "defaultVariant": "off",
      "targeting": { "if": [{ "==": [{ "var": "plan" }, "pro"] }, "on", "off"] },
      "metadata": { "owner": "web" }
    },
    "banner": {
      "state": "ENABLED", "variants": { "on": true, "off": false }, "defaultVariant": "off",
      "targeting": { "if": [{ "starts_with": [{ "var": "targetingKey" }, "vip-"] }, "on", null] }
    },
    "upload": {
      "state": "ENABLED", "variants": { "small": 10, "large": 1000 }, "defaultVariant": "small",
      "targeting": { "if": [{ ">=": [{ "var": "seats" }, 50] }, "large", "small"] }
    },
    "ratio": { "state": "ENABLED", "variants": { "half": 0.5, "one": 1 }, "defaultVariant": "one" },
    "greeting": {
      "state": "ENABLED", "variants": { "de": "Moin", "en": "Hello" }, "defaultVariant": "en",
      "targeting": { "fractional": [["de", 50], ["en", 50]] }
    },
    "button": { "state": "ENABLED", "variants": { "b": "blue", "r": "red" }, "defaultVariant": "b" },
    "limits": {
      "state": "ENABLED", "defaultVariant": "few",
      "variants": { "few": { "results": 5, "hosts": ["x"], "inner": { "deep": false, "share": 1 } } }
    },
    "awesome": { "state": "DISABLED", "variants": { "on": true, "off": false }, "defaultVariant": "on" }
  }
}"#;

struct Evaluator {
    child: Child,
    url: String,
}

impl Evaluator {
    /// `None` where `.ci/oracles` has not installed it.
    fn start() -> Option<Self> {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?;
        let modules: PathBuf = target.join("oracles/node/node_modules");
        if !modules.join("@openfeature/flagd-core").is_dir() {
            return None;
        }
        let shim = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/evaluator.mjs");
        let mut child = Command::new("node")
            .arg(shim)
            .arg(modules)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let input = child.stdin.as_mut().unwrap();
        writeln!(input, "{}", CONFIGURATION.replace('\n', " ")).unwrap();
        let mut port = String::new();
        let output = child.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut port).unwrap();
        let url = format!("http://127.0.0.1:{}", port.trim());
        Some(Self { child, url })
    }
}

impl Drop for Evaluator {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Says past the test runner, which shows nothing that a test prints and that passes, that it is skipped.
fn evaluator() -> Option<Evaluator> {
    let evaluator = Evaluator::start();
    if evaluator.is_none() {
        writeln!(
            std::io::stderr(),
            "skipped: flagd's evaluator is not there to compare with; `.ci/oracles` installs it with npm"
        )
        .unwrap();
    }
    evaluator
}

/// What the configuration above says, worked out by hand; a single evaluation says the same.
#[test]
fn answers_of_an_independent_evaluator() {
    let Some(evaluator) = evaluator() else {
        return;
    };
    let client = client(&evaluator.url);
    let pro = Visitor {
        seats: Some(50),
        ..Visitor::new("vip-1").plan("pro")
    };
    let free = Visitor {
        seats: Some(49),
        ..Visitor::new("user-2").plan("free")
    };
    let expected = [
        (
            "dark_mode",
            "true (TARGETING_MATCH, on)",
            "false (TARGETING_MATCH, off)",
        ),
        (
            "old_banner",
            "true (TARGETING_MATCH, on)",
            "false (DEFAULT, off)",
        ),
        (
            "upload",
            "1000 (TARGETING_MATCH, large)",
            "10 (TARGETING_MATCH, small)",
        ),
        ("ratio", "1.0 (STATIC, one)", "1.0 (STATIC, one)"),
        (
            "button",
            "\"blue\" (STATIC, blue)",
            "\"blue\" (STATIC, blue)",
        ),
        // It is disabled there, so the rules of the declaration decide.
        ("awesome", "true (TARGETING_MATCH)", "false (DEFAULT)"),
    ];
    let limits =
        "{ results = 5, hosts = [\"x\"], inner = { deep = false, share = 1.0 } } (STATIC, few)";
    for (visitor, column) in [(&pro, 0), (&free, 1)] {
        let _pinned = block_on(client.prefetch(visitor)).unwrap();
        for (key, for_pro, for_free) in expected {
            let expected = [for_pro, for_free][column];
            assert_eq!(says(client.clone(), key, visitor), expected, "{key}");
        }
        assert_eq!(says(client.clone(), "limits", visitor), limits);
    }
    let details = block_on(client.details("dark_mode", &pro)).unwrap();
    let metadata: Vec<_> = details
        .metadata()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(metadata, [r#"owner="web""#]);
}

/// A hundred visitors, whose halves the evaluator tells apart; bulk and single agree for each.
#[test]
fn bulk_and_single_evaluations_agree() {
    let Some(evaluator) = evaluator() else {
        return;
    };
    let client = client(&evaluator.url);
    let mut moin = 0;
    for number in 0..100 {
        let visitor = Visitor {
            seats: Some(number),
            ..Visitor::new(&format!("user {number}/ü"))
        };
        let _pinned = block_on(client.prefetch(&visitor)).unwrap();
        for key in [
            "dark_mode",
            "old_banner",
            "upload",
            "ratio",
            "greeting",
            "button",
            "limits",
        ] {
            let bulk = says(client.clone(), key, &visitor);
            let single = block_on(client.details(feature(key).provider_key(), &visitor)).unwrap();
            let value = single.value(feature(key).value_type()).unwrap();
            assert!(
                bulk.starts_with(&format!("{value} (")),
                "{key}: {bulk} and {value}"
            );
            moin += usize::from(bulk.starts_with("\"Moin\""));
        }
    }
    assert!(
        (20..=80).contains(&moin),
        "{moin} of 100 are greeted in German"
    );
}

#[test]
fn a_provider_for_one_context() {
    let Some(evaluator) = evaluator() else {
        return;
    };
    let provider = fast(OfrepProvider::builder(&evaluator.url))
        .build(&Visitor::new("u").plan("pro"))
        .unwrap();
    assert_eq!(
        provider.ready(Duration::from_secs(60)).state(),
        ProviderState::Ready
    );
    assert_eq!(
        says(provider, "dark_mode", &Visitor::new("u")),
        "true (TARGETING_MATCH, on)"
    );
}

#[test]
fn its_answers_fit_the_description() {
    let Some(evaluator) = evaluator() else {
        return;
    };
    let request = flags_http::Request::post(
        &format!("{}/ofrep/v1/evaluate/flags", evaluator.url),
        r#"{"context":{"targetingKey":"u","plan":"pro"}}"#,
    );
    let client = flags_http::Client::new("test", &flags_http::Settings::new().no_proxy()).unwrap();
    let response = client.send(&request.unwrap()).unwrap();
    // It says `DEFAULT` where the description does not list that reason; nothing else is wrong.
    let text = response
        .text()
        .unwrap()
        .replace("\"DEFAULT\"", "\"UNKNOWN\"");
    crate::schemas::fits("bulk", &text);
}
