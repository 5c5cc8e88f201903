//! How findings are told: to people, and to machines.

mod fingerprint;
mod github;
mod human;
mod json;
mod repository;
mod sarif;
mod texts;

use std::io::{self, Write};

pub use self::fingerprint::{About, Fingerprint, fingerprints};
pub use self::human::{help, place};
pub use self::repository::Repository;
pub use self::texts::{Region, Texts};

use crate::arguments::Format;
use crate::failure::Failure;
use crate::finding::{Finding, Level};
use crate::outcome::Outcome;
use crate::output::Output;
use crate::project::Project;

/// Findings, and what they were looked for in.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What was found, in the order in which it is told; see [`sort`].
    pub findings: Vec<Finding>,
    /// How many manifests were looked at.
    pub manifests: usize,
    /// How many state files were looked at.
    pub state_files: usize,
    /// How many findings a baseline knew and were left out.
    pub known: usize,
}

impl Report {
    /// Tells the findings in this format, and whether there is one to fail for: an error.
    ///
    /// # Errors
    ///
    /// When the output cannot be written.
    pub fn write(
        &self,
        project: &Project,
        format: Format,
        output: &mut Output,
    ) -> Result<Outcome, Failure> {
        let outcome = Outcome::of_findings(self.count(Level::Error) > 0);
        match self.write_to(output.out(), project, format) {
            // Nobody reads on, and whoever asked for the exit status still gets it.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(outcome),
            written => Ok(written.map(|()| outcome)?),
        }
    }

    fn write_to(&self, out: &mut impl Write, project: &Project, format: Format) -> io::Result<()> {
        match format {
            Format::Human => human::write(out, self)?,
            Format::Json => json::write(out, self, project)?,
            Format::Github => github::write(out, self, project)?,
            Format::Sarif => sarif::write(out, self, project)?,
        }
        out.flush()
    }

    /// How many findings there are of this level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        (self.findings.iter())
            .filter(|finding| finding.level == level)
            .count()
    }

    /// `2 errors, 3 warnings in 1 manifest`.
    #[must_use]
    pub fn summary(&self) -> String {
        let errors = self.count(Level::Error);
        let warnings = self.count(Level::Warning);
        let found = match (errors, warnings) {
            (0, 0) => "no errors, no warnings".to_owned(),
            (errors, 0) => counted(errors, "error"),
            (0, warnings) => counted(warnings, "warning"),
            (errors, warnings) => {
                format!(
                    "{}, {}",
                    counted(errors, "error"),
                    counted(warnings, "warning")
                )
            }
        };
        let mut summary = format!("{found} in {}", counted(self.manifests, "manifest"));
        if self.state_files > 0 {
            summary += &format!(" and {}", counted(self.state_files, "state file"));
        }
        if self.known > 0 {
            summary += &format!(", besides {} of the baseline", self.known);
        }
        summary
    }
}

/// Puts findings in order: those about no file first, then by file and place.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
}

fn key(finding: &Finding) -> impl Ord + '_ {
    let place = finding.place.as_ref();
    (
        place.map(|place| &place.file),
        place.and_then(|place| place.span.as_ref().map(|span| span.start)),
        finding.code,
        &finding.message,
    )
}

fn counted(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}
