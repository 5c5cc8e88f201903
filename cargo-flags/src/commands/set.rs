//! `cargo flags set`.

use clap::Args;

use crate::arguments::{Format, Global};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Output;
use crate::project::Project;
use crate::state_edit::{self, Others};
use crate::state_target::StateTarget;

/// Arguments of `set`.
#[derive(Debug, Args)]
#[command(after_help = "\
Without `--env` the feature has the value everywhere, for everyone: where rules or values of \
environments in the state file would answer otherwise, nothing is written, and the exit status is 1.")]
pub struct Set {
    /// Key of the feature, or its constant
    feature: String,
    /// `on`, `off`, a variant, a number, a text, or a table as TOML writes it
    #[arg(allow_hyphen_values = true)]
    value: String,
    /// Only in this environment; may be given several times
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    env: Vec<String>,
    /// Take the rules of the entry out, which would go first
    #[arg(long)]
    drop_rules: bool,
    /// Leave rules and values of environments in force
    #[arg(long, conflicts_with_all = ["drop_rules", "force"])]
    keep_rules: bool,
    /// Take out whatever would answer otherwise
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    target: StateTarget,
}

impl Set {
    /// Gives a feature a value in a state file.
    ///
    /// # Errors
    ///
    /// When the feature, the value, an environment or the file is wrong.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human, Format::Json])?;
        let project = Project::find_sound(global)?;
        let (file, mut edit) = self.target.open(global, &project, &self.feature)?;
        let set = state_edit::Set {
            value: edit.value(&self.value)?,
            environments: (self.env.iter())
                .map(|name| edit.environment(name))
                .collect::<Result<_, _>>()?,
            others: match (self.force, self.drop_rules, self.keep_rules) {
                (true, _, _) => Others::DropAll,
                (_, true, _) => Others::DropRules,
                (_, _, true) => Others::Keep,
                _ => Others::Refuse,
            },
        };
        let objections = edit.set(&set)?;
        self.target.finish(global, output, &file, &edit, objections)
    }
}
