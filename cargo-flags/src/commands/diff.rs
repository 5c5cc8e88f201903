//! `cargo flags diff`.

use std::path::Path;

use clap::Args;

use crate::arguments::{Format, Global};
use crate::diff::{compare, from_files, from_revisions, write_human, write_json};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Output;
use crate::project::Project;

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// Revisions of git, `A..B`, `A...B` (from where they parted) or `A` (the files as they are
    /// since then); or the old one of two files
    #[arg(value_name = "A..B|FILE")]
    old: String,
    /// The new file
    #[arg(value_name = "FILE")]
    new: Option<String>,
    /// Exit with 1 if something changed, as git does
    #[arg(long)]
    exit_code: bool,
}

impl Diff {
    /// Tells what changed.
    ///
    /// # Errors
    ///
    /// When a version cannot be read, or is wrong.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human, Format::Json])?;
        let [old, new] = match &self.new {
            Some(new) => from_files(Path::new(&self.old), Path::new(new))?,
            None => {
                let project = Project::find(global)?;
                from_revisions(&project, &self.old).map_err(|failure| self.explained(failure))?
            }
        };
        let registries = compare(&old.1, &new.1);
        match global.format {
            Format::Json => write_json(output.out(), &old.0, &new.0, &registries)?,
            _ => write_human(output.out(), &registries)?,
        }
        Ok(Outcome::of_findings(
            self.exit_code && !registries.is_empty(),
        ))
    }

    fn explained(&self, failure: Failure) -> Failure {
        match Path::new(&self.old).is_file() {
            true => failure.with_help(format!(
                "`{}` is a file: name the new one behind it",
                self.old
            )),
            false => failure,
        }
    }
}
