//! Flags of other systems as a manifest.

mod attributes;
mod day;
mod draft;
mod launchdarkly;
mod openfeature;
mod settle;
mod unleash;

use serde_json::Value;

use crate::failure::Failure;

/// A manifest that was made out of another system's flags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The text of a `features.toml` without a mistake.
    pub text: String,
    /// How many features it declares.
    pub features: usize,
    /// What could not be carried over, and what follows from that.
    pub left_out: Vec<LeftOut>,
}

/// Something that could not be carried over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The flag's key in the other system; `None` for what belongs to no flag.
    pub flag: Option<String>,
    /// What it is, and what follows from that.
    pub what: String,
}

/// The flag manifest of OpenFeature's command-line tool.
///
/// # Errors
///
/// When the text is no such document.
pub fn openfeature(text: &str) -> Result<Imported, Failure> {
    openfeature::read(&parse(text)?).map(settle::settle)
}

/// Flags of LaunchDarkly: the list of its REST API (`GET /api/v2/flags/PROJECT?summary=0`), or flag
/// data as its SDKs and its relay have it.
///
/// # Errors
///
/// When the text is neither.
pub fn launchdarkly(text: &str) -> Result<Imported, Failure> {
    launchdarkly::read(&parse(text)?).map(settle::settle)
}

/// Features of Unleash: an export (`POST /api/admin/features-batch/export`), or features as its
/// client API gives them to SDKs.
///
/// # Errors
///
/// When the text is neither.
pub fn unleash(text: &str) -> Result<Imported, Failure> {
    unleash::read(&parse(text)?).map(settle::settle)
}

fn parse(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Failure::new(format!("the file is not JSON: {error}")))
}
