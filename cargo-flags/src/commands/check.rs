//! `cargo flags check`.

use clap::Args;

use crate::arguments::Global;
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Output;
use crate::project::Project;
use crate::report::{self, Report};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {}

impl Check {
    /// Tells what is wrong with the project.
    ///
    /// # Errors
    ///
    /// When there is no workspace, or the output cannot be written.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        let project = Project::find(global)?;
        let mut findings: Vec<_> = project.manifest_findings().collect();
        report::sort(&mut findings);
        let report = Report {
            findings,
            manifests: project.manifests.len() + project.unreadable.len(),
            ..Report::default()
        };
        report.write(&project, global.format, output)
    }
}
