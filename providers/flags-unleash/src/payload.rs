//! The value of a variant.

use std::collections::BTreeSet;

use flags_http::value_from_json;
use flags_runtime::{ErrorKind, FeatureInfo, ResolveError, Text, Value, ValueType};
use serde_json::Value as Json;
use unleash_types::client_features::{ClientFeature, Payload};
use unleash_yggdrasil::VariantDef;

/// What a feature that is no boolean is served from a variant.
pub(crate) fn value(feature: &FeatureInfo, variant: &VariantDef) -> Result<Value, ResolveError> {
    let (name, payload) = (variant.name.as_str(), variant.payload.as_ref());
    parsed(name, payload, feature.value_type())
        .ok_or_else(|| ResolveError::new(ErrorKind::TypeMismatch, misfit(feature, name, payload)))
}

/// What is wrong with the first variant of a flag that does not fit a feature.
pub(crate) fn problem(feature: &FeatureInfo, flag: &ClientFeature) -> Option<String> {
    let misfits = variants(flag)
        .filter(|(name, payload)| parsed(name, *payload, feature.value_type()).is_none());
    let mut problems = misfits.map(|(name, payload)| misfit(feature, name, payload));
    problems.next()
}

/// What the payloads of a flag's variants are, each kind once.
pub(crate) fn kinds(flag: &ClientFeature) -> BTreeSet<Kind> {
    let kinds = variants(flag).map(|(_, payload)| {
        let Some(payload) = payload else {
            return Kind::None;
        };
        match serde_json::from_str::<Json>(payload.value.trim()) {
            Ok(Json::Number(number)) if number.is_i64() => Kind::Integer,
            Ok(Json::Number(_)) => Kind::Float,
            Ok(Json::Object(_)) => Kind::Object,
            _ => Kind::Text,
        }
    });
    kinds.collect()
}

/// What a payload is, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    None,
    Integer,
    Float,
    Object,
    Text,
}

fn variants(flag: &ClientFeature) -> impl Iterator<Item = (&str, Option<&Payload>)> {
    let own = flag.variants.iter().flatten();
    let own = own.map(|variant| (variant.name.as_str(), variant.payload.as_ref()));
    let strategies = flag.strategies.iter().flatten();
    let theirs = strategies.flat_map(|strategy| strategy.variants.iter().flatten());
    own.chain(theirs.map(|variant| (variant.name.as_str(), variant.payload.as_ref())))
}

fn parsed(name: &str, payload: Option<&Payload>, ty: ValueType) -> Option<Value> {
    let text = |text: &str| Some(Value::Text(Text::from(text.to_owned())));
    match (ty, payload) {
        (ValueType::Variants(_), _) | (ValueType::Text, None) => text(name),
        (ValueType::Text, Some(payload)) => text(&payload.value),
        (_, None) => None,
        (ty, Some(payload)) => {
            let json: Json = serde_json::from_str(payload.value.trim()).ok()?;
            value_from_json(&json, ty)
        }
    }
}

fn misfit(feature: &FeatureInfo, name: &str, payload: Option<&Payload>) -> String {
    let found = match payload {
        None => "has no payload".to_owned(),
        Some(payload) => format!(
            "has a payload of type `{}` that does not fit",
            payload.payload_type
        ),
    };
    format!(
        "feature `{}` is {}, and variant `{name}` {found}",
        feature.key(),
        feature.value_type().name(),
    )
}
