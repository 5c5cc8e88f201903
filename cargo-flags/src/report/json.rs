//! One JSON document, as `check.schema.json` describes it.

use std::io::{self, Write};

use serde::Serialize;

use crate::finding::{Finding, Level};
use crate::project::Project;
use crate::report::{Report, Repository, Texts, fingerprints};

/// Grows when a field changes its meaning or goes away; not when one is added.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    findings: Vec<Told<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Told<'a> {
    level: &'static str,
    code: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    feature: Option<&'a str>,
    location: Option<Location>,
    fingerprint: String,
}

#[derive(Serialize)]
struct Location {
    file: String,
    #[serde(flatten)]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Region {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    manifests: usize,
    state_files: usize,
    in_baseline: usize,
}

pub(super) fn write(out: &mut impl Write, report: &Report, project: &Project) -> io::Result<()> {
    let repository = Repository::of(&project.root);
    let mut texts = Texts::default();
    let fingerprints = fingerprints(&report.findings, &project.root);
    let document = Document {
        version: VERSION,
        findings: (report.findings.iter().zip(fingerprints))
            .map(|(finding, fingerprint)| Told {
                level: finding.level.name(),
                code: finding.code,
                message: &finding.message,
                help: finding.help.as_deref(),
                feature: finding.feature.as_deref(),
                location: location(finding, &repository, &mut texts),
                fingerprint: fingerprint.to_string(),
            })
            .collect(),
        summary: Summary {
            errors: report.count(Level::Error),
            warnings: report.count(Level::Warning),
            manifests: report.manifests,
            state_files: report.state_files,
            in_baseline: report.known,
        },
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn location(finding: &Finding, repository: &Repository, texts: &mut Texts) -> Option<Location> {
    let place = finding.place.as_ref()?;
    Some(Location {
        file: repository.path(&place.file),
        region: texts.region(place).map(|region| Region {
            line: region.line,
            column: region.column,
            end_line: region.end_line,
            end_column: region.end_column,
        }),
    })
}
