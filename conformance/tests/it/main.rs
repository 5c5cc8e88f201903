//! The providers of the workspace through the cases.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

mod agreement;

use std::collections::BTreeSet;
use std::path::Path;

use conformance::FILES;
use flags_file::{FileProvider, Format};
use flags_runtime::{Chain, NoopProvider, Provider};

fn file_provider(state: &str) -> Box<dyn Provider> {
    Box::new(FileProvider::from_text("state.toml", state, Format::Toml).unwrap())
}

#[test]
fn the_file_provider_conforms() {
    let summary = match conformance::run(|_, state| file_provider(state)) {
        Ok(summary) => summary,
        Err(failures) => panic!("{failures}"),
    };
    assert!(summary.cases >= 250, "{summary:?}");
    assert!(summary.evaluations >= 3 * summary.cases, "{summary:?}");
}

/// A chain evaluates the rules of its links itself.
#[test]
fn a_chain_hands_the_moment_on() {
    let chain = |state: &str| Chain::first(file_provider(state)).then(NoopProvider);
    let failures = match conformance::run(|_, state| Box::new(chain(state))) {
        Ok(_) => return,
        Err(failures) => failures,
    };
    let of_ramps = failures.shown().iter().filter(|f| f.starts_with("ramps"));
    assert_eq!(of_ramps.count(), 0, "{failures}");
}

#[test]
fn a_provider_that_ignores_state_files_does_not_conform() {
    let failures = conformance::run(|_, _| Box::new(NoopProvider)).unwrap_err();
    let shown = failures.shown();
    assert!(
        shown.iter().all(|failure| {
            failure.contains("(rules in the state file") || failure.starts_with("state.toml: ")
        }),
        "{failures}"
    );
    assert!(shown.len() > 100);
}

#[test]
fn every_case_file_is_run() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let there: BTreeSet<String> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let run: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(there, run);
}
