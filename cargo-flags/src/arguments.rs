//! What can be written on the command line.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

use crate::commands;
use crate::failure::Failure;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// The life of a feature flag, from `init` to `retire`.
#[derive(Debug, Parser)]
#[command(
    name = "cargo-flags",
    bin_name = "cargo flags",
    version,
    styles = STYLES,
    after_help = "Exit status: 0 fine, 1 findings, 2 wrong usage or configuration."
)]
pub struct Arguments {
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// `Cargo.toml` of the workspace or package [default: of this folder or one above]
    #[arg(long, global = true, value_name = "PATH")]
    pub manifest_path: Option<PathBuf>,
    /// Only this package of the workspace; may be given several times
    #[arg(short, long, global = true, value_name = "NAME")]
    pub package: Vec<String>,
    /// Form of the output
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Colours of the output
    #[arg(long, global = true, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
}

/// Form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, in the look of rustc
    Human,
    /// One JSON document
    Json,
    /// Workflow commands of GitHub Actions, which annotate a pull request
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring typed-flags into a package, with a first feature and its test
    Init(commands::init::Init),
    /// List features with their values, owners and uses; `--stale`: those that should go
    List(commands::list::List),
    /// Show where the code and the templates use a feature
    Uses(commands::uses::Uses),
    /// Tell what is wrong with manifests and state files, and which features should go
    Check(commands::check::Check),
    /// Say step by step why a feature has the value that it has for somebody
    Explain(commands::explain::Explain),
    /// Give a feature a value for everyone, in a state file
    Set(commands::set::Set),
    /// Give a share of the subjects a value, in a state file
    Rollout(commands::rollout::Rollout),
    /// Write a Markdown page of all features, by owner
    Docs(commands::docs::Docs),
    /// Tell what changed for users between two versions
    Diff(commands::diff::Diff),
    /// Take a feature out of the code, and keep one of its values
    Retire(commands::retire::Retire),
    /// Write the features in the format of another tool
    Export(commands::export::Export),
    /// Make a `features.toml` out of another system's flags
    Import(commands::import::Import),
    /// Look at everything that a support engineer asks for first
    Doctor(commands::doctor::Doctor),
    /// Print the JSON schema of `features.toml`, for editors
    Schema(commands::schema::Schema),
}

impl Global {
    /// The same for all packages of the workspace.
    #[must_use]
    pub fn whole_workspace(&self) -> Self {
        Self {
            package: Vec::new(),
            ..self.clone()
        }
    }

    /// Refuses a format that the command has no use for.
    ///
    /// # Errors
    ///
    /// When the chosen format is not one of these.
    pub fn only(&self, formats: &[Format]) -> Result<(), Failure> {
        if formats.contains(&self.format) {
            return Ok(());
        }
        let names: Vec<String> = formats
            .iter()
            .map(|format| format!("`{}`", format.name()))
            .collect();
        Err(Failure::new(format!(
            "this command has no output in the format `{}`: choose {}",
            self.format.name(),
            names.join(" or ")
        )))
    }
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Github => "github",
            Self::Sarif => "sarif",
        }
    }
}
