//! What changed for users between two versions of a manifest.

mod human;
mod json;
mod versions;

use std::collections::BTreeSet;

use flags_manifest::model::{Feature, Manifest, Need, Retired, Rule, Type};

pub use self::human::write as write_human;
pub use self::json::write as write_json;
pub use self::versions::{Sides, Version, from_files, from_revisions};
use crate::datum::Datum;
use crate::rule_data::Names;
use crate::standing::Layer;

/// What changed in one registry.
#[derive(Debug)]
pub struct RegistryDiff {
    /// Its name, the new one.
    pub name: String,
    /// Its name before, if that was another.
    pub was: Option<String>,
    /// How many environments both versions have.
    pub environments: usize,
    /// Environments that are new.
    pub added_environments: Vec<String>,
    /// Environments that are gone.
    pub removed_environments: Vec<String>,
    /// Its features that changed, in the order of the new text, then those that are gone.
    pub features: Vec<FeatureDiff>,
}

/// What changed of one feature.
#[derive(Debug)]
pub struct FeatureDiff {
    /// The flag key.
    pub key: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a feature.
#[derive(Debug)]
pub enum Fate {
    /// It is new.
    Added(Portrait),
    /// It is gone, and its name is free.
    Removed(Portrait),
    /// It is gone, and its name is taken for good.
    Retired(Retired),
    /// It changed.
    Changed(Vec<Change>),
}

/// What users see of a feature.
#[derive(Debug)]
pub struct Portrait {
    /// Its type in few words.
    pub ty: String,
    /// For each environment its name, its value where no rule matches, and its rules.
    pub environments: Vec<(String, Datum, Vec<Datum>)>,
}

/// One thing that changed.
#[derive(Debug, PartialEq)]
pub enum Change {
    /// The type, in few words.
    Type(String, String),
    /// Names of its variants that are new, and that are gone.
    Variants(Vec<String>, Vec<String>),
    /// Its bounds.
    Range(Option<Datum>, Option<Datum>),
    /// Its value where no rule matches, in these environments.
    Default(Vec<String>, Datum, Datum),
    /// Its rules, in these environments.
    Rules(Vec<String>, Vec<Datum>, Vec<Datum>),
    /// What a segment means that its rules name.
    Segment(String, Datum, Datum),
    /// What it needs.
    Needs(Vec<String>, Vec<String>),
    /// The key that providers know it by.
    ProviderKey(String, String),
    /// Whether it is decided at build.
    Frozen(bool, bool),
}

/// Compares versions: each of the old with the new one at its path or, where there is none, with
/// the one of its name. Registries without a change are left out.
#[must_use]
pub fn compare(old: &[Version], new: &[Version]) -> Vec<RegistryDiff> {
    let empty = Version::default();
    let mut diffs = Vec::new();
    let mut taken = BTreeSet::new();
    let same_path = |one: &Version| old.iter().position(|it| it.path == one.path);
    for version in new {
        let by_name = || {
            let is_moved = |it: &Version| !new.iter().any(|new| new.path == it.path);
            old.iter()
                .position(|it| it.name == version.name && is_moved(it))
        };
        let before = same_path(version).or_else(by_name);
        taken.extend(before);
        diffs.push(registry(
            before.map_or(&empty, |index| &old[index]),
            version,
        ));
    }
    for (index, version) in old.iter().enumerate() {
        if !taken.contains(&index) {
            diffs.push(registry(version, &empty));
        }
    }
    diffs.retain(|diff| {
        !(diff.features.is_empty()
            && diff.was.is_none()
            && diff.added_environments.is_empty()
            && diff.removed_environments.is_empty())
    });
    diffs
}

fn registry(before: &Version, after: &Version) -> RegistryDiff {
    let (old, new) = (&before.manifest, &after.manifest);
    let is_there = |version: &Version| !version.path.is_empty();
    let both = is_there(before) && is_there(after);
    let without = |these: &Manifest, those: &Manifest| -> Vec<String> {
        let gone = these
            .environments
            .iter()
            .filter(|it| !those.environments.contains(it));
        gone.filter(|_| both).cloned().collect()
    };
    let find =
        |manifest: &'_ Manifest, key: &str| manifest.features.iter().position(|it| it.key == key);
    let mut features = Vec::new();
    let mut add = |key: &str, fate| {
        features.push(FeatureDiff {
            key: key.to_owned(),
            fate,
        });
    };
    for feature in &new.features {
        match find(old, &feature.key) {
            None => add(&feature.key, Fate::Added(portrait(new, feature))),
            Some(index) => {
                let changes = changes((old, &old.features[index]), (new, feature));
                if !changes.is_empty() {
                    add(&feature.key, Fate::Changed(changes));
                }
            }
        }
    }
    for feature in &old.features {
        if find(new, &feature.key).is_some() {
            continue;
        }
        match new.retired.iter().find(|it| it.key == feature.key) {
            Some(retired) => add(&feature.key, Fate::Retired(retired.clone())),
            None => add(&feature.key, Fate::Removed(portrait(old, feature))),
        }
    }
    let name = if is_there(after) { after } else { before }.name.clone();
    RegistryDiff {
        was: (both && before.name != name).then(|| before.name.clone()),
        name,
        environments: (new.environments.iter())
            .filter(|it| old.environments.contains(it))
            .count(),
        added_environments: without(new, old),
        removed_environments: without(old, new),
        features,
    }
}

fn portrait(manifest: &Manifest, feature: &Feature) -> Portrait {
    let names = Names::of(manifest);
    let environments = manifest.environments.iter().enumerate();
    Portrait {
        ty: type_name(&feature.ty),
        environments: environments
            .map(|(index, name)| {
                let (value, rules) = said(feature, index);
                let rules = rules.iter().map(|it| names.rule(it, &feature.ty)).collect();
                (name.clone(), value, rules)
            })
            .collect(),
    }
}

/// The value and the rules of a feature in an environment.
fn said(feature: &Feature, environment: usize) -> (Datum, &[Rule]) {
    let layer = Layer::declared(feature, environment);
    let value = layer.value.unwrap_or(&feature.default);
    (Datum::of_value(value, &feature.ty), layer.rules)
}

type Side<'m> = (&'m Manifest, &'m Feature);

fn changes(old: Side<'_>, new: Side<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let (before, after) = (old.1, new.1);
    match (&before.ty, &after.ty) {
        (Type::Variants(before), Type::Variants(after)) => {
            let names = |set: &flags_manifest::model::VariantSet| -> Vec<String> {
                set.variants.iter().map(|it| it.name.clone()).collect()
            };
            let (before, after) = (names(before), names(after));
            let only = |these: &[String], those: &[String]| -> Vec<String> {
                these
                    .iter()
                    .filter(|it| !those.contains(it))
                    .cloned()
                    .collect()
            };
            let (added, removed) = (only(&after, &before), only(&before, &after));
            if !added.is_empty() || !removed.is_empty() {
                changes.push(Change::Variants(added, removed));
            }
        }
        (before, after) => {
            let (before, after) = (type_name(before), type_name(after));
            if before != after {
                changes.push(Change::Type(before, after));
            }
        }
    }
    let range = |feature: &Feature| {
        let (least, most) = feature.range.as_ref()?;
        let bound = |value| Datum::of_value(value, &feature.ty);
        Some(Datum::List(vec![bound(least), bound(most)]))
    };
    let mut add = |is_change: bool, change: Change| {
        if is_change {
            changes.push(change);
        }
    };
    let ranges = (range(before), range(after));
    add(ranges.0 != ranges.1, Change::Range(ranges.0, ranges.1));
    let frozen = (before.frozen, after.frozen);
    add(frozen.0 != frozen.1, Change::Frozen(frozen.0, frozen.1));
    let needs = (needs(old), needs(new));
    add(
        needs.0.iter().collect::<BTreeSet<_>>() != needs.1.iter().collect(),
        Change::Needs(needs.0, needs.1),
    );
    let key = |it: &Feature| it.provider_key.clone().unwrap_or_else(|| it.key.clone());
    let keys = (key(before), key(after));
    add(keys.0 != keys.1, Change::ProviderKey(keys.0, keys.1));
    changes.extend(in_environments(old, new));
    changes
}

/// What changed in the environments that both versions have.
fn in_environments(old: Side<'_>, new: Side<'_>) -> Vec<Change> {
    let (old_names, new_names) = (Names::of(old.0), Names::of(new.0));
    let mut defaults: Vec<Change> = Vec::new();
    let mut rules: Vec<Change> = Vec::new();
    let mut segments = Vec::new();
    for (index, name) in new.0.environments.iter().enumerate() {
        let Some(before) = old.0.environments.iter().position(|it| it == name) else {
            continue;
        };
        let (old_value, old_rules) = said(old.1, before);
        let (new_value, new_rules) = said(new.1, index);
        if old_value.clone().sorted() != new_value.clone().sorted() {
            let names = vec![name.clone()];
            merge(&mut defaults, Change::Default(names, old_value, new_value));
        }
        let full = |names: &Names<'_>, rules: &[Rule], ty: &Type| -> Vec<Datum> {
            rules
                .iter()
                .map(|it| settled(names.rule_in_full(it, ty)))
                .collect()
        };
        let (old_ty, new_ty) = (&old.1.ty, &new.1.ty);
        if full(&old_names, old_rules, old_ty) == full(&new_names, new_rules, new_ty) {
            continue;
        }
        let short = |names: &Names<'_>, rules: &[Rule], ty: &Type| -> Vec<Datum> {
            rules.iter().map(|it| names.rule(it, ty)).collect()
        };
        let before = short(&old_names, old_rules, old_ty);
        let after = short(&new_names, new_rules, new_ty);
        let settle =
            |rules: &[Datum]| -> Vec<Datum> { rules.iter().cloned().map(settled).collect() };
        if settle(&before) == settle(&after) {
            // The rules are the same to the letter, so what they name is not.
            for change in changed_segments(old.0, new.0, new_rules) {
                if !segments.contains(&change) {
                    segments.push(change);
                }
            }
        } else {
            merge(&mut rules, Change::Rules(vec![name.clone()], before, after));
        }
    }
    defaults.into_iter().chain(rules).chain(segments).collect()
}

/// Adds a change, or the environment to the one that is the same elsewhere.
fn merge(changes: &mut Vec<Change>, change: Change) {
    for known in changes.iter_mut() {
        match (known, &change) {
            (Change::Default(names, a, b), Change::Default(more, c, d)) if (&*a, &*b) == (c, d) => {
                names.extend(more.iter().cloned());
                return;
            }
            (Change::Rules(names, a, b), Change::Rules(more, c, d)) if (&*a, &*b) == (c, d) => {
                names.extend(more.iter().cloned());
                return;
            }
            _ => {}
        }
    }
    changes.push(change);
}

/// Segments that rules name, by themselves or through others, and that mean something else now.
fn changed_segments(old: &Manifest, new: &Manifest, rules: &[Rule]) -> Vec<Change> {
    let mut reached = Vec::new();
    let mut next: Vec<usize> = Vec::new();
    for when in rules.iter().filter_map(|rule| rule.when.as_ref()) {
        crate::rule_data::mentions(when, &mut next);
    }
    while let Some(index) = next.pop() {
        if !reached.contains(&index) {
            reached.push(index);
            crate::rule_data::mentions(&new.segments[index].condition, &mut next);
        }
    }
    reached.sort_unstable();
    let (old_names, new_names) = (Names::of(old), Names::of(new));
    let changed = reached.into_iter().filter_map(|index| {
        let after = &new.segments[index];
        let before = old.segments.iter().find(|it| it.name == after.name)?;
        let before = old_names.condition(&before.condition);
        let after_data = new_names.condition(&after.condition);
        let is_other = settled(before.clone()) != settled(after_data.clone());
        is_other.then(|| Change::Segment(after.name.clone(), before, after_data))
    });
    changed.collect()
}

/// What a rule or condition means, whatever the order of its text. The order of a split's shares
/// decides who gets which.
fn settled(datum: Datum) -> Datum {
    fn settle(datum: Datum, is_condition: bool) -> Datum {
        match datum {
            Datum::List(items) => {
                let mut items: Vec<Datum> = items
                    .into_iter()
                    .map(|it| settle(it, is_condition))
                    .collect();
                if is_condition {
                    items.sort_by_key(Datum::toml);
                }
                Datum::List(items)
            }
            Datum::Table(entries) => {
                let mut entries: Vec<(String, Datum)> = entries
                    .into_iter()
                    .map(|(name, value)| match name.as_str() {
                        "split" if !is_condition => (name, value),
                        "when" => (name, settle(value, true)),
                        _ => (name, settle(value, is_condition)),
                    })
                    .collect();
                entries.sort_by(|(a, _), (b, _)| a.cmp(b));
                Datum::Table(entries)
            }
            other => other,
        }
    }
    let is_rule = ["serve", "rollout", "split", "ramp"]
        .iter()
        .any(|way| datum.get(way).is_some());
    settle(datum, !is_rule)
}

fn needs((manifest, feature): Side<'_>) -> Vec<String> {
    let need = |need: &Need| {
        let not = if need.negated { "!" } else { "" };
        format!("{not}{}", manifest.features[need.feature].key)
    };
    feature.needs.iter().map(need).collect()
}

/// A type in few words.
fn type_name(ty: &Type) -> String {
    use flags_manifest::model::{FieldType, Scalar, TableType};
    fn scalar(ty: Scalar) -> &'static str {
        match ty {
            Scalar::Boolean => "boolean",
            Scalar::Integer => "integer",
            Scalar::Float => "float",
            Scalar::String => "string",
        }
    }
    fn table(ty: &TableType) -> String {
        let mut fields: Vec<String> = (ty.fields.iter())
            .map(|field| {
                let ty = match &field.ty {
                    FieldType::Scalar(ty) => scalar(*ty).to_owned(),
                    FieldType::List(ty) => format!("list of {}s", scalar(*ty)),
                    FieldType::Table(ty) => table(ty),
                };
                format!("{}: {ty}", field.name)
            })
            .collect();
        fields.sort();
        format!("table of {}", fields.join(", "))
    }
    match ty {
        Type::Boolean => "boolean".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Float => "float".to_owned(),
        Type::String => "string".to_owned(),
        Type::Variants(set) => {
            let names: Vec<&str> = set.variants.iter().map(|it| it.name.as_str()).collect();
            format!("variants {}", names.join(", "))
        }
        Type::Table(ty) => table(ty),
    }
}
