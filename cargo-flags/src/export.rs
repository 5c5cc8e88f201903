//! Manifests in the formats of others.

mod flagd;
mod json;
mod openfeature;
pub(crate) mod values;

pub use self::flagd::flagd;
pub use self::json::json;
pub use self::openfeature::openfeature;

use flags_manifest::model::Feature;
use serde_json::Value;

use crate::failure::Failure;
use crate::project::{FeatureAt, Project};

/// A document in another format, and what it cannot say.
#[derive(Debug, Default)]
pub struct Exported {
    /// The document.
    pub document: Value,
    /// What the format has no place for.
    pub left_out: Vec<LeftOut>,
}

/// Part of a declaration that a format has no place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The feature that it belongs to.
    pub feature: FeatureAt,
    /// Line of the manifest, from 1.
    pub line: u32,
    /// What it is, and what follows from that.
    pub what: String,
}

/// Every feature with the key that providers know it by.
fn keyed(project: &Project) -> Result<Vec<(String, FeatureAt)>, Failure> {
    let mut all: Vec<(String, FeatureAt)> = Vec::new();
    for (manifest, it) in project.manifests.iter().enumerate() {
        for (feature, declared) in it.parsed.manifest.features.iter().enumerate() {
            let at = FeatureAt { manifest, feature };
            let key = provider_key(declared);
            if let Some((_, other)) = all.iter().find(|(known, _)| known == key) {
                return Err(Failure::new(format!(
                    "registries `{}` and `{}` both have a feature `{key}`, and the format has one \
                     place for it",
                    project.registry_name(other.manifest),
                    project.registry_name(manifest),
                ))
                .with_help("choose a package with `-p`"));
            }
            all.push((key.to_owned(), at));
        }
    }
    Ok(all)
}

fn provider_key(feature: &Feature) -> &str {
    feature.provider_key.as_deref().unwrap_or(&feature.key)
}
