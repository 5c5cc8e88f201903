//! `cargo flags doctor`.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use flags_runtime::Registry;
use serde::Serialize;

use crate::arguments::{Format, Global};
use crate::doctor::{self, Check, Status};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{ERROR, GUTTER, NOTE, Output, STRONG, WARNING};
use crate::project::{self, Project};

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// State file of the program [default: what `FLAGS_FILE` names]
    #[arg(long, value_name = "FILE", env = "FLAGS_FILE", hide_env_values = true)]
    state: Option<PathBuf>,
    /// Address of a hosted provider, asked once; only its host is shown
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Seconds that the hosted provider has for its answer
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    timeout: u16,
}

/// The output in JSON.
#[derive(Serialize)]
struct Report<'c> {
    version: u32,
    checks: &'c [Check],
}

impl Doctor {
    /// Looks at everything, and says what it found.
    ///
    /// # Errors
    ///
    /// When there is no workspace, or the output cannot be written.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human, Format::Json])?;
        let project = Project::find(global)?;
        let resolved = project::resolve(global);
        let resolved = resolved.as_ref().map_err(Failure::message);
        let registries: Vec<&'static Registry> = (0..project.manifests.len())
            .filter_map(|index| project.registry(index).ok())
            .collect();

        let mut checks = doctor::versions(&project, resolved);
        checks.extend(doctor::manifests(&project));
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        checks.extend(doctor::environment(&registries, variables));
        if let Some(file) = &self.state {
            checks.extend(doctor::state(file, &registries));
        }
        if let Some(url) = &self.url {
            checks.push(doctor::service(
                url,
                Duration::from_secs(self.timeout.into()),
            ));
        }
        if let Ok(metadata) = resolved {
            checks.extend(doctor::tls(metadata));
        }

        if global.format == Format::Json {
            let report = Report {
                version: 1,
                checks: &checks,
            };
            serde_json::to_writer_pretty(&mut *output.out(), &report)
                .map_err(std::io::Error::from)?;
            writeln!(output.out())?;
        } else {
            show(&checks, output)?;
        }
        Ok(Outcome::of_findings(
            checks.iter().any(|check| check.status == Status::Error),
        ))
    }
}

fn show(checks: &[Check], output: &mut Output) -> Result<(), Failure> {
    let out = output.out();
    let mut topic = "";
    for check in checks {
        if check.topic != topic {
            topic = check.topic;
            writeln!(out, "{STRONG}{topic}{STRONG:#}")?;
        }
        let (style, mark) = match check.status {
            Status::Ok => (NOTE, "ok"),
            Status::Warning => (WARNING, "warning"),
            Status::Error => (ERROR, "error"),
        };
        let text = check.text.replace('\n', "\n           ");
        writeln!(out, "  {style}{mark:>7}{style:#}  {}", text.trim_end())?;
        if let Some(help) = &check.help {
            writeln!(
                out,
                "           {GUTTER}={GUTTER:#} {STRONG}help{STRONG:#}: {help}"
            )?;
        }
    }
    Ok(())
}
