//! Registries that are made while a program runs.

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::{model, names};
use flags_runtime::{
    AttributeInfo, AttributeType, Date, Feature, FeatureInfo, FeatureKind, FeatureValue, Field,
    FieldType, Need, Registry, RetiredInfo, Rule, Scalar, SegmentInfo, TableType, Value, ValueType,
    Variants,
};
use xxhash_rust::xxh3::xxh3_64;

use crate::declaration::value_of;
use crate::report;
use crate::rules::{Translator, position};

/// Makes a registry from the text of a `features.toml`, for tools and benchmarks; programs use
/// `features!`. `name` is what the text is called in messages, and the name of the registry where
/// `[registry]` gives none.
///
/// Each call leaks its registry: it lives as long as the program, as a generated one does.
///
/// Attributes, segments and rules are part of it: evaluate with a context of your own, an
/// [`EvaluationContext`](flags_runtime::EvaluationContext). A table feature has no struct that its values could become; evaluate it with
/// [`FeatureInfo::evaluate_for`].
///
/// ```
/// use flags_runtime::{Anonymous, Flags, NoopProvider};
///
/// let registry = flags_file::registry_from_text("shop", "[features.limit]\ndefault = 25\n")?;
/// let limit = flags_file::feature::<i64>(registry, "limit").expect("it is declared so");
/// assert_eq!(Flags::new(NoopProvider).get(limit, &Anonymous), 25);
/// # Ok::<(), flags_file::ManifestError>(())
/// ```
///
/// # Errors
///
/// All findings at once, in the order of the text.
pub fn registry_from_text(name: &str, text: &str) -> Result<&'static Registry, ManifestError> {
    registry_of_package(name, name, text)
}

/// The same as the package would have it from `features!("path")`: named for the package where
/// `[registry]` gives no name, and with the file's path in explanations.
///
/// # Errors
///
/// All findings at once, in the order of the text.
pub fn registry_of_package(
    package: &str,
    path: &str,
    text: &str,
) -> Result<&'static Registry, ManifestError> {
    let parsed = flags_manifest::parse(text);
    if !parsed.diagnostics.is_empty() {
        return Err(ManifestError {
            name: path.to_owned(),
            text: text.to_owned(),
            findings: parsed.diagnostics,
        });
    }
    let manifest = parsed.manifest;
    let registry = Registry::late(
        leak(manifest.name.as_deref().unwrap_or(package)),
        leak(path),
        xxh3_64(text.as_bytes()),
        leak_all(manifest.environments.iter().map(|name| leak(name))),
        leak_all(manifest.retired.iter().map(retired)),
    )
    .with_attributes(leak_all(manifest.attributes.iter().map(attribute)))
    .with_segments(leak_all(manifest.segments.iter().map(segment)));
    Ok(registry.leak_with(|registry| {
        let features = manifest.features.iter().enumerate();
        features
            .map(|(index, feature)| info(registry, index, feature))
            .collect()
    }))
}

/// The typed handle of a feature: see [`Registry::feature`].
#[must_use]
pub fn feature<T: FeatureValue>(registry: &'static Registry, key: &str) -> Option<Feature<T>> {
    registry.feature(key)
}

/// What is wrong with the text of a manifest. Its `Display` shows each place with its line and a
/// caret.
#[derive(Clone, Debug)]
pub struct ManifestError {
    name: String,
    text: String,
    findings: Vec<Diagnostic>,
}

impl ManifestError {
    /// The findings, in the order of the text.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::render(&self.findings, &self.name, &self.text))
    }
}

impl Error for ManifestError {}

fn info(registry: &'static Registry, index: usize, feature: &model::Feature) -> FeatureInfo {
    let value = |value: &model::Value| value_of(value.clone(), &feature.ty);
    let environments = feature
        .environments
        .iter()
        .filter_map(|own| Some((position(own.environment), value(own.default.as_ref()?))));
    let needs = feature.needs.iter().map(|need| match need.negated {
        true => Need::off(position(need.feature)),
        false => Need::on(position(need.feature)),
    });
    let rules_in = feature.environments.iter().filter_map(|own| {
        let rules = rules(own.rules.as_ref()?, &feature.ty);
        Some((position(own.environment), rules))
    });
    let text = |text: &Option<String>| text.as_deref().map_or("", leak);
    let mut info = FeatureInfo::new(
        registry,
        position(index),
        feature.line,
        leak(&feature.key),
        leak(&feature.constant),
        value_type(&feature.ty),
        value(&feature.default),
    )
    .about(
        text(&feature.description),
        text(&feature.owner),
        text(&feature.issue),
    )
    .life(
        feature.kind.map(kind),
        feature.created.map(date),
        feature.expires.map(date),
    )
    .in_environments(leak_all(environments))
    .needing(leak_all(needs))
    .with_rules(rules(&feature.rules, &feature.ty))
    .with_rules_in(leak_all(rules_in));
    if let Some(key) = &feature.provider_key {
        info = info.known_as(leak(key));
    }
    info = info.read_from(leak(&names::variable(&feature.key)));
    info = match &feature.range {
        Some((model::Value::Integer(low), model::Value::Integer(high))) => {
            info.within_integers(*low, *high)
        }
        Some((model::Value::Float(low), model::Value::Float(high))) => {
            info.within_floats(*low, *high)
        }
        _ => info,
    };
    if feature.frozen { info.freeze() } else { info }
}

/// Segments keep their places.
const IN_PLACE: Translator<'static> = Translator { segments: &[] };

fn attribute(attribute: &model::Attribute) -> AttributeInfo {
    let ty = match &attribute.ty {
        model::AttributeType::Boolean => AttributeType::Boolean,
        model::AttributeType::Integer => AttributeType::Integer,
        model::AttributeType::Float => AttributeType::Float,
        model::AttributeType::String => AttributeType::Text,
        model::AttributeType::Semver => AttributeType::Semver,
        model::AttributeType::Datetime => AttributeType::Datetime,
        model::AttributeType::Strings => AttributeType::Strings,
        model::AttributeType::Variants(set) => AttributeType::Variants(variants(set)),
    };
    AttributeInfo::new(leak(&attribute.name), ty, attribute.private)
}

fn segment(segment: &model::Segment) -> SegmentInfo {
    SegmentInfo::new(
        segment.name.clone().into(),
        IN_PLACE.condition(&segment.condition),
    )
}

fn rules(rules: &[model::Rule], ty: &model::Type) -> &'static [Rule] {
    let rules = IN_PLACE.rules(rules, ty);
    leak_all(rules.iter().cloned())
}

fn retired(retired: &model::Retired) -> RetiredInfo {
    let value = match &retired.value {
        model::RetiredValue::Boolean(value) => Value::Boolean(*value),
        model::RetiredValue::Integer(value) => Value::Integer(*value),
        model::RetiredValue::Float(value) => Value::Float(*value),
        model::RetiredValue::String(value) => Value::Text(value.clone().into()),
    };
    let reason = retired.reason.as_deref().map_or("", leak);
    RetiredInfo::new(leak(&retired.key), date(retired.on), value, reason)
}

fn value_type(ty: &model::Type) -> ValueType {
    match ty {
        model::Type::Boolean => ValueType::Boolean,
        model::Type::Integer => ValueType::Integer,
        model::Type::Float => ValueType::Float,
        model::Type::String => ValueType::Text,
        model::Type::Variants(set) => ValueType::Variants(variants(set)),
        model::Type::Table(ty) => ValueType::Table(table_type(ty)),
    }
}

fn variants(set: &model::VariantSet) -> &'static Variants {
    let names = leak_all(set.variants.iter().map(|variant| leak(&variant.name)));
    Box::leak(Box::new(Variants::new(leak(&set.type_name), names)))
}

fn table_type(ty: &model::TableType) -> &'static TableType {
    let fields = leak_all(ty.fields.iter().map(|field| {
        let ty = match &field.ty {
            model::FieldType::Scalar(ty) => FieldType::Scalar(scalar(*ty)),
            model::FieldType::List(ty) => FieldType::List(scalar(*ty)),
            model::FieldType::Table(ty) => FieldType::Table(table_type(ty)),
        };
        Field::new(leak(&field.name), ty)
    }));
    Box::leak(Box::new(TableType::new(
        leak(&ty.type_name),
        fields,
        as_data,
    )))
}

/// There is no struct, so a table stays what it is.
fn as_data(value: &Value) -> Option<Arc<dyn Any + Send + Sync>> {
    Some(Arc::new(value.clone()))
}

const fn scalar(ty: model::Scalar) -> Scalar {
    match ty {
        model::Scalar::Boolean => Scalar::Boolean,
        model::Scalar::Integer => Scalar::Integer,
        model::Scalar::Float => Scalar::Float,
        model::Scalar::String => Scalar::Text,
    }
}

const fn kind(kind: model::FeatureKind) -> FeatureKind {
    match kind {
        model::FeatureKind::Release => FeatureKind::Release,
        model::FeatureKind::Experiment => FeatureKind::Experiment,
        model::FeatureKind::Ops => FeatureKind::Ops,
        model::FeatureKind::KillSwitch => FeatureKind::KillSwitch,
        model::FeatureKind::Permission => FeatureKind::Permission,
    }
}

const fn date(date: model::Date) -> Date {
    Date::new(date.year, date.month, date.day)
}

fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn leak_all<T>(items: impl IntoIterator<Item = T>) -> &'static [T] {
    items.into_iter().collect::<Vec<_>>().leak()
}
