//! Lints: what is allowed, and yet should not stay.

mod always_on;
mod declared;
mod expired;
mod levels;
mod no_owner;
mod overdue;
mod unused;

use std::collections::BTreeMap;
use std::ops::Range;

use flags_manifest::model::{self, Date, Feature};
use flags_manifest::state::StateFile;

pub use self::always_on::{Decided, decided};
use self::declared::{Declarations, Declared};
pub use self::levels::{LevelArguments, Levels};
pub use self::overdue::age;
use crate::code::Uses;
use crate::failure::Failure;
use crate::finding::Finding;
use crate::project::{FeatureAt, Project};

/// What lints go by, besides the manifests.
#[derive(Debug)]
pub struct Circumstances<'a> {
    /// The day.
    pub today: Date,
    /// State files that have the last word on what they speak of.
    pub states: &'a [StateFile],
    /// The uses of the project's features, where they were looked for.
    pub uses: Option<&'a Uses>,
}

impl<'a> Circumstances<'a> {
    /// Those of today.
    ///
    /// # Errors
    ///
    /// When a variable that says which day it is does not.
    pub fn new(states: &'a [StateFile], uses: Option<&'a Uses>) -> Result<Self, Failure> {
        Ok(Self {
            today: flags_build::today().map_err(Failure::new)?,
            states,
            uses,
        })
    }
}

/// What a lint looks at.
struct Subject<'a> {
    circumstances: &'a Circumstances<'a>,
    at: FeatureAt,
    /// Name of the manifest's registry.
    registry: &'a str,
    manifest: &'a model::Manifest,
    feature: &'a Feature,
    declared: Declared<'a>,
    /// What [`Project::feature`] finds it by.
    name: String,
}

/// What a lint has to say.
struct Complaint {
    message: String,
    /// Where; `None` where it is about the manifest as a whole.
    span: Option<Range<usize>>,
    help: Option<String>,
}

type Lint = fn(&Subject<'_>) -> Option<Complaint>;

/// The lints by their names.
const LINTS: &[(&str, Lint)] = &[
    ("expired", expired::complaint),
    ("unused", unused::complaint),
    ("no-owner", no_owner::complaint),
    ("overdue", overdue::complaint),
    ("always-on", always_on::complaint),
];

/// What makes a feature one that should go.
const STALE: &[&str] = &["expired", "unused", "overdue", "always-on"];

/// What the lints find in the manifests without a mistake.
#[must_use]
pub fn findings(
    project: &Project,
    circumstances: &Circumstances<'_>,
    levels: &Levels,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    each(project, circumstances, |at, code, complaint| {
        let Some(level) = levels.of(code) else {
            return;
        };
        let Some(complaint) = complaint() else {
            return;
        };
        let manifest = &project.manifests[at.manifest];
        findings.push(Finding {
            level,
            code,
            message: complaint.message,
            feature: (complaint.span.is_some()).then(|| project.get(at).key.clone()),
            place: Some(manifest.place(complaint.span)),
            help: complaint.help,
        });
    });
    findings
}

/// Why features should go, by the names of lints: `expired`, `unused`, `overdue`, `always-on`.
#[must_use]
pub fn stale(
    project: &Project,
    circumstances: &Circumstances<'_>,
) -> BTreeMap<FeatureAt, Vec<&'static str>> {
    let mut stale: BTreeMap<_, Vec<_>> = BTreeMap::new();
    each(project, circumstances, |at, code, complaint| {
        if STALE.contains(&code) && complaint().is_some() {
            stale.entry(at).or_default().push(code);
        }
    });
    stale
}

/// Asks each lint about each feature.
fn each(
    project: &Project,
    circumstances: &Circumstances<'_>,
    mut take: impl FnMut(FeatureAt, &'static str, &dyn Fn() -> Option<Complaint>),
) {
    for (index, manifest) in project.manifests.iter().enumerate() {
        // What is read of a wrong one may not be what was meant.
        if !manifest.parsed.diagnostics.is_empty() {
            continue;
        }
        let declarations = Declarations::read(&manifest.text);
        for (feature, declared) in manifest.parsed.manifest.features.iter().enumerate() {
            let at = FeatureAt {
                manifest: index,
                feature,
            };
            let subject = Subject {
                circumstances,
                at,
                registry: project.registry_name(index),
                manifest: &manifest.parsed.manifest,
                feature: declared,
                declared: declarations.of(declared),
                name: project.name(at),
            };
            for (code, lint) in LINTS {
                take(at, code, &|| lint(&subject));
            }
        }
    }
}
