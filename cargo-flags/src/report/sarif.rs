//! SARIF 2.1.0, for code scanning.

use std::io::{self, Write};

use serde::Serialize;

use crate::finding::{Finding, Place};
use crate::paths::uri;
use crate::project::Project;
use crate::report::{Fingerprint, Report, Repository, Texts, fingerprints};
use crate::rules;

/// What paths are relative to, as SARIF calls it.
const ROOT: &str = "%SRCROOT%";

pub(super) fn write(out: &mut impl Write, report: &Report, project: &Project) -> io::Result<()> {
    let repository = Repository::of(&project.root);
    let mut texts = Texts::default();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "cargo-flags",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules: rules::ALL.iter().map(Rule::from).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: BaseIds {
                root: BaseId {
                    description: Text("The root of the repository."),
                },
            },
            results: (report.findings.iter())
                .zip(fingerprints(&report.findings, &project.root))
                .map(|(finding, fingerprint)| {
                    Outcome::new(finding, &fingerprint, &repository, &mut texts)
                })
                .collect(),
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    original_uri_base_ids: BaseIds,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text<&'static str>,
    full_description: Text<&'static str>,
    help: Text<&'static str>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct BaseIds {
    #[serde(rename = "%SRCROOT%")]
    root: BaseId,
}

#[derive(Serialize)]
struct BaseId {
    description: Text<&'static str>,
}

/// What SARIF calls a result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text<String>,
    locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
}

#[derive(Serialize)]
struct Fingerprints {
    // GitHub goes by one of its own, which `upload-sarif` adds.
    #[serde(rename = "cargoFlags/v1")]
    ours: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    #[serde(flatten)]
    rest: Option<RestOfRegion>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RestOfRegion {
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// SARIF puts every text into an object.
struct Text<T>(T);

impl<T: Serialize> Serialize for Text<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("text", &self.0)])
    }
}

impl From<&rules::Rule> for Rule {
    fn from(rule: &rules::Rule) -> Self {
        Self {
            id: rule.code,
            short_description: Text(rule.title),
            full_description: Text(rule.description),
            help: Text(rule.remedy),
            default_configuration: Configuration {
                level: rule.level.name(),
            },
        }
    }
}

impl<'a> Outcome<'a> {
    fn new(
        finding: &'a Finding,
        fingerprint: &Fingerprint,
        repository: &Repository,
        texts: &mut Texts,
    ) -> Self {
        let place = finding.place.as_ref();
        Self {
            rule_id: finding.code,
            rule_index: (rules::ALL.iter()).position(|rule| rule.code == finding.code),
            level: finding.level.name(),
            message: Text(match &finding.help {
                None => finding.message.clone(),
                Some(help) => format!("{}\nhelp: {help}", finding.message),
            }),
            locations: (place.map(|place| Location::new(place, repository, texts)))
                .into_iter()
                .collect(),
            partial_fingerprints: Fingerprints {
                ours: fingerprint.to_string(),
            },
        }
    }
}

impl Location {
    fn new(place: &Place, repository: &Repository, texts: &mut Texts) -> Self {
        let region = texts.region(place);
        Self {
            physical_location: PhysicalLocation {
                artifact_location: match repository.below(&place.file) {
                    Some(path) => Artifact {
                        uri: uri(&path),
                        uri_base_id: Some(ROOT),
                    },
                    None => Artifact {
                        uri: format!("file://{}", uri(&place.file.to_string_lossy())),
                        uri_base_id: None,
                    },
                },
                region: Region {
                    // Code scanning shows no finding without a line.
                    start_line: region.map_or(1, |region| region.line),
                    rest: region.map(|region| RestOfRegion {
                        start_column: region.column,
                        end_line: region.end_line,
                        end_column: region.end_column,
                    }),
                },
            },
        }
    }
}
