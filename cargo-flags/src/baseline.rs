//! Findings that are known, and passed over until somebody gets to them.

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flags_manifest::diagnostic::position;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use crate::failure::Failure;
use crate::finding::{Finding, Level, Place};
use crate::project::show;
use crate::report::{About, Fingerprint, fingerprints};

const VERSION: i64 = 1;

/// Findings that are known.
#[derive(Clone, Debug)]
pub struct Baseline {
    file: PathBuf,
    text: Arc<str>,
    /// With the place of each entry.
    entries: Vec<(Fingerprint, Range<usize>)>,
}

/// What is left of findings beside a baseline.
#[derive(Debug)]
pub struct Sorted {
    /// Those that it does not know.
    pub new: Vec<Finding>,
    /// How many it knows.
    pub known: usize,
    /// The entries that no finding has.
    pub gone: Vec<Gone>,
}

/// An entry that no finding has.
#[derive(Debug)]
pub struct Gone {
    /// What it says.
    pub fingerprint: Fingerprint,
    /// Where it says that.
    pub place: Place,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// When there is none, or it is not one.
    pub fn read(file: &Path) -> Result<Self, Failure> {
        let shown = show(file);
        let text = fs::read_to_string(file).map_err(|error| {
            let failure = Failure::new(format!("cannot read the baseline `{shown}`: {error}"));
            match error.kind() {
                std::io::ErrorKind::NotFound => failure.with_help("`--write-baseline` writes one"),
                _ => failure,
            }
        })?;
        let path = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
        let wrong = |message: String| {
            Failure::new(format!("the baseline `{shown}` is wrong: {message}"))
                .with_help("`--write-baseline` writes it anew")
        };
        Ok(Self {
            entries: entries(&text).map_err(wrong)?,
            text: text.into(),
            file: path,
        })
    }

    /// Takes out what is known.
    #[must_use]
    pub fn sort(&self, findings: Vec<Finding>, workspace: &Path) -> Sorted {
        let mut left: HashMap<&Fingerprint, &Range<usize>> = (self.entries.iter())
            .map(|(fingerprint, span)| (fingerprint, span))
            .collect();
        let all = fingerprints(&findings, workspace);
        let before = findings.len();
        let new: Vec<Finding> = (findings.into_iter().zip(&all))
            .filter(|(finding, fingerprint)| {
                !(is_kept(finding) && left.remove(fingerprint).is_some())
            })
            .map(|(finding, _)| finding)
            .collect();
        Sorted {
            known: before - new.len(),
            new,
            gone: (self.entries.iter())
                .filter(|(fingerprint, _)| left.contains_key(fingerprint))
                .map(|(fingerprint, span)| Gone {
                    fingerprint: fingerprint.clone(),
                    place: Place {
                        file: self.file.clone(),
                        text: Arc::clone(&self.text),
                        span: Some(span.clone()),
                    },
                })
                .collect(),
        }
    }
}

/// The text of a baseline that knows these findings, and how many that are.
#[must_use]
pub fn text(findings: &[Finding], workspace: &Path) -> (String, usize) {
    let mut all: Vec<Fingerprint> = fingerprints(findings, workspace)
        .into_iter()
        .zip(findings)
        .filter(|(_, finding)| is_kept(finding))
        .map(|(fingerprint, _)| fingerprint)
        .collect();
    all.sort_by(|a, b| (&a.file, &a.code, a).cmp(&(&b.file, &b.code, b)));
    let mut document = DocumentMut::new();
    document["version"] = value(VERSION);
    document.decor_mut().set_prefix(
        "# Findings that `cargo flags check --baseline` passes over. `--write-baseline` writes it.\n\n",
    );
    let mut entries = ArrayOfTables::new();
    for fingerprint in &all {
        let mut entry = Table::new();
        entry["code"] = value(&fingerprint.code);
        entry["file"] = value(&fingerprint.file);
        match &fingerprint.about {
            About::Feature(key) => entry["feature"] = value(key),
            About::Message(text) => entry["message"] = value(text),
        }
        entries.push(entry);
    }
    document["findings"] = Item::ArrayOfTables(entries);
    (document.to_string(), all.len())
}

/// What is wrong with a manifest does not compile, and is never passed over.
fn is_kept(finding: &Finding) -> bool {
    finding.code != "manifest"
}

/// The entries of a text.
fn entries(text: &str) -> Result<Vec<(Fingerprint, Range<usize>)>, String> {
    let document = toml_edit::Document::parse(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let (line, column) = position(text, start);
        format!("TOML syntax at {line}:{column}: {}", error.message())
    })?;
    for (key, _) in document.iter() {
        if !matches!(key, "version" | "findings") {
            return Err(format!(
                "it has an unknown key `{key}`, expected `version` or `findings`"
            ));
        }
    }
    match document.get("version").and_then(Item::as_integer) {
        Some(VERSION) => {}
        Some(other) => return Err(format!("its `version` is {other}, expected {VERSION}")),
        None => return Err("it has no `version`".to_owned()),
    }
    let Some(findings) = document.get("findings") else {
        return Ok(Vec::new());
    };
    let Some(findings) = findings.as_array_of_tables() else {
        return Err("`findings` must be tables, each with a header `[[findings]]`".to_owned());
    };
    let mut all: Vec<(Fingerprint, Range<usize>)> = Vec::new();
    let mut times: HashMap<Fingerprint, usize> = HashMap::new();
    for (index, entry) in findings.iter().enumerate() {
        let fingerprint =
            fingerprint(entry).map_err(|message| format!("finding {}: {message}", index + 1))?;
        let times = times.entry(fingerprint.clone()).or_default();
        let span = entry.span().unwrap_or_default();
        all.push((
            Fingerprint {
                repetition: *times,
                ..fingerprint
            },
            span,
        ));
        *times += 1;
    }
    Ok(all)
}

fn fingerprint(entry: &Table) -> Result<Fingerprint, String> {
    for (key, item) in entry {
        if !matches!(key, "code" | "file" | "feature" | "message") {
            return Err(format!(
                "unknown key `{key}`, expected `code`, `file`, `feature` or `message`"
            ));
        }
        if item.as_str().is_none() {
            return Err(format!("`{key}` must be a string"));
        }
    }
    let text = |key: &str| entry.get(key).and_then(Item::as_str).map(str::to_owned);
    let required = |key: &str| text(key).ok_or_else(|| format!("it has no `{key}`"));
    let about = match (text("feature"), text("message")) {
        (Some(key), None) => About::Feature(key),
        (None, Some(message)) => About::Message(message),
        _ => return Err("it must have one of `feature` and `message`".to_owned()),
    };
    Ok(Fingerprint {
        code: required("code")?,
        file: required("file")?,
        about,
        repetition: 0,
    })
}

impl Gone {
    /// The finding that says so.
    #[must_use]
    pub fn finding(&self, level: Level) -> Finding {
        let Fingerprint {
            code, file, about, ..
        } = &self.fingerprint;
        let (finding, feature) = match about {
            About::Feature(key) => (format!("`{code}` of feature `{key}`"), Some(key.clone())),
            About::Message(message) => (format!("`{message}`"), None),
        };
        Finding {
            level,
            code: "baseline",
            message: format!("the baseline has {finding} in `{file}`, which is not found any more"),
            place: Some(self.place.clone()),
            help: Some("`--write-baseline` takes it out".to_owned()),
            feature,
        }
    }
}
