//! One JSON document.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Listing;
use crate::export::values;
use crate::project::FeatureAt;
use crate::report::Repository;
use crate::words;

/// Grows when a field changes its meaning or goes away; not when one is added.
const VERSION: u32 = 1;

pub(super) fn write(out: &mut impl Write, listing: &Listing<'_>) -> io::Result<()> {
    let repository = Repository::of(&listing.project.root);
    let features: Vec<Value> = (listing.wanted.iter())
        .map(|at| feature(listing, *at, &repository))
        .collect();
    let document = json!({ "version": VERSION, "features": features });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn feature(listing: &Listing<'_>, at: FeatureAt, repository: &Repository) -> Value {
    let project = listing.project;
    let feature = project.get(at);
    let manifest = &project.manifests[at.manifest];
    let model = &manifest.parsed.manifest;
    let environments: Map<String, Value> = (model.environments.iter().enumerate())
        .map(|(index, name)| {
            let own = (feature.environments.iter()).find(|own| own.environment == index);
            let default = own.and_then(|own| own.default.as_ref());
            let rules = own.and_then(|own| own.rules.as_ref());
            let told = json!({
                "default": values::of_feature(feature, default.unwrap_or(&feature.default)),
                "rules": rules.unwrap_or(&feature.rules).len(),
            });
            (name.clone(), told)
        })
        .collect();
    json!({
        "key": feature.key,
        "registry": project.registry_name(at.manifest),
        "file": repository.path(&manifest.file),
        "line": feature.line,
        "constant": feature.constant,
        "description": feature.description,
        "owner": feature.owner,
        "kind": feature.kind.map(|kind| kind.name()),
        "type": words::ty(&feature.ty),
        "default": values::of_feature(feature, &feature.default),
        "environments": environments,
        "frozen": feature.frozen,
        "created": feature.created.map(|day| day.to_string()),
        "expires": feature.expires.map(|day| day.to_string()),
        "expired": listing.is_expired(at),
        "issue": feature.issue,
        "uses": listing.uses(at),
        "stale": listing.why(at),
    })
}
