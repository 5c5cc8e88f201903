//! `cargo flags check`.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use flags_runtime::Registry;

use crate::arguments::Global;
use crate::baseline::{self, Baseline, Gone};
use crate::code::Uses;
use crate::failure::Failure;
use crate::finding::Finding;
use crate::lint::{self, Circumstances, LevelArguments, Levels};
use crate::outcome::Outcome;
use crate::output::Output;
use crate::project::{Project, show};
use crate::replace::Replacements;
use crate::report::{self, Report};
use crate::rules;
use crate::state_findings::States;

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = rules::overview())]
pub struct Check {
    /// State file to check against what the manifests declare; may be given several times
    #[arg(long, value_name = "FILE")]
    state: Vec<PathBuf>,
    /// Findings that are known, and passed over
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings there are into the baseline
    #[arg(long, requires = "baseline")]
    write_baseline: bool,
    /// How bad each lint is
    #[command(flatten)]
    levels: LevelArguments,
}

impl Check {
    /// Tells what is wrong with manifests and state files, and which features should go.
    ///
    /// # Errors
    ///
    /// When there is no workspace or no manifest in it, a file cannot be read or written, or an
    /// option names what there is not.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        let levels = self.levels.levels()?;
        let project = Project::find(&global.whole_workspace())?;
        let (chosen, manifests) = self.chosen(global, &project)?;
        let states = self.states(&project, &levels, output)?;
        let uses = levels.of("unused").map(|_| Uses::find(&project));
        if let Some(uses) = &uses {
            for (file, why) in project.sources.unreadable().iter().chain(uses.unreadable()) {
                output.warning(&format!("`{}` cannot be read: {why}", show(file)))?;
            }
        }
        let mut findings: Vec<Finding> = project.manifest_findings().collect();
        findings.extend(lint::findings(
            &project,
            &Circumstances::new(&states.files, uses.as_ref())?,
            &levels,
        ));
        let is_chosen = |finding: &Finding| {
            let place = finding.place.as_ref();
            place.is_none_or(|place| chosen.contains(&place.file))
        };
        findings.retain(is_chosen);
        findings.extend(states.findings);

        let mut report = Report {
            manifests,
            state_files: states.paths.len(),
            ..Report::default()
        };
        if let Some(file) = &self.baseline {
            if self.write_baseline {
                write(file, &findings, &project, output)?;
            }
            let sorted = Baseline::read(file)?.sort(findings, &project.root);
            report.known = sorted.known;
            findings = sorted.new;
            if let Some(level) = levels.of("baseline") {
                let looked_at =
                    |file: &Path| chosen.contains(file) || states.paths.iter().any(|it| it == file);
                let is_told = |gone: &&Gone| {
                    let file = project.root.join(&gone.fingerprint.file);
                    levels.of(&gone.fingerprint.code).is_some()
                        && (looked_at(&file) || !file.exists())
                };
                let told = sorted.gone.iter().filter(is_told);
                findings.extend(told.map(|gone| gone.finding(level)));
            }
        }
        report::sort(&mut findings);
        report.findings = findings;
        report.write(&project, global.format, output)
    }

    /// Files of the manifests that were asked for, and how many manifests there are: those that cannot
    /// be read are told in the files that name them.
    fn chosen(
        &self,
        global: &Global,
        whole: &Project,
    ) -> Result<(HashSet<PathBuf>, usize), Failure> {
        let of = |project: &Project| -> (HashSet<PathBuf>, usize) {
            let number = project.manifests.len() + project.unreadable.len();
            let unreadable = project.unreadable.iter();
            let unreadable =
                unreadable.filter_map(|finding| Some(finding.place.as_ref()?.file.clone()));
            let manifests = project.manifests.iter();
            let files = manifests
                .map(|manifest| manifest.file.clone())
                .chain(unreadable)
                .collect();
            (files, number)
        };
        if global.package.is_empty() {
            let all = of(whole);
            return if all.1 == 0 {
                Err(whole.no_manifest())
            } else {
                Ok(all)
            };
        }
        if self.write_baseline {
            return Err(Failure::new(
                "`--write-baseline` writes down what is found in the whole workspace: leave `--package` out",
            ));
        }
        let chosen = of(&Project::find(global)?);
        if chosen.1 == 0 {
            let names: Vec<String> = (global.package.iter())
                .map(|name| format!("`{name}`"))
                .collect();
            return Err(Failure::new(format!(
                "no `features.toml` is that of package {}",
                names.join(" or ")
            )));
        }
        Ok(chosen)
    }

    fn states(
        &self,
        project: &Project,
        levels: &Levels,
        output: &mut Output,
    ) -> Result<States, Failure> {
        let Some(level) = levels.of("state").filter(|_| !self.state.is_empty()) else {
            return Ok(States::default());
        };
        let is_sound = project.manifest_findings().next().is_none();
        let registries: Vec<&'static Registry> = if is_sound {
            (0..project.manifests.len())
                .map(|manifest| project.registry(manifest))
                .collect::<Result<_, _>>()?
        } else {
            output.warning(
                "what the state files say of features is not checked, because of mistakes in the manifests",
            )?;
            Vec::new()
        };
        States::check(&self.state, is_sound.then_some(&registries), level)
    }
}

fn write(
    file: &Path,
    findings: &[Finding],
    project: &Project,
    output: &mut Output,
) -> Result<(), Failure> {
    let (text, count) = baseline::text(findings, &project.root);
    let mut replacements = Replacements::default();
    replacements.add(file, &text)?;
    replacements.commit()?;
    let ending = if count == 1 { "" } else { "s" };
    writeln!(
        output.err(),
        "wrote {count} finding{ending} to `{}`",
        show(file)
    )?;
    Ok(())
}
