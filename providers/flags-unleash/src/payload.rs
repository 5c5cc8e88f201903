//! The value of a variant.

use flags_http::value_from_json;
use flags_runtime::{ErrorKind, FeatureInfo, ResolveError, Text, Value, ValueType};
use serde_json::Value as Json;
use unleash_types::client_features::Payload;
use unleash_yggdrasil::VariantDef;

/// What a feature that is no boolean is served from a variant.
pub(crate) fn value(feature: &FeatureInfo, variant: &VariantDef) -> Result<Value, ResolveError> {
    let payload = variant.payload.as_ref();
    let value = match (feature.value_type(), payload) {
        (ValueType::Variants(_), _) => Some(Value::Text(Text::from(variant.name.clone()))),
        (ValueType::Text, None) => Some(Value::Text(Text::from(variant.name.clone()))),
        (ValueType::Text, Some(payload)) => Some(Value::Text(Text::from(payload.value.clone()))),
        (_, None) => None,
        (ty, Some(payload)) => parsed(payload, ty),
    };
    value.ok_or_else(|| {
        let found = match payload {
            None => "has no payload".to_owned(),
            Some(payload) => format!(
                "has a payload of type `{}` that does not fit",
                payload.payload_type
            ),
        };
        ResolveError::new(
            ErrorKind::TypeMismatch,
            format!(
                "feature `{}` is {}, and variant `{}` {found}",
                feature.key(),
                feature.value_type().name(),
                variant.name
            ),
        )
    })
}

fn parsed(payload: &Payload, ty: ValueType) -> Option<Value> {
    let json: Json = serde_json::from_str(payload.value.trim()).ok()?;
    value_from_json(&json, ty)
}
