//! Checking a state file without serving it.

use std::error::Error;
use std::fmt;

use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::state::Format;
use flags_runtime::Registry;

use crate::notices;
use crate::report;
use crate::snapshot::{Refusal, Snapshot};

/// Checks a state file against a registry, for tests and for tools that write such files. A text that
/// begins with `{` is JSON, any other is TOML.
///
/// Everything counts that a running program would report, and more: an entry that is set aside, a key
/// that is not declared, fields and environments that nobody knows. Entries that name another
/// registry are left to that one.
///
/// ```
/// let registry = flags_file::registry_from_text(
///     "features.toml",
///     "[features.dark_mode]\ndescription = \"Dark colours.\"\n",
/// )?;
/// assert!(flags_file::check("[features.dark_mode]\ndefault = true\n", registry).is_ok());
///
/// let error = flags_file::check("[features.dark_mod]\ndefault = true\n", registry).unwrap_err();
/// assert!(error.at("flags.toml").to_string().contains("did you mean `dark_mode`?"));
/// # Ok::<(), flags_file::ManifestError>(())
/// ```
///
/// # Errors
///
/// All findings at once, in the order of the text.
pub fn check(text: &str, registry: &'static Registry) -> Result<(), CheckError> {
    let is_json = text
        .trim_start_matches('\u{feff}')
        .trim_ascii_start()
        .starts_with('{');
    let format = if is_json { Format::Json } else { Format::Toml };
    let findings = match Snapshot::parse(NAME, text.to_owned(), format) {
        Err(Refusal { findings, .. }) => findings,
        Ok(snapshot) => findings(&snapshot, registry),
    };
    if findings.is_empty() {
        return Ok(());
    }
    Err(CheckError {
        name: NAME.to_owned(),
        text: text.to_owned(),
        findings,
    })
}

const NAME: &str = "state file";

fn findings(snapshot: &Snapshot, registry: &'static Registry) -> Vec<Diagnostic> {
    let mut findings = snapshot.faults(registry).errors.clone();
    let state = snapshot.state();
    let registries = [registry];
    let heard = notices::Heard::new(snapshot, &state, &registries);
    findings.extend(
        notices::findings(snapshot, &registries, &heard)
            .into_iter()
            .map(|(_, finding)| finding),
    );
    let elsewhere = |name: &str| {
        name.split_once('/')
            .is_some_and(|(name, _)| name != registry.name())
    };
    let strangers = notices::Strangers::new(snapshot, &registries, heard);
    findings.extend(
        strangers
            .all()
            .filter(|entry| !elsewhere(entry.name()))
            .enumerate()
            .map(|(index, entry)| strangers.describe(entry, index < notices::SHOWN).1),
    );
    findings.sort_by_key(|finding| finding.span.as_ref().map(|span| span.start));
    findings
}

/// What is wrong with a state file. Its `Display` shows each place with its line and a caret.
#[derive(Clone, Debug)]
pub struct CheckError {
    name: String,
    text: String,
    findings: Vec<Diagnostic>,
}

impl CheckError {
    /// Calls the file by this name in the messages.
    #[must_use]
    pub fn at(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The findings, in the order of the text.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::render(&self.findings, &self.name, &self.text))
    }
}

impl Error for CheckError {}
