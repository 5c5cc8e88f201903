//! What a service says of a flag.

use std::sync::Arc;

use flags_http::value_from_json;
use flags_runtime::{
    ErrorKind, FeatureInfo, Reason, Resolution, ResolveError, Text, Value, ValueType,
};
use serde_json::{Map, Value as Json};

/// A flag as it was evaluated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Flag {
    content: Content,
    pub(crate) variant: Option<Text>,
    pub(crate) reason: Option<String>,
    pub(crate) metadata: Vec<(String, Value)>,
    /// How it was before its value became another type.
    before: Option<Arc<Self>>,
    /// The service does not name it any more.
    pub(crate) is_gone: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Content {
    /// Apart from other values, so that handing it out does not allocate.
    Text(Text),
    Json(Json),
    /// The service defers to the code.
    CodeDefault,
    Failed(ResolveError),
}

impl Flag {
    /// One item of a bulk evaluation, or the body of a single one, with its key. The error says why it
    /// is neither.
    pub(crate) fn read(json: &Json) -> Result<(String, Self), &'static str> {
        let object = json.as_object().ok_or("it is no object")?;
        let key = object.get("key").and_then(Json::as_str);
        let key = key.ok_or("it has no `key`")?.to_owned();
        let text = |name: &str| object.get(name).and_then(Json::as_str).map(str::to_owned);
        let content = match (object.get("errorCode"), object.get("value")) {
            (Some(code), _) => {
                let code = code.as_str().ok_or("its `errorCode` is no string")?;
                Content::Failed(failure(code, text("errorDetails")))
            }
            (None, Some(Json::String(value))) => Content::Text(value.clone().into()),
            (None, None | Some(Json::Null)) => Content::CodeDefault,
            (None, Some(value)) => Content::Json(value.clone()),
        };
        let metadata = object.get("metadata").and_then(Json::as_object);
        let flag = Self {
            content,
            variant: text("variant").map(Text::from),
            reason: text("reason"),
            metadata: metadata.map(metadata_of).unwrap_or_default(),
            before: None,
            is_gone: false,
        };
        Ok((key, flag))
    }

    /// Remembers how it was last with a value of each other type.
    pub(crate) fn after(mut self, before: &Arc<Self>) -> Self {
        let mut kept: Vec<&Self> = Vec::new();
        let mut earlier = Some(before.as_ref());
        while let Some(flag) = earlier {
            let is_known = |other: &Self| other.kind() == flag.kind();
            if flag.is_value() && !is_known(&self) && !kept.iter().any(|other| is_known(other)) {
                kept.push(flag);
            }
            earlier = flag.before.as_deref();
        }
        self.before = kept.into_iter().rev().fold(None, |before, flag| {
            Some(Arc::new(Self {
                before,
                is_gone: false,
                ..flag.clone()
            }))
        });
        self
    }

    /// The same, now that the service does not name it any more.
    pub(crate) fn gone(&self) -> Self {
        Self {
            is_gone: true,
            ..self.clone()
        }
    }

    /// What it says, apart from what it said before.
    pub(crate) fn says_what(&self, other: &Self) -> bool {
        self.content == other.content
            && self.variant == other.variant
            && self.reason == other.reason
            && self.metadata == other.metadata
            && self.is_gone == other.is_gone
    }

    const fn is_value(&self) -> bool {
        matches!(self.content, Content::Text(_) | Content::Json(_))
    }

    fn kind(&self) -> &'static str {
        match &self.content {
            Content::Text(_) => "a string",
            Content::Json(Json::Bool(_)) => "a boolean",
            Content::Json(Json::Number(_)) => "a number",
            Content::Json(Json::Array(_)) => "a list",
            Content::Json(_) => "an object",
            Content::CodeDefault | Content::Failed(_) => "no value",
        }
    }

    pub(crate) fn value(&self, ty: ValueType) -> Option<Value> {
        match (&self.content, ty) {
            (Content::Text(text), ValueType::Text | ValueType::Variants(_)) => {
                Some(Value::Text(text.clone()))
            }
            (Content::Json(json), ty) => value_from_json(json, ty),
            _ => None,
        }
    }

    /// Its answer for a feature.
    pub(crate) fn resolution(
        &self,
        feature: &FeatureInfo,
    ) -> Result<Option<Resolution>, ResolveError> {
        let ty = feature.value_type();
        if let Content::CodeDefault = self.content {
            return Ok(None);
        }
        if let Some(value) = self.value(ty) {
            let reason = match self.is_gone {
                true => Reason::Stale,
                false => self.reason(),
            };
            return Ok(Some(self.resolved(value, reason)));
        }
        if let Some((flag, value)) = self.last_good(ty) {
            return Ok(Some(flag.resolved(value, Reason::Stale)));
        }
        Err(match &self.content {
            // One that never had a value the service need not name.
            Content::Failed(_) if self.is_gone => return Ok(None),
            Content::Failed(error) => error.clone(),
            _ => ResolveError::new(ErrorKind::TypeMismatch, self.misfit(feature)),
        })
    }

    fn last_good(&self, ty: ValueType) -> Option<(&Self, Value)> {
        let mut before = self.before.as_deref();
        while let Some(flag) = before {
            if let Some(value) = flag.value(ty) {
                return Some((flag, value));
            }
            before = flag.before.as_deref();
        }
        None
    }

    /// What a person should know of a flag that does not answer for a feature as it is now.
    pub(crate) fn problem(&self, feature: &FeatureInfo) -> Option<String> {
        let (key, ty) = (feature.provider_key(), feature.value_type());
        let has_value = self.value(ty).is_some();
        let is_known = has_value || self.last_good(ty).is_some();
        match &self.content {
            Content::CodeDefault => None,
            _ if self.is_gone => is_known.then(|| {
                format!("flag `{key}` is gone from the service; what it said last is served")
            }),
            _ if has_value => None,
            Content::Failed(error) => {
                is_known.then(|| format!("flag `{key}`: {error}; what it said last is served"))
            }
            Content::Text(_) | Content::Json(_) => Some(self.misfit(feature)),
        }
    }

    fn misfit(&self, feature: &FeatureInfo) -> String {
        format!(
            "feature `{}` is {}, and the service's value is {}, or does not fit in full",
            feature.key(),
            feature.value_type().name(),
            self.kind()
        )
    }

    fn resolved(&self, value: Value, reason: Reason) -> Resolution {
        let resolution = Resolution::new(value, reason);
        match &self.variant {
            Some(variant) => resolution.with_variant(variant.clone()),
            None => resolution,
        }
    }

    fn reason(&self) -> Reason {
        match self.reason.as_deref() {
            Some("STATIC") => Reason::Static,
            Some("DEFAULT") => Reason::Default,
            Some("TARGETING_MATCH") => Reason::TargetingMatch,
            Some("SPLIT") => Reason::Split,
            Some("DISABLED") => Reason::Disabled,
            Some("CACHED") => Reason::Cached,
            Some("STALE") => Reason::Stale,
            _ => Reason::Unknown,
        }
    }
}

/// What `metadata` may hold: booleans, texts and numbers. By name, whatever order serde_json keeps,
/// which another crate of the program may choose.
pub(crate) fn metadata_of(metadata: &Map<String, Json>) -> Vec<(String, Value)> {
    let scalar = |json: &Json| match json {
        Json::Number(number) if number.is_i64() => value_from_json(json, ValueType::Integer),
        Json::Number(_) => value_from_json(json, ValueType::Float),
        Json::Bool(_) => value_from_json(json, ValueType::Boolean),
        Json::String(_) => value_from_json(json, ValueType::Text),
        _ => None,
    };
    let scalars = metadata.iter();
    let mut scalars: Vec<_> = scalars
        .filter_map(|(name, json)| Some((name.clone(), scalar(json)?)))
        .collect();
    scalars.sort_by(|(one, _), (other, _)| one.cmp(other));
    scalars
}

/// An error code of OpenFeature, with what the service says of it.
pub(crate) fn failure(code: &str, details: Option<String>) -> ResolveError {
    let kind = match code {
        "PROVIDER_NOT_READY" => ErrorKind::ProviderNotReady,
        "FLAG_NOT_FOUND" => ErrorKind::FlagNotFound,
        "PARSE_ERROR" => ErrorKind::ParseError,
        "TYPE_MISMATCH" => ErrorKind::TypeMismatch,
        "TARGETING_KEY_MISSING" => ErrorKind::TargetingKeyMissing,
        "INVALID_CONTEXT" => ErrorKind::InvalidContext,
        "PROVIDER_FATAL" => ErrorKind::ProviderFatal,
        _ => ErrorKind::General,
    };
    let message = match details.filter(|details| !details.is_empty()) {
        Some(details) => format!("the service says `{code}`: {details}"),
        None => format!("the service says `{code}`"),
    };
    ResolveError::new(kind, message)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::Flag;

    fn flag(value: &serde_json::Value) -> Flag {
        let (_, flag) = Flag::read(&json!({ "key": "a", "value": value })).unwrap();
        flag
    }

    /// However often it changes, one of each type is remembered: string, number, list, object.
    #[test]
    fn f16_what_is_remembered_does_not_grow() {
        let mut now = Arc::new(flag(&json!(true)));
        for round in 0..1_000 {
            for value in [json!("a"), json!(round), json!([]), json!({}), json!(true)] {
                now = Arc::new(flag(&value).after(&now));
            }
        }
        let mut remembered = 0;
        let mut earlier = now.before.as_deref();
        while let Some(flag) = earlier {
            remembered += 1;
            earlier = flag.before.as_deref();
        }
        assert_eq!(remembered, 4);
    }
}
