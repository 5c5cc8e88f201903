//! The test matrix that the vendor's package carries, through our provider.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};

use flags_configcat::ConfigCatProvider;
use flags_runtime::{Evaluation, Flags, Registry, Value};
use serde_json::Value as Json;

use crate::world::{Subject, registry};

/// The vendor's test data, wherever cargo keeps its package.
static DATA: LazyLock<PathBuf> = LazyLock::new(|| {
    let output = Command::new(env::var_os("CARGO").unwrap())
        .args(["metadata", "--format-version", "1", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Json = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let vendor = packages
        .iter()
        .find(|package| package["name"] == "configcat")
        .unwrap();
    let manifest = PathBuf::from(vendor["manifest_path"].as_str().unwrap());
    manifest.parent().unwrap().join("tests/data")
});

/// A registry with a feature for each setting of a document, and the attributes of the matrix.
fn declare(document: &Json, keys: &[&str]) -> &'static Registry {
    let mut text =
        "[context]\nemail = \"string\"\ncountry = \"string\"\ncustom1 = \"string\"\n".to_owned();
    for (index, key) in keys.iter().enumerate() {
        let default = match document["f"][key]["t"].as_u64().unwrap() {
            0 => "false",
            1 => "\"declared\"",
            2 => "-12345",
            3 => "-12345.5",
            other => panic!("no setting is of type {other}"),
        };
        text += &format!("[features.f{index}]\nprovider-key = \"{key}\"\ndefault = {default}\n");
    }
    registry(&text)
}

fn as_they_write_it(evaluation: &Evaluation<Value>, expected: &str) -> (String, String) {
    match evaluation.value() {
        Value::Boolean(value) => (value.to_string(), expected.to_lowercase()),
        Value::Float(value) => (
            value.to_string(),
            expected.parse::<f64>().unwrap().to_string(),
        ),
        Value::Text(value) => (value.as_str().to_owned(), expected.to_owned()),
        other => (other.to_string(), expected.to_owned()),
    }
}

/// Runs a matrix over a document. Returns how many cells there were.
#[track_caller]
fn check(matrix: &str, document: &str, by_variation: bool) -> usize {
    let text = fs::read_to_string(DATA.join(document)).unwrap();
    let json: Json = serde_json::from_str(&text).unwrap();
    let lines = fs::read_to_string(DATA.join(matrix)).unwrap();
    let mut lines = lines.lines();
    let header: Vec<_> = lines.next().unwrap().split(';').map(str::trim).collect();
    let keys = &header[4..];
    let registry = declare(&json, keys);
    let provider = ConfigCatProvider::text(text)
        .attribute("custom1", header[3])
        .build()
        .unwrap();
    let flags = Flags::new(provider);
    let mut cells = 0;
    let mut failures = Vec::new();
    for line in lines.filter(|line| line.contains(';')) {
        let row: Vec<_> = line.split(';').map(str::trim).collect();
        // An empty cell, or one that says so, is an attribute that is absent.
        let attributes = [("email", row[1]), ("country", row[2]), ("custom1", row[3])];
        let attributes = attributes
            .into_iter()
            .filter(|(_, value)| row[0] != NULL && !value.is_empty() && *value != NULL);
        let subject = Subject::new((row[0] != NULL).then_some(row[0]), attributes);
        for (feature, expected) in registry.features().iter().zip(&row[4..]) {
            cells += 1;
            let evaluation = flags.evaluate_value(feature, &subject);
            let (found, expected) = match by_variation {
                true => (
                    evaluation.variant().unwrap_or_default().to_owned(),
                    (*expected).to_owned(),
                ),
                false => as_they_write_it(&evaluation, expected),
            };
            if found != expected || evaluation.error().is_some() {
                let key = feature.provider_key();
                failures.push(format!("{key}: {expected} is {found} for {row:?}"));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {cells}:\n{}",
        failures.len(),
        failures.join("\n")
    );
    cells
}

const NULL: &str = "##null##";

#[test]
fn all_cells_that_can_be_run_offline_are_equal() {
    let values = check("testmatrix.csv", "sample_v5.json", false);
    let variations = check(
        "testmatrix_variationid.csv",
        "sample_variationid_v5.json",
        true,
    );
    // 1,012 users by 15 settings, and 7 users by 4.
    assert_eq!(values + variations, 15_208);
}
