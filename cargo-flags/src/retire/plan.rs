//! What has to be changed in a workspace so that a feature is gone.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flags_manifest::model::{Date, Feature, RetiredValue, Type, Value};
use ra_ap_syntax::Edition;

use super::check::Change;
use super::{FeatureUse, Folded, Kept, Named, Refusal, fold_beside, template};
use crate::code::{Item, Role, Use, Uses};
use crate::failure::Failure;
use crate::finding::{Finding, Level, Place};
use crate::manifest_edit;
use crate::project::{FeatureAt, Project};

/// Changes that take a feature out of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Files that change; the manifest is the last.
    pub changes: Vec<Change>,
    /// Packages whose sources change.
    pub packages: Vec<String>,
    /// Whether a `pub use` of the feature goes, so that any package may be concerned.
    pub reaches_further: bool,
}

/// The value to keep, as it is written on the command line.
///
/// # Errors
///
/// When the feature cannot have it; says what it can.
pub fn kept(feature: &Feature, text: &str) -> Result<Kept, Failure> {
    let key = &feature.key;
    let wrong = |what: String| {
        Failure::new(format!(
            "`{key}` cannot be retired with the value `{text}`: {what}"
        ))
    };
    match &feature.ty {
        Type::Boolean => match text {
            "true" => Ok(Kept::Bool(true)),
            "false" => Ok(Kept::Bool(false)),
            _ => Err(wrong("it is `true` or `false`".to_owned())),
        },
        Type::Variants(set) => {
            let index = (set.variants.iter())
                .position(|it| it.name == text || it.rust_name == text)
                .ok_or_else(|| {
                    let names: Vec<String> = set
                        .variants
                        .iter()
                        .map(|it| format!("`{}`", it.name))
                        .collect();
                    wrong(format!("its variants are {}", names.join(", ")))
                })?;
            Ok(Kept::Variant {
                type_name: set.type_name.clone(),
                variants: set.variants.iter().map(|it| it.rust_name.clone()).collect(),
                names: set.variants.iter().map(|it| it.name.clone()).collect(),
                index,
            })
        }
        Type::Integer => {
            let value: i64 =
                (text.parse()).map_err(|_| wrong("it is a whole number".to_owned()))?;
            match feature.range {
                Some((Value::Integer(least), Value::Integer(most)))
                    if !(least..=most).contains(&value) =>
                {
                    Err(wrong(format!("it is from {least} to {most}")))
                }
                _ => Ok(Kept::Integer(value)),
            }
        }
        Type::Float => match text.parse::<f64>() {
            Ok(value) if value.is_finite() => match feature.range {
                Some((Value::Float(least), Value::Float(most)))
                    if !(least..=most).contains(&value) =>
                {
                    Err(wrong(format!("it is from {least} to {most}")))
                }
                _ => Ok(Kept::Float(value)),
            },
            _ => Err(wrong("it is a number such as `0.5`".to_owned())),
        },
        Type::String => Ok(Kept::Text(text.to_owned())),
        Type::Table(_) => Err(Failure::new(format!(
            "`{key}` is a table, and `retire` writes no structs: replace its fields in the code by hand, then move its \
             entry to `[retired]`"
        ))),
    }
}

/// Works out what has to change.
///
/// # Errors
///
/// The places that cannot be folded safely.
pub fn plan(
    project: &Project,
    at: FeatureAt,
    kept: &Kept,
    on: Date,
    reason: Option<&str>,
) -> Result<Plan, Vec<Finding>> {
    let feature = project.get(at);
    let manifest = &project.manifests[at.manifest];
    let uses = Uses::find(project);
    let uses = uses.of(at.manifest, at.feature);
    let mut plan = Plan {
        reaches_further: uses
            .iter()
            .any(|it| matches!(it.role, Role::ReExport { .. })),
        ..Plan::default()
    };
    let mut refused = Vec::new();
    let (templates, sources): (Vec<_>, Vec<_>) = by_file(uses)
        .into_iter()
        .partition(|it| it.1.iter().all(|it| it.role == Role::Template));
    let mut uses_type = false;
    for (file, uses) in templates {
        let folded = template::fold(&uses[0].text, &uses, kept);
        uses_type |= plan.take(&file, &uses[0].text, folded, feature, &mut refused);
    }
    let keep_type = uses_type;
    for (file, uses) in sources {
        let source = project.sources.files().iter().find(|it| it.path == file);
        if let Some(package) = source.and_then(|it| project.member(it.package))
            && !plan.packages.contains(&package.name)
        {
            plan.packages.push(package.name.clone());
        }
        let edition = source.map_or(Edition::CURRENT, |it| it.edition);
        let text = &uses[0].text;
        let (inline, code): (Vec<&Use>, Vec<&Use>) =
            uses.iter().partition(|it| it.role == Role::Template);
        let named: Vec<FeatureUse> = code.iter().map(|it| named(it)).collect();
        let folded = template::fold_inline(text, edition, &inline, kept).and_then(|inline| {
            let keep_type = keep_type || inline.uses_type;
            let mut folded = fold_beside(text, edition, &named, kept, keep_type, inline.edits)?;
            folded.uses_type |= inline.uses_type;
            Ok(folded)
        });
        uses_type |= plan.take(&file, &uses[0].text, folded, feature, &mut refused);
    }
    refused.extend(documented(project, feature));
    let keep_variants = uses_type && matches!(feature.ty, Type::Variants(_));
    let value = retired_value(kept);
    match manifest_edit::retire(
        &manifest.text,
        &manifest.parsed.manifest,
        &feature.key,
        &value,
        on,
        reason,
        keep_variants,
    ) {
        Ok(after) => plan.changes.push(Change {
            file: manifest.file.clone(),
            before: manifest.text.to_string(),
            after,
        }),
        Err(diagnostics) => refused.extend(diagnostics.into_iter().map(|it| Finding {
            level: Level::Error,
            code: "refused",
            message: it.message,
            place: Some(manifest.place(it.span)),
            help: it.help,
            feature: Some(feature.key.clone()),
        })),
    }
    if refused.is_empty() {
        Ok(plan)
    } else {
        Err(refused)
    }
}

/// What a fence in documentation says of Rust that is compiled.
const TESTED: &[&str] = &["", "no_run", "rust", "should_panic"];

/// Examples in documentation that use the feature: they are compiled as tests, and nothing folds them.
fn documented(project: &Project, feature: &Feature) -> Vec<Finding> {
    let mut found = Vec::new();
    for source in project.sources.files() {
        if !source.text.contains(&feature.constant) {
            continue;
        }
        let (mut in_fence, mut is_tested, mut at) = (false, false, 0);
        for line in source.text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let Some(doc) = (line.trim_start().strip_prefix("///"))
                .or_else(|| line.trim_start().strip_prefix("//!"))
            else {
                in_fence = false;
                continue;
            };
            if let Some(words) = doc.trim_start().strip_prefix("```") {
                in_fence = !in_fence;
                is_tested = (words.split(','))
                    .map(str::trim)
                    .all(|it| TESTED.contains(&it) || it.starts_with("edition"));
            } else if in_fence && is_tested && super::place::mentions(doc, &feature.constant) {
                let column = line.find(&feature.constant).unwrap_or_default();
                let span = start + column..start + column + feature.constant.len();
                found.push(Finding {
                    level: Level::Error,
                    code: "refused",
                    message: "an example in the documentation uses the feature, and examples are not folded: take it \
                              out by hand"
                        .to_owned(),
                    place: Some(Place {
                        file: source.path.clone(),
                        text: Arc::clone(&source.text),
                        span: Some(span),
                    }),
                    help: None,
                    feature: Some(feature.key.clone()),
                });
            }
        }
    }
    found
}

impl Plan {
    /// Takes what became of one file. True if that still speaks of the feature's type.
    fn take(
        &mut self,
        file: &Path,
        text: &Arc<str>,
        folded: Result<Folded, Vec<Refusal>>,
        feature: &Feature,
        refused: &mut Vec<Finding>,
    ) -> bool {
        match folded {
            Ok(folded) => {
                if folded.text != **text {
                    self.changes.push(Change {
                        file: file.to_path_buf(),
                        before: text.to_string(),
                        after: folded.text,
                    });
                }
                folded.uses_type
            }
            Err(refusals) => {
                refused.extend(refusals.into_iter().map(|it| Finding {
                    level: Level::Error,
                    code: "refused",
                    message: it.message,
                    place: Some(Place {
                        file: file.to_path_buf(),
                        text: Arc::clone(text),
                        span: Some(it.range),
                    }),
                    help: None,
                    feature: Some(feature.key.clone()),
                }));
                false
            }
        }
    }
}

/// State files in the workspace's folder that may still name the feature: they are not touched.
#[must_use]
pub fn state_files(project: &Project, key: &str) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = project.members().map(|it| it.root.clone()).collect();
    folders.push(project.root.clone());
    folders.sort();
    folders.dedup();
    let mut found = Vec::new();
    for folder in folders {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.flatten().map(|it| it.path()) {
            let name = path
                .file_name()
                .and_then(|it| it.to_str())
                .unwrap_or_default();
            let is_state =
                name.contains("flags") && (name.ends_with(".toml") || name.ends_with(".json"));
            if is_state
                && fs::read_to_string(&path).is_ok_and(|text| super::place::mentions(&text, key))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn by_file(uses: &[Use]) -> BTreeMap<PathBuf, Vec<&Use>> {
    let mut files: BTreeMap<PathBuf, Vec<&Use>> = BTreeMap::new();
    for it in uses {
        files.entry(it.file.clone()).or_default().push(it);
    }
    files
}

pub(super) fn named(it: &Use) -> FeatureUse {
    FeatureUse {
        range: it.range.clone(),
        named: match it.item {
            Item::Constant | Item::FlagKey => Named::Constant,
            Item::Type => Named::Type,
            Item::Variant(index) => Named::Variant(index),
            Item::Key => Named::Key,
            Item::Field => Named::Field,
        },
        import: matches!(it.role, Role::Import { .. } | Role::ReExport { .. }),
    }
}

fn retired_value(kept: &Kept) -> RetiredValue {
    match kept {
        Kept::Bool(value) => RetiredValue::Boolean(*value),
        Kept::Integer(value) => RetiredValue::Integer(*value),
        Kept::Float(value) => RetiredValue::Float(*value),
        Kept::Text(value) => RetiredValue::String(value.clone()),
        Kept::Variant { names, index, .. } => RetiredValue::String(names[*index].clone()),
    }
}
