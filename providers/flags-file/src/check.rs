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
    findings(text, &[registry], |name| {
        name.split_once('/')
            .is_some_and(|(name, _)| name != registry.name())
    })
}

/// Checks a state file against all registries that it may speak to, as [`check`] does against one: a
/// key, attribute or segment is fine that one of them knows, and an entry that names a registry which
/// is not among them is not.
///
/// ```
/// let registry = |name, text| flags_file::registry_from_text(name, text).expect("it is right");
/// let registries = [registry("shop", "[features.dark]"), registry("desk", "[features.fast]")];
/// let text = "[features.dark]\ndefault = true\n[features.fast]\ndefault = true\n";
/// assert!(flags_file::check_all(text, &registries).is_ok());
/// assert!(flags_file::check_all(text, &registries[..1]).is_err());
/// ```
///
/// # Errors
///
/// All findings at once, in the order of the text.
pub fn check_all(text: &str, registries: &[&'static Registry]) -> Result<(), CheckError> {
    findings(text, registries, |_| false)
}

const NAME: &str = "state file";

fn findings(
    text: &str,
    registries: &[&'static Registry],
    is_elsewhere: impl Fn(&str) -> bool,
) -> Result<(), CheckError> {
    let is_json = text
        .trim_start_matches('\u{feff}')
        .trim_ascii_start()
        .starts_with('{');
    let format = if is_json { Format::Json } else { Format::Toml };
    let findings = match Snapshot::parse(NAME, text.to_owned(), format) {
        Err(Refusal { findings, .. }) => findings,
        Ok(snapshot) => of_entries(&snapshot, registries, is_elsewhere),
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

fn of_entries(
    snapshot: &Snapshot,
    registries: &[&'static Registry],
    is_elsewhere: impl Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let state = snapshot.state();
    let heard = notices::Heard::new(snapshot, &state, registries);
    let mut findings = notices::of_all(snapshot, registries, &heard);
    let strangers = notices::Strangers::new(snapshot, registries, heard);
    findings.extend(
        strangers
            .all()
            .filter(|entry| !is_elsewhere(entry.name()))
            .enumerate()
            .map(|(index, entry)| strangers.describe(entry, index < notices::SHOWN).1),
    );
    findings.sort_by(|a, b| {
        let key = |it: &Diagnostic| it.span.as_ref().map(|span| span.start);
        (key(a), &a.message).cmp(&(key(b), &b.message))
    });
    // Two registries may find the same fault in one entry.
    findings.dedup();
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
