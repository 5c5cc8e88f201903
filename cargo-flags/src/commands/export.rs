//! `cargo flags export`.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::arguments::{Format, Global};
use crate::export;
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Output;
use crate::project::{Project, show};
use crate::replace::Replacements;

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// Format to write
    #[arg(long, value_enum)]
    to: Target,
    /// Environment whose values and rules are written, where the format has only one
    #[arg(long, value_name = "NAME", default_value = "production")]
    env: String,
    /// File to write, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Format to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Target {
    /// The flag manifest of OpenFeature's command-line tool
    Openfeature,
    /// Flag definitions of flagd
    Flagd,
    /// All of it, as data for scripts
    Json,
}

impl Export {
    /// Writes the manifests in another format, and says what that has no place for.
    ///
    /// # Errors
    ///
    /// When a manifest is wrong, a key stands twice, or the output cannot be written.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human, Format::Json])?;
        let project = Project::find_sound(global)?;
        let exported = match self.to {
            Target::Openfeature => export::openfeature(&project),
            Target::Flagd => export::flagd(&project, &self.env),
            Target::Json => export::json(&project),
        }?;
        let text = format!("{:#}\n", exported.document);
        match &self.output {
            None => output.out().write_all(text.as_bytes())?,
            Some(file) => {
                let mut replacements = Replacements::default();
                replacements.add(file, &text)?;
                replacements.commit()?;
            }
        }
        output.flush()?;
        for left_out in &exported.left_out {
            let file = show(&project.manifests[left_out.feature.manifest].file);
            let key = &project.get(left_out.feature).key;
            output.warning(&format!(
                "feature `{key}` ({file}:{}): {}",
                left_out.line, left_out.what
            ))?;
        }
        Ok(Outcome::Fine)
    }
}
