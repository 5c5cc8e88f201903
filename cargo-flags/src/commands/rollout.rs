//! `cargo flags rollout`.

use clap::Args;

use crate::arguments::{Format, Global};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Output;
use crate::project::Project;
use crate::state_edit;
use crate::state_target::StateTarget;

/// Arguments of `rollout`.
#[derive(Debug, Args)]
#[command(after_help = "\
It changes the last rule of the entry that is a rollout for everyone, or adds one behind its rules. \
Who is inside stays inside when the share grows.")]
pub struct Rollout {
    /// Key of the feature, or its constant
    feature: String,
    /// Share of the subjects in per cent, 0 to 100, with up to three decimals
    percent: String,
    /// What they get [default: what the rule serves already, or `on`]
    #[arg(long, allow_hyphen_values = true)]
    value: Option<String>,
    /// What all others get, if that is to change
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    otherwise: Option<String>,
    /// Attribute that decides who is inside, instead of the targeting key
    #[arg(long, value_name = "ATTRIBUTE")]
    by: Option<String>,
    /// Only in this environment; may be given several times
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    env: Vec<String>,
    /// Write it also where it makes no difference
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    target: StateTarget,
}

impl Rollout {
    /// Gives a share of the subjects a value in a state file.
    ///
    /// # Errors
    ///
    /// When the feature, the share, a value, an environment or the file is wrong.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human, Format::Json])?;
        let percent = state_edit::Rollout::percent(&self.percent)?;
        let project = Project::find_sound(global)?;
        let (file, mut edit) = self.target.open(global, &project, &self.feature)?;
        let value =
            |written: &Option<String>| written.as_ref().map(|it| edit.value(it)).transpose();
        let rollout = state_edit::Rollout {
            percent,
            value: value(&self.value)?,
            otherwise: value(&self.otherwise)?,
            by: self.by.clone(),
            environments: (self.env.iter())
                .map(|name| edit.environment(name))
                .collect::<Result<_, _>>()?,
        };
        let objections = edit.roll_out(&rollout)?.filter(|_| !self.force);
        self.target.finish(global, output, &file, &edit, objections)
    }
}
