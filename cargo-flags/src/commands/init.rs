//! `cargo flags init`.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::arguments::{Format, Global};
use crate::failure::Failure;
use crate::init::{Init as Plan, Origin};
use crate::outcome::Outcome;
use crate::output::{DIM, NOTE, Output};
use crate::project::Project;

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Folder of typed-flags itself, for the dependency [default: the release on crates.io]
    #[arg(long, value_name = "DIR", conflicts_with = "git")]
    path: Option<PathBuf>,
    /// Repository of typed-flags, for the dependency
    #[arg(long, value_name = "URL")]
    git: Option<String>,
}

impl Init {
    /// Brings typed-flags into a package. What is there stays as it is.
    ///
    /// # Errors
    ///
    /// When there is no package to bring it into, or a file cannot be written.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human])?;
        let project = Project::find(global)?;
        let origin = match (&self.path, &self.git) {
            (Some(path), _) => Origin::Path(path.clone()),
            (None, Some(url)) => Origin::Git(url.clone()),
            (None, None) => Origin::Release,
        };
        let plan = Plan::new(&project, global, &origin)?;
        let done = plan.carry_out()?;
        for said in &done {
            let style = if said.is_new { NOTE } else { DIM };
            let word = if said.is_new { "added" } else { "kept" };
            writeln!(output.out(), "{style}{word:>8}{style:#} {}", said.what)?;
        }
        for advice in plan.advice() {
            writeln!(output.out(), "{advice}")?;
        }
        Ok(Outcome::Fine)
    }
}
