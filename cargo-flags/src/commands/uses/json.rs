//! One JSON document.

use std::io::{self, Write};

use serde::Serialize;

use crate::code::{Item, Role, Use, Uses};
use crate::finding::Place;
use crate::project::{FeatureAt, Project};
use crate::report::{Repository, Texts};

/// Grows when a field changes its meaning or goes away; not when one is added.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    feature: &'a str,
    constant: &'a str,
    registry: &'a str,
    manifest: String,
    uses: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    path: &'a str,
    item: &'static str,
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<&'a str>,
}

pub(super) fn write(
    out: &mut impl Write,
    project: &Project,
    uses: &Uses,
    wanted: &[FeatureAt],
) -> io::Result<()> {
    let repository = Repository::of(&project.root);
    let mut texts = Texts::default();
    let features = wanted.iter().map(|at| Feature {
        feature: &project.get(*at).key,
        constant: &project.get(*at).constant,
        registry: project.registry_name(at.manifest),
        manifest: repository.path(&project.manifests[at.manifest].file),
        uses: (uses.of(at.manifest, at.feature).iter())
            .filter_map(|it| told(it, &repository, &mut texts))
            .collect(),
    });
    let document = Document {
        version: VERSION,
        features: features.collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn told<'a>(it: &'a Use, repository: &Repository, texts: &mut Texts) -> Option<Told<'a>> {
    let place = Place {
        file: it.file.clone(),
        text: it.text.clone(),
        span: Some(it.range.clone()),
    };
    let region = texts.region(&place)?;
    Some(Told {
        file: repository.path(&it.file),
        line: region.line,
        column: region.column,
        end_line: region.end_line,
        end_column: region.end_column,
        path: &it.text[it.range.clone()],
        item: match it.item {
            Item::Constant => "constant",
            Item::Type => "type",
            Item::Variant(_) => "variant",
            Item::Key => "key",
            Item::Field => "field",
            Item::FlagKey => "flag-key",
        },
        role: it.role.name(),
        alias: match &it.role {
            Role::Import { alias } | Role::ReExport { alias } => alias.as_deref(),
            _ => None,
        },
    })
}
