//! An evaluation of the vendor's as an answer of ours.

use flags_runtime::{ErrorKind, FeatureInfo, Reason, Resolution, ResolveError, Text, Value};
use launchdarkly_server_sdk_evaluation::{Detail, Error, FlagValue, Reason as Theirs};
use serde_json::Value as Json;

use crate::facts::Facts;

/// The answer of a flag that was evaluated.
pub(crate) fn of_detail(
    feature: &FeatureInfo,
    facts: &Facts,
    detail: &Detail<FlagValue>,
) -> Result<Resolution, ResolveError> {
    let key = feature.provider_key();
    if let Theirs::Error { error } = &detail.reason {
        let (kind, why) = match error {
            Error::ClientNotReady => (ErrorKind::ProviderNotReady, "it has no data yet"),
            Error::FlagNotFound => (ErrorKind::FlagNotFound, "there is no such flag"),
            Error::MalformedFlag => (ErrorKind::ParseError, "its data contradicts itself"),
            Error::WrongType => (ErrorKind::TypeMismatch, "its value is of another type"),
            Error::Exception => (ErrorKind::General, "its evaluation failed"),
        };
        return Err(ResolveError::new(
            kind,
            format!("LaunchDarkly's flag `{key}`: {why}"),
        ));
    }
    let reason = match &detail.reason {
        Theirs::Off | Theirs::PrerequisiteFailed { .. } => Reason::Disabled,
        Theirs::RuleMatch {
            rule_index,
            in_experiment,
            ..
        } => {
            let splits = facts.splits.get(*rule_index).copied().unwrap_or(false);
            if splits || *in_experiment {
                Reason::Split
            } else {
                Reason::TargetingMatch
            }
        }
        Theirs::Fallthrough { .. } if facts.splits_rest => Reason::Split,
        Theirs::Fallthrough { .. } if facts.has_rules => Reason::Default,
        Theirs::Fallthrough { .. } => Reason::Static,
        _ => Reason::TargetingMatch,
    };
    let value = match &detail.value {
        Some(value) => convert(value).map_err(|error| {
            let message = format!("LaunchDarkly's flag `{key}`: {error}");
            ResolveError::new(ErrorKind::ParseError, message)
        })?,
        // A flag that is off and has no value for that: the caller's default, which is the declared
        // one.
        None => return Ok(Resolution::new(feature.default().clone(), reason)),
    };
    let resolution = Resolution::new(value, reason);
    Ok(match detail.variation_index {
        // Variations have no names in LaunchDarkly's data.
        Some(index) => resolution.with_variant(index.to_string()),
        None => resolution,
    })
}

fn convert(value: &FlagValue) -> Result<Value, String> {
    Ok(match value {
        FlagValue::Bool(value) => (*value).into(),
        FlagValue::Str(value) => value.clone().into(),
        FlagValue::Number(value) => (*value).into(),
        FlagValue::Json(json) => of_json(json)?,
    })
}

pub(crate) fn of_json(json: &Json) -> Result<Value, String> {
    Ok(match json {
        Json::Bool(value) => (*value).into(),
        Json::String(value) => value.clone().into(),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(value), _) => value.into(),
            (None, Some(value)) => value.into(),
            (None, None) => return Err(format!("the number {number} is out of range")),
        },
        Json::Array(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(of_json).collect();
            Value::List(items?.into())
        }
        Json::Object(object) => {
            let mut fields = object
                .iter()
                .map(|(name, value)| Ok((name.clone().into(), of_json(value)?)))
                .collect::<Result<Vec<(Text, Value)>, String>>()?;
            // Whatever order serde_json keeps, which another crate of the program may choose.
            fields.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Table(fields.into())
        }
        Json::Null => return Err("its value is null".to_owned()),
    })
}
