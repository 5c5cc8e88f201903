//! `cargo flags explain`.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use flags_file::FileProvider;
use flags_manifest::diagnostic::suggest;
use flags_runtime::{Flags, NoopProvider, Registry, Timestamp};

use crate::arguments::{Format, Global};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Output;
use crate::project::{Project, show};
use crate::state_file;
use crate::subject::Subject;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// Key of the feature, or its constant
    feature: String,
    /// Environment to evaluate in
    #[arg(long, value_name = "NAME", default_value = "production")]
    env: String,
    /// Who is asking: a JSON object of `targetingKey` and declared attributes
    #[arg(long, value_name = "JSON", default_value = "{}")]
    context: String,
    /// State file that answers; without one only `features.toml` does
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Moment to evaluate at, as RFC 3339 [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

impl Explain {
    /// Prints what `explain_for` says in a program.
    ///
    /// # Errors
    ///
    /// When the feature, the environment, the context or the state file is wrong.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human, Format::Json])?;
        let project = Project::find_sound(global)?;
        let at = project.feature(&self.feature)?;
        let registry = project.registry(at.manifest)?;
        self.known_environment(registry)?;
        let subject = Subject::parse(&self.context, registry)?;
        let mut flags = match &self.state {
            None => Flags::new(NoopProvider),
            Some(file) => {
                let (text, format) = state_file::read(file)?;
                Flags::new(
                    FileProvider::from_text(show(file), text, format)
                        .map_err(|error| Failure::new(error.to_string()))?,
                )
            }
        }
        .in_environment(self.env.as_str());
        if let Some(moment) = self.at {
            flags = flags.at(moment);
        }
        let info = &registry.features()[at.feature];
        let explanation = flags.explain_value(info, &subject);
        let shown = explanation.to_string();
        if global.format == Format::Json {
            serde_json::to_writer_pretty(&mut *output.out(), &explanation)
                .map_err(std::io::Error::from)?;
            writeln!(output.out())?;
        } else {
            writeln!(output.out(), "{shown}")?;
        }
        // What is wrong elsewhere in the state file; what is wrong with this feature was said.
        for notice in flags.status().notices() {
            let first = notice.message().lines().next().unwrap_or_default();
            if global.format == Format::Json || !shown.contains(first) {
                output.warning(notice.message())?;
            }
        }
        Ok(Outcome::Fine)
    }

    fn known_environment(&self, registry: &Registry) -> Result<(), Failure> {
        let known = registry.environments();
        if known.contains(&self.env.as_str()) {
            return Ok(());
        }
        let failure = Failure::new(format!(
            "registry `{}` has no environment `{}`",
            registry.name(),
            self.env
        ));
        Err(match suggest(&self.env, known.iter().copied()) {
            Some(near) => failure.with_help(format!("did you mean `{near}`?")),
            None => {
                let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                failure.with_help(format!("known are {}", names.join(", ")))
            }
        })
    }
}
