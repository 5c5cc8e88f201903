//! A Markdown page of all features.
//!
//! It depends on nothing but the manifests, so that it changes with them only: it names no day as
//! past, and counts no uses.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::Path;

use flags_manifest::model::{
    EnvironmentValue, Feature, Manifest, Retired, RetiredValue, Rule, Type,
};

use crate::datum::Datum;
use crate::paths::{relative, uri};
use crate::project::{FeatureAt, Project};
use crate::words::{self, code};

/// The page, whose links are seen from this folder.
#[must_use]
pub fn markdown(project: &Project, folder: &Path) -> String {
    let page = Page { project, folder };
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = page.write(&mut text);
    text
}

struct Page<'p> {
    project: &'p Project,
    folder: &'p Path,
}

impl Page<'_> {
    fn write(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "# Features\n")?;
        writeln!(
            out,
            "<!-- `cargo flags docs` writes this page out of the manifests. -->"
        )?;
        for (owner, features) in self.by_owner() {
            match owner {
                Owner::Of(name) => writeln!(out, "\n## {}", escaped(name))?,
                Owner::Nobody => writeln!(out, "\n## Without an owner")?,
            }
            for at in features {
                self.feature(out, at)?;
            }
        }
        self.segments(out)?;
        self.retired(out)
    }

    /// Owners by name, with their features by key; those of nobody come last.
    fn by_owner(&self) -> BTreeMap<Owner<'_>, Vec<FeatureAt>> {
        let mut owners: BTreeMap<Owner<'_>, Vec<FeatureAt>> = BTreeMap::new();
        for at in self.project.features() {
            let owner = match &self.project.get(at).owner {
                Some(name) => Owner::Of(name),
                None => Owner::Nobody,
            };
            owners.entry(owner).or_default().push(at);
        }
        for features in owners.values_mut() {
            features.sort_by_key(|at| (&self.project.get(*at).key, *at));
        }
        owners
    }

    fn feature(&self, out: &mut String, at: FeatureAt) -> fmt::Result {
        let feature = self.project.get(at);
        let manifest = &self.project.manifests[at.manifest];
        let model = &manifest.parsed.manifest;
        writeln!(out, "\n### {}\n", code(&self.project.name(at)))?;
        if let Some(description) = &feature.description {
            writeln!(out, "{}\n", description.trim())?;
        }
        let ty = match &feature.ty {
            Type::Variants(set) => {
                let names: Vec<String> = set.variants.iter().map(|it| code(&it.name)).collect();
                format!("one of {}", names.join(", "))
            }
            ty => words::ty(ty).to_owned(),
        };
        let kind = (feature.kind).map_or_else(String::new, |kind| format!("{}, ", kind.name()));
        let frozen = if feature.frozen {
            ", frozen: decided at build"
        } else {
            ""
        };
        let range = feature
            .range
            .as_ref()
            .map_or_else(String::new, |(least, most)| {
                let text = |it| words::value(it, &feature.ty);
                format!(", from {} to {}", text(least), text(most))
            });
        writeln!(out, "- {kind}{ty}{range}{frozen}")?;
        writeln!(
            out,
            "- default: {}",
            words::value(&feature.default, &feature.ty)
        )?;
        if !feature.needs.is_empty() {
            let needs: Vec<String> = (feature.needs.iter())
                .filter_map(|need| Some((model.features.get(need.feature)?, need.negated)))
                .map(|(other, negated)| {
                    format!(
                        "{} {}",
                        code(&other.key),
                        if negated { "off" } else { "on" }
                    )
                })
                .collect();
            let otherwise = match feature.ty {
                Type::Boolean => "it is off",
                _ => "it has its default",
            };
            writeln!(out, "- needs {}; else {otherwise}", needs.join(" and "))?;
        }
        rules(
            out,
            model,
            feature,
            "rules, of which the first that matches decides",
            &feature.rules,
            "",
        )?;
        for own in &feature.environments {
            environment(out, model, feature, own)?;
        }
        let days = [("created", feature.created), ("expires", feature.expires)];
        for (what, day) in days {
            if let Some(day) = day {
                writeln!(out, "- {what}: {day}")?;
            }
        }
        if let Some(issue) = &feature.issue {
            writeln!(out, "- issue: {}", linked(issue))?;
        }
        if let Some(key) = &feature.provider_key {
            writeln!(out, "- known to providers as {}", code(key))?;
        }
        writeln!(
            out,
            "- {} in {}",
            code(&feature.constant),
            self.link(at.manifest, feature.line)
        )
    }

    /// A line of a manifest.
    fn link(&self, manifest: usize, line: u32) -> String {
        let file = &self.project.manifests[manifest].file;
        let shown = relative(&self.project.root, file);
        let target = uri(&relative(self.folder, file));
        format!("[{shown}, line {line}]({target}#L{line})")
    }

    fn segments(&self, out: &mut String) -> fmt::Result {
        let mut is_first = true;
        for (index, manifest) in self.project.manifests.iter().enumerate() {
            let model = &manifest.parsed.manifest;
            for segment in &model.segments {
                if std::mem::take(&mut is_first) {
                    writeln!(out, "\n## Segments\n")?;
                }
                writeln!(
                    out,
                    "- {}{}: {} ({})",
                    self.registry(index),
                    code(&segment.name),
                    words::condition(model, &segment.condition),
                    self.link(index, segment.line)
                )?;
            }
        }
        Ok(())
    }

    fn retired(&self, out: &mut String) -> fmt::Result {
        let mut is_first = true;
        for (index, manifest) in self.project.manifests.iter().enumerate() {
            for retired in &manifest.parsed.manifest.retired {
                if std::mem::take(&mut is_first) {
                    writeln!(out, "\n## Retired\n")?;
                }
                let reason = match &retired.reason {
                    Some(reason) => format!(", {}", escaped(reason)),
                    None => String::new(),
                };
                writeln!(
                    out,
                    "- {}{}: {} for good since {}{reason} ({})",
                    self.registry(index),
                    code(&retired.key),
                    retired_value(retired),
                    retired.on,
                    self.link(index, retired.line)
                )?;
            }
        }
        Ok(())
    }

    /// What stands before a name where there are several registries.
    fn registry(&self, manifest: usize) -> String {
        match self.project.manifests.len() {
            1 => String::new(),
            _ => format!("{} ", escaped(self.project.registry_name(manifest))),
        }
    }
}

/// Who is asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner<'p> {
    Of(&'p str),
    Nobody,
}

fn environment(
    out: &mut String,
    model: &Manifest,
    feature: &Feature,
    own: &EnvironmentValue,
) -> fmt::Result {
    let name = model
        .environments
        .get(own.environment)
        .map_or("", |name| name);
    if let Some(default) = &own.default {
        let value = words::value(default, &feature.ty);
        writeln!(out, "- in {}: {value}", escaped(name))?;
    }
    if let Some(own) = &own.rules {
        rules(
            out,
            model,
            feature,
            &format!("rules in {}", escaped(name)),
            own,
            "none",
        )?;
    }
    Ok(())
}

fn rules(
    out: &mut String,
    model: &Manifest,
    feature: &Feature,
    title: &str,
    rules: &[Rule],
    none: &str,
) -> fmt::Result {
    if rules.is_empty() {
        return match none {
            "" => Ok(()),
            none => writeln!(out, "- {title}: {none}"),
        };
    }
    writeln!(out, "- {title}:")?;
    for (index, rule) in rules.iter().enumerate() {
        writeln!(
            out,
            "  {}. {}",
            index + 1,
            words::rule(model, feature, rule)
        )?;
    }
    Ok(())
}

fn retired_value(retired: &Retired) -> String {
    let datum = match &retired.value {
        RetiredValue::Boolean(value) => Datum::Boolean(*value),
        RetiredValue::Integer(value) => Datum::Integer(*value),
        RetiredValue::Float(value) => Datum::Float(*value),
        RetiredValue::String(text) => Datum::Text(text.clone()),
    };
    code(&datum.toml())
}

/// A text that is an address becomes a link.
fn linked(text: &str) -> String {
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    if is_address && !text.contains([' ', '<', '>']) {
        format!("<{text}>")
    } else {
        escaped(text)
    }
}

/// A text of the user's on one line, without a meaning in Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if c.is_control() {
            escaped.push(' ');
            continue;
        }
        if "\\`*_<>[]#|&".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
