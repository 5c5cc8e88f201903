//! What a token says, as text.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use flags_runtime::{FeatureInfo, Override, Text, Value, ValueType};

/// Name of the claim of when the token ends. No feature is called so: theirs have a `/`.
const EXPIRES: &str = "exp";

pub(crate) fn write(expires: SystemTime, overrides: &[Override]) -> Result<String, String> {
    let seconds = expires
        .duration_since(UNIX_EPOCH)
        .map_err(|_| "the token would end before 1970".to_owned())?
        .as_secs();
    let mut claims = form_urlencoded::Serializer::new(String::new());
    claims.append_pair(EXPIRES, &seconds.to_string());
    for set in overrides {
        let feature = set.feature();
        let name = format!("{}/{}", feature.registry().name(), feature.key());
        claims.append_pair(&name, &text_of(feature, &set.value())?);
    }
    Ok(claims.finish())
}

/// When the token ends, and the other claims.
pub(crate) fn read(claims: &str) -> Option<(SystemTime, Vec<(String, String)>)> {
    let mut pairs = form_urlencoded::parse(claims.as_bytes()).into_owned();
    let (name, seconds) = pairs.next()?;
    let seconds = (name == EXPIRES).then(|| seconds.parse().ok()).flatten()?;
    let expires = UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;
    Some((expires, pairs.collect()))
}

fn text_of(feature: &FeatureInfo, value: &Value) -> Result<String, String> {
    match value {
        Value::Text(text) => Ok(text.as_str().to_owned()),
        Value::Boolean(_) | Value::Integer(_) | Value::Float(_) => Ok(value.to_string()),
        other => Err(format!(
            "feature `{}` is {}, which a token cannot hold",
            feature.key(),
            other.type_name()
        )),
    }
}

pub(crate) fn value_of(feature: &FeatureInfo, text: &str) -> Result<Value, String> {
    let value = match feature.value_type() {
        ValueType::Boolean => text.parse().ok().map(Value::Boolean),
        ValueType::Integer => text.parse().ok().map(Value::Integer),
        ValueType::Float => text.parse().ok().map(Value::Float),
        ValueType::Text | ValueType::Variants(_) => Some(Value::Text(Text::from(text.to_owned()))),
        // A table, or what a newer runtime has.
        _ => None,
    };
    let expected = feature.value_type().name();
    value.ok_or_else(|| format!("feature `{}` is {expected}, not `{text}`", feature.key()))
}
