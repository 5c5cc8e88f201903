//! Tables for people.

use std::io::{self, Write};

use flags_manifest::model::{Date, Feature};

use super::Listing;
use crate::datum::Datum;
use crate::output::{DIM, ERROR, STRONG, WARNING};
use crate::project::{FeatureAt, show};
use crate::table::{Cell, Table, room};
use crate::words;

/// What is not declared.
const NONE: &str = "-";
/// Behind a day that is past.
const PAST: &str = "!";

pub(super) fn write(out: &mut impl Write, listing: &Listing<'_>) -> io::Result<()> {
    let project = listing.project;
    let mut notes = Notes::default();
    for manifest in 0..project.manifests.len() {
        let of_it: Vec<FeatureAt> = (listing.wanted.iter().copied())
            .filter(|at| at.manifest == manifest)
            .collect();
        if of_it.is_empty() {
            continue;
        }
        if project.manifests.len() > 1 {
            writeln!(
                out,
                "{STRONG}{} (registry `{}`){STRONG:#}",
                show(&project.manifests[manifest].file),
                project.registry_name(manifest)
            )?;
        }
        table(listing, manifest, &of_it, &mut notes).write(out, room())?;
        writeln!(out)?;
    }
    let plural = |number: usize| if number == 1 { "" } else { "s" };
    let (shown, all) = (listing.wanted.len(), listing.all);
    let of = if shown == all {
        String::new()
    } else {
        format!(" of {all}")
    };
    writeln!(out, "{shown}{of} feature{}", plural(all))?;
    if notes.past {
        writeln!(out, "{DIM}{PAST}: past that day{DIM:#}")?;
    }
    if notes.rules {
        writeln!(out, "{DIM}+N: so many rules come before the value{DIM:#}")?;
    }
    Ok(())
}

/// What has to be explained below.
#[derive(Default)]
struct Notes {
    rules: bool,
    past: bool,
}

impl Notes {
    fn past(&mut self, day: Date) -> Cell {
        self.past = true;
        Cell::new(format!("{day}{PAST}")).style(ERROR)
    }
}

fn table(
    listing: &Listing<'_>,
    manifest: usize,
    features: &[FeatureAt],
    notes: &mut Notes,
) -> Table {
    let project = listing.project;
    let model = &project.manifests[manifest].parsed.manifest;
    let declared = || features.iter().map(|at| project.get(*at));
    // Where nothing differs from the default, there is nothing to show.
    let environments: Vec<usize> = (0..model.environments.len())
        .filter(|environment| {
            declared().any(|feature| {
                feature
                    .environments
                    .iter()
                    .any(|own| own.environment == *environment)
            })
        })
        .collect();
    let mut table = Table::default();
    table.column_of_names("FEATURE", 11);
    table.column("KIND");
    table.column("TYPE");
    table.column_of_at_least("DEFAULT", 8);
    for environment in &environments {
        table.column_of_at_least(&model.environments[*environment].to_uppercase(), 7);
    }
    table.column_of_names("OWNER", 5);
    table.column("EXPIRES");
    table.column("USES");
    if listing.tells_why {
        table.column("STALE");
    }
    for at in features {
        let feature = project.get(*at);
        let mut row = vec![
            Cell::new(&feature.key).style(STRONG),
            optional(feature.kind.map(|kind| kind.name().to_owned())),
            Cell::new(words::ty(&feature.ty)),
            value(feature, None, notes),
        ];
        for environment in &environments {
            row.push(value(feature, Some(*environment), notes));
        }
        row.push(optional(feature.owner.clone()));
        row.push(match feature.expires {
            Some(day) if listing.is_expired(*at) => notes.past(day),
            day => optional(day.map(|day| day.to_string())),
        });
        let uses = listing.uses(*at);
        let style = if uses == 0 {
            WARNING
        } else {
            anstyle::Style::new()
        };
        row.push(Cell::new(uses.to_string()).style(style));
        if listing.tells_why {
            row.push(Cell::new(listing.why(*at).join(", ")).style(WARNING));
        }
        table.row(row);
    }
    table
}

fn optional(text: Option<String>) -> Cell {
    match text {
        Some(text) => Cell::new(text),
        None => Cell::new(NONE).style(DIM),
    }
}

/// What it is, in an environment or where that says nothing.
fn value(feature: &Feature, environment: Option<usize>, notes: &mut Notes) -> Cell {
    let mut environments = feature.environments.iter();
    let own = environments.find(|own| Some(own.environment) == environment);
    if environment.is_some() && own.is_none() {
        return Cell::new(NONE).style(DIM);
    }
    let default = own.and_then(|own| own.default.as_ref());
    let rules = own.and_then(|own| own.rules.as_ref());
    let rules = rules.unwrap_or(&feature.rules).len();
    let mut text = Datum::of_value(default.unwrap_or(&feature.default), &feature.ty).toml();
    if rules > 0 {
        notes.rules = true;
        text += &format!(" +{rules}");
    }
    if feature.frozen {
        text += " frozen";
    }
    Cell::new(text)
}
