//! `cargo flags uses`.

mod human;
mod json;

use clap::Args;

use crate::arguments::{Format, Global};
use crate::code::Uses as Found;
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Output;
use crate::project::{FeatureAt, Project, show};

/// Arguments of `uses`.
#[derive(Debug, Args)]
pub struct Uses {
    /// Key of the feature, or its constant
    #[arg(required_unless_present = "all")]
    feature: Option<String>,
    /// Every feature
    #[arg(long, conflicts_with = "feature")]
    all: bool,
}

impl Uses {
    /// Prints where features are used.
    ///
    /// # Errors
    ///
    /// When there is no such feature, a manifest is wrong, or the output cannot be written.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human, Format::Json])?;
        let project = Project::find_sound(global)?;
        let wanted = match &self.feature {
            Some(name) => vec![project.feature(name)?],
            None => all(&project),
        };
        let uses = Found::find(&project);
        for (file, why) in project.sources.unreadable().iter().chain(uses.unreadable()) {
            output.warning(&format!("`{}` cannot be read: {why}", show(file)))?;
        }
        match global.format {
            Format::Json => json::write(output.out(), &project, &uses, &wanted)?,
            _ => human::write(output.out(), &project, &uses, &wanted)?,
        }
        Ok(Outcome::Fine)
    }
}

fn all(project: &Project) -> Vec<FeatureAt> {
    let of_manifest = |manifest: usize| {
        let features = project.manifests[manifest].parsed.manifest.features.len();
        (0..features).map(move |feature| FeatureAt { manifest, feature })
    };
    (0..project.manifests.len()).flat_map(of_manifest).collect()
}
