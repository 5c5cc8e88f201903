//! Where the manifests are.

use crate::doctor::{Check, count};
use crate::finding::Level;
use crate::project::{Project, show};

const TOPIC: &str = "manifest";

/// Where each manifest is, and whether it is right.
#[must_use]
pub fn manifests(project: &Project) -> Vec<Check> {
    let mut checks: Vec<Check> = project
        .unreadable
        .iter()
        .map(|finding| match finding.level {
            Level::Error => Check::error(TOPIC, &finding.message),
            Level::Warning => Check::warning(TOPIC, &finding.message),
        })
        .collect();
    for (index, manifest) in project.manifests.iter().enumerate() {
        let shown = show(&manifest.file);
        let packages: Vec<String> = manifest
            .packages
            .iter()
            .map(|package| format!("`{}`", project.packages[*package].name))
            .collect();
        let model = &manifest.parsed.manifest;
        checks.push(Check::ok(
            TOPIC,
            format!(
                "{shown}: registry `{}`, {}, {} retired, read by {}",
                project.registry_name(index),
                count(model.features.len(), "feature"),
                model.retired.len(),
                packages.join(", "),
            ),
        ));
        if let Some(first) = manifest.parsed.diagnostics.first() {
            checks.push(
                Check::error(
                    TOPIC,
                    format!(
                        "{} in it, the first: {}",
                        count(manifest.parsed.diagnostics.len(), "mistake"),
                        first.one_line(&shown, &manifest.text)
                    ),
                )
                .with_help("`cargo flags check` shows all of them"),
            );
        }
    }
    if checks.is_empty() {
        checks.push(
            Check::error(TOPIC, "no package of the workspace has a `features.toml`")
                .with_help("`cargo flags init` writes one"),
        );
    }
    checks
}
