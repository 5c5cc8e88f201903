//! `cargo flags list`.

mod human;
mod json;

use std::collections::BTreeMap;

use clap::Args;
use clap::builder::PossibleValuesParser;
use flags_manifest::diagnostic::suggest;
use flags_manifest::model::{Date, FeatureKind};

use crate::arguments::{Format, Global};
use crate::code::{Use, Uses};
use crate::failure::Failure;
use crate::lint::{self, Circumstances};
use crate::outcome::Outcome;
use crate::output::Output;
use crate::project::{FeatureAt, Project, show};

const KINDS: [FeatureKind; 5] = [
    FeatureKind::Release,
    FeatureKind::Experiment,
    FeatureKind::Ops,
    FeatureKind::KillSwitch,
    FeatureKind::Permission,
];

/// Arguments of `list`.
#[derive(Debug, Args)]
pub struct List {
    /// Only features that should go: expired, overdue, unused or always on
    #[arg(long)]
    stale: bool,
    /// Only features of this owner; may be given several times
    #[arg(long, value_name = "NAME")]
    owner: Vec<String>,
    /// Only features of this kind; may be given several times
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(KINDS.map(FeatureKind::name)))]
    kind: Vec<String>,
}

/// The features that were asked for, and what is known of them.
struct Listing<'p> {
    project: &'p Project,
    today: Date,
    uses: Uses,
    stale: BTreeMap<FeatureAt, Vec<&'static str>>,
    /// Whether why a feature should go was asked for.
    tells_why: bool,
    wanted: Vec<FeatureAt>,
    /// How many features there are.
    all: usize,
}

impl List {
    /// Prints the features that were asked for.
    ///
    /// # Errors
    ///
    /// When a manifest is wrong, or the output cannot be written.
    pub fn run(&self, global: &Global, output: &mut Output) -> Result<Outcome, Failure> {
        global.only(&[Format::Human, Format::Json])?;
        let project = Project::find_sound(global)?;
        let uses = Uses::find(&project);
        for (file, why) in project.sources.unreadable().iter().chain(uses.unreadable()) {
            output.warning(&format!("`{}` cannot be read: {why}", show(file)))?;
        }
        let circumstances = Circumstances::new(&[], Some(&uses))?;
        let (today, stale) = (circumstances.today, lint::stale(&project, &circumstances));
        self.known_owners(&project, output)?;
        let all: Vec<FeatureAt> = project.features().collect();
        let listing = Listing {
            today,
            uses,
            tells_why: self.stale,
            wanted: (all.iter().copied())
                .filter(|at| self.wants(&project, *at) && (!self.stale || stale.contains_key(at)))
                .collect(),
            all: all.len(),
            stale,
            project: &project,
        };
        match global.format {
            Format::Json => json::write(output.out(), &listing)?,
            _ => human::write(output.out(), &listing)?,
        }
        Ok(Outcome::Fine)
    }

    fn wants(&self, project: &Project, at: FeatureAt) -> bool {
        let feature = project.get(at);
        let is_among = |wanted: &[String], own: Option<&str>| {
            wanted.is_empty() || own.is_some_and(|own| wanted.iter().any(|it| it == own))
        };
        is_among(&self.owner, feature.owner.as_deref())
            && is_among(&self.kind, feature.kind.map(FeatureKind::name))
    }

    /// Says which owners have nothing: most often they are misspelled.
    fn known_owners(&self, project: &Project, output: &mut Output) -> Result<(), Failure> {
        let owners = || {
            project
                .features()
                .filter_map(|at| project.get(at).owner.as_deref())
        };
        for name in &self.owner {
            if owners().all(|owner| owner != name) {
                let near = match suggest(name, owners()) {
                    Some(near) => format!(": did you mean `{near}`?"),
                    None => String::new(),
                };
                output.warning(&format!("no feature has the owner `{name}`{near}"))?;
            }
        }
        Ok(())
    }
}

impl Listing<'_> {
    /// How often something depends on it.
    fn uses(&self, at: FeatureAt) -> usize {
        let uses = self.uses.of(at.manifest, at.feature);
        uses.iter().filter(|it| Use::depends_on_it(it)).count()
    }

    /// Whether it is past its day.
    fn is_expired(&self, at: FeatureAt) -> bool {
        let expires = self.project.get(at).expires;
        expires.is_some_and(|day| day < self.today)
    }

    /// Why it should go.
    fn why(&self, at: FeatureAt) -> &[&'static str] {
        self.stale.get(&at).map_or(&[], Vec::as_slice)
    }
}
