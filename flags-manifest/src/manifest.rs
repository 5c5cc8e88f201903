//! From the text of a `features.toml` to its model.

use std::collections::HashSet;

use crate::attribute::{self, Attributes};
use crate::clash;
use crate::diagnostic::{Diagnostic, OneOf, Quoted};
use crate::environment::Environments;
use crate::feature::{self, FeatureReader};
use crate::findings::Findings;
use crate::grammar::{Dates, Grammar};
use crate::keys;
use crate::lines::Lines;
use crate::model::{Manifest, Policy};
use crate::names;
use crate::needs;
use crate::policy;
use crate::reader;
use crate::registry::{self, Registry};
use crate::retired;
use crate::segment;
use crate::tree::{Document, Entry, Kind, Table};

/// Longest text that is read, in bytes: 16 MiB, which is room for tens of thousands of features.
pub const MAX_TEXT: usize = 16 * 1024 * 1024;

/// What a `features.toml` says, and all that is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What it declares, as far as it can be used.
    pub manifest: Manifest,
    /// All findings in the order of the text; empty if the manifest is right.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a `features.toml`.
///
/// A byte-order mark at the start is skipped. After errors of syntax only these are reported,
/// since what follows from them is noise; the features that could be read are there. A day that
/// does not exist and a key that stands twice (the first counts) are findings like any other.
///
/// ```
/// let parsed = flags_manifest::parse("[features.dark-mode]\ndescription = \"Dark colours.\"\n");
/// assert!(parsed.diagnostics.is_empty());
/// assert_eq!(parsed.manifest.features[0].constant, "DARK_MODE");
/// ```
#[must_use]
pub fn parse(text: &str) -> Parsed {
    if text.len() > MAX_TEXT {
        return Parsed {
            manifest: Manifest {
                environments: Registry::default().environments,
                ..Manifest::default()
            },
            diagnostics: vec![Diagnostic {
                message: format!(
                    "the file has {} bytes, and {MAX_TEXT} is the most that is read",
                    text.len()
                ),
                span: None,
                help: None,
            }],
        };
    }
    let document = Document::read(text);
    let mut findings = Findings::new();
    let manifest = manifest(&mut findings, text, &document.table);
    let mut diagnostics = document.slips;
    if document.syntax.is_empty() {
        let is_known = |finding: &Diagnostic| {
            let span = finding.span.as_ref();
            span.is_some_and(|span| document.wrong.contains(&span.start))
        };
        diagnostics.extend(findings.into_vec().into_iter().filter(|f| !is_known(f)));
    } else {
        diagnostics.extend(document.syntax);
    }
    // What concerns the file as a whole comes first.
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.as_ref().map(|span| span.start));
    Parsed {
        manifest,
        diagnostics,
    }
}

fn manifest(findings: &mut Findings, text: &str, root: &Table<'_>) -> Manifest {
    for entry in &root.entries {
        if !keys::ROOT.contains(&entry.name.as_ref()) {
            unknown(findings, text, entry);
        }
    }
    let lines = Lines::new(text);
    let registry = root
        .get("registry")
        .map_or_else(Registry::default, |entry| {
            registry::registry(findings, &entry.value)
        });
    let policy = root.get("policy").map_or_else(Policy::default, |entry| {
        policy::policy(findings, &entry.value)
    });
    let mut attributes = root
        .get("context")
        .map_or_else(Attributes::default, |entry| {
            attribute::attributes(findings, &entry.value, &lines)
        });
    let segment_table = section(findings, root, "segments");
    let environments = Environments::new(&registry.environments);
    let grammar = Grammar::new(
        &attributes.attributes,
        segment::names(segment_table),
        &lines,
        Dates::Literal,
    )
    .with_broken(attributes.broken.iter().map(String::as_str));
    let segments = segment_table
        .map(|table| segment::segments(&grammar, findings, table))
        .unwrap_or_default();

    let feature_entries = section(findings, root, "features").map_or(&[][..], |t| &t.entries);
    let reader = FeatureReader {
        text,
        grammar: &grammar,
        environments: &environments,
        policy: &policy,
    };
    let features: Vec<feature::Draft<'_>> = feature_entries
        .iter()
        .filter_map(|entry| reader.read(findings, entry))
        .collect();
    let retired = retired_features(findings, text, root, &lines, feature_entries);
    let (features, retired) = clash::check(findings, &lines, features, retired, &mut attributes);

    let retired: Vec<_> = retired.into_iter().map(|draft| draft.retired).collect();
    let mut dropped: HashSet<&str> = feature_entries.iter().map(|e| e.name.as_ref()).collect();
    let (mut features, drafts): (Vec<_>, Vec<_>) = features
        .into_iter()
        .map(|draft| (draft.feature, draft.needs))
        .unzip();
    for feature in &features {
        dropped.remove(feature.key.as_str());
    }
    needs::resolve(findings, &mut features, &drafts, &dropped, &retired);
    Manifest {
        name: registry.name,
        environments: registry.environments,
        policy,
        attributes: attributes.attributes,
        segments,
        features,
        retired,
    }
}

/// Reports a name that the file does not know.
fn unknown(findings: &mut Findings, text: &str, entry: &Entry<'_>) {
    // No section is a boolean, whatever its name is like.
    let is_feature = matches!(entry.value.kind, Kind::Boolean(_));
    if is_feature && names::key_problem(&entry.name).is_none() {
        findings.report_with_help(
            &entry.name_span,
            format!(
                "the file: unknown key {}, expected {}",
                Quoted(&entry.name),
                OneOf(keys::ROOT, "or")
            ),
            feature::as_table(text, entry),
        );
    } else {
        reader::unknown(findings, entry, &"the file", keys::ROOT);
    }
}

/// The retired features that have not come back; those that have are reported at the feature.
fn retired_features(
    findings: &mut Findings,
    text: &str,
    root: &Table<'_>,
    lines: &Lines,
    features: &[Entry<'_>],
) -> Vec<retired::Draft> {
    let Some(table) = section(findings, root, "retired") else {
        return Vec::new();
    };
    let keys: std::collections::HashMap<&str, &Entry<'_>> = features
        .iter()
        .map(|entry| (entry.name.as_ref(), entry))
        .collect();
    let mut kept = Vec::with_capacity(table.entries.len());
    for entry in &table.entries {
        let draft = retired::retired(findings, text, lines, entry);
        let Some(feature) = keys.get(entry.name.as_ref()) else {
            kept.extend(draft);
            continue;
        };
        let line = lines.line(entry.name_span.start);
        let since = draft.map_or_else(String::new, |draft| {
            let reason = draft.retired.reason;
            let reason = reason.map_or_else(String::new, |reason| format!(" ({reason})"));
            format!(" on {}{reason}", draft.retired.on)
        });
        findings.report_with_help(
            &feature.name_span,
            format!(
                "feature {} was retired{since}, see line {line}, and its key may never come back",
                Quoted(&entry.name)
            ),
            "choose another key",
        );
    }
    kept
}

fn section<'t, 'a>(
    findings: &mut Findings,
    root: &'t Table<'a>,
    name: &str,
) -> Option<&'t Table<'a>> {
    let entry = root.get(name)?;
    reader::table(findings, &entry.value, &format_args!("`[{name}]`"))
}
