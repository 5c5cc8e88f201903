//! The flags of the specification, as a provider of either kind.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use flags_runtime::{
    ErrorKind, EvaluationContext, FeatureInfo, Provider, ProviderState, Reason, Resolution,
    ResolveError, Status,
};
use open_feature::provider::{
    FeatureProvider, ProviderMetadata, ProviderStatus, ResolutionDetails,
};
use open_feature::{
    EvaluationContext as TheirContext, EvaluationContextFieldValue, EvaluationError,
    EvaluationErrorCode, EvaluationReason, EvaluationResult, StructValue, async_trait,
};
use toml::Value;

pub(crate) static FLAGS: LazyLock<BTreeMap<String, Flag>> =
    LazyLock::new(|| toml::from_str(include_str!("../data/flags.toml")).unwrap());

/// A flag of the specification.
#[derive(Debug)]
pub(crate) struct Flag {
    pub(crate) variants: BTreeMap<String, Value>,
    pub(crate) default: String,
    pub(crate) when: BTreeMap<String, Value>,
    pub(crate) serve: String,
    pub(crate) disabled: bool,
}

impl<'de> serde::Deserialize<'de> for Flag {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = toml::Table::deserialize(deserializer)?;
        let map = |value: Option<Value>| match value {
            Some(Value::Table(table)) => table.into_iter().collect(),
            _ => BTreeMap::new(),
        };
        let text = |value: Option<Value>| match value {
            Some(Value::String(text)) => text,
            _ => String::new(),
        };
        Ok(Self {
            variants: map(table.remove("variants")),
            default: text(table.remove("default")),
            when: map(table.remove("when")),
            serve: text(table.remove("serve")),
            disabled: table.contains_key("disabled"),
        })
    }
}

/// How a provider of the scenarios is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    Stable,
    NotReady,
    Fatal,
    /// Gives `CACHED` from the second answer on.
    Caching,
}

impl Condition {
    pub(crate) fn named(name: Option<&str>) -> Self {
        match name {
            None => Self::Stable,
            Some("not ready") => Self::NotReady,
            Some("fatal") => Self::Fatal,
            Some("caching") => Self::Caching,
            Some(other) => panic!("no provider is {other}"),
        }
    }
}

/// The flags as an OpenFeature provider: the specification's in-memory provider, written for
/// version 0.3.
pub(crate) struct Theirs {
    metadata: ProviderMetadata,
    condition: Condition,
    asked: AtomicBool,
}

impl Theirs {
    pub(crate) fn new(condition: Condition) -> Self {
        Self {
            metadata: ProviderMetadata::new("spec"),
            condition,
            asked: AtomicBool::new(false),
        }
    }

    fn answer<T>(
        &self,
        key: &str,
        context: &TheirContext,
        disabled: T,
        convert: impl Fn(&Value) -> Option<T>,
    ) -> EvaluationResult<ResolutionDetails<T>> {
        let error = |code| {
            Err(EvaluationError {
                code,
                message: None,
            })
        };
        if self.condition == Condition::Fatal {
            return error(EvaluationErrorCode::General("PROVIDER_FATAL".to_owned()));
        }
        let Some(flag) = FLAGS.get(key) else {
            return error(EvaluationErrorCode::FlagNotFound);
        };
        if flag.disabled {
            let details = ResolutionDetails::new(disabled);
            return Ok(ResolutionDetails {
                reason: Some(EvaluationReason::Disabled),
                ..details
            });
        }
        let holds = |(name, wanted): (&String, &Value)| {
            matches!(
                (context.custom_fields.get(name), wanted),
                (Some(EvaluationContextFieldValue::String(is)), Value::String(wanted)) if is == wanted
            ) || matches!(
                (context.custom_fields.get(name), wanted),
                (Some(EvaluationContextFieldValue::Int(is)), Value::Integer(wanted)) if is == wanted
            ) || matches!(
                (context.custom_fields.get(name), wanted),
                (Some(EvaluationContextFieldValue::Bool(is)), Value::Boolean(wanted)) if is == wanted
            )
        };
        let (variant, reason) = if flag.when.is_empty() {
            (&flag.default, EvaluationReason::Static)
        } else if flag.when.iter().all(holds) {
            (&flag.serve, EvaluationReason::TargetingMatch)
        } else {
            (&flag.default, EvaluationReason::Default)
        };
        let was_asked = self.asked.swap(true, Ordering::Relaxed);
        let reason = match self.condition {
            Condition::Caching if was_asked => EvaluationReason::Cached,
            _ => reason,
        };
        match convert(&flag.variants[variant]) {
            Some(value) => Ok(ResolutionDetails {
                value,
                variant: Some(variant.clone()),
                reason: Some(reason),
                flag_metadata: None,
            }),
            None => error(EvaluationErrorCode::TypeMismatch),
        }
    }
}

#[async_trait]
impl FeatureProvider for Theirs {
    fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    fn status(&self) -> ProviderStatus {
        match self.condition {
            Condition::NotReady => ProviderStatus::NotReady,
            Condition::Fatal => ProviderStatus::Error,
            Condition::Stable | Condition::Caching => ProviderStatus::Ready,
        }
    }

    async fn resolve_bool_value(
        &self,
        key: &str,
        context: &TheirContext,
    ) -> EvaluationResult<ResolutionDetails<bool>> {
        self.answer(key, context, false, Value::as_bool)
    }

    async fn resolve_int_value(
        &self,
        key: &str,
        context: &TheirContext,
    ) -> EvaluationResult<ResolutionDetails<i64>> {
        self.answer(key, context, 1, Value::as_integer)
    }

    async fn resolve_float_value(
        &self,
        key: &str,
        context: &TheirContext,
    ) -> EvaluationResult<ResolutionDetails<f64>> {
        self.answer(key, context, 0.1, Value::as_float)
    }

    async fn resolve_string_value(
        &self,
        key: &str,
        context: &TheirContext,
    ) -> EvaluationResult<ResolutionDetails<String>> {
        self.answer(key, context, "bye".to_owned(), |value| {
            value.as_str().map(str::to_owned)
        })
    }

    async fn resolve_struct_value(
        &self,
        key: &str,
        context: &TheirContext,
    ) -> EvaluationResult<ResolutionDetails<StructValue>> {
        self.answer(key, context, StructValue::default(), |value| {
            Some(structure(value.as_table()?))
        })
    }
}

pub(crate) fn structure(table: &toml::Table) -> StructValue {
    let mut structure = StructValue::default();
    for (name, value) in table {
        structure = match value {
            Value::Boolean(value) => structure.with_field(name, *value),
            Value::Integer(value) => structure.with_field(name, *value),
            Value::String(value) => structure.with_field(name, value.as_str()),
            other => panic!("no field of the scenarios is {other}"),
        };
    }
    structure
}

/// What the flags say without a context, as a provider of ours; the targeted ones are up to the
/// rules of the registry.
pub(crate) struct Ours {
    pub(crate) condition: Condition,
}

impl Provider for Ours {
    fn name(&self) -> &str {
        "spec"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let reason = match self.condition {
            Condition::NotReady => return Ok(None),
            Condition::Fatal => {
                return Err(ResolveError::new(
                    ErrorKind::ProviderFatal,
                    "it has given up",
                ));
            }
            Condition::Stable => Reason::Static,
            Condition::Caching => Reason::Cached,
        };
        let flag = &FLAGS[feature.provider_key()];
        if flag.disabled || !flag.when.is_empty() {
            return Ok(None);
        }
        let value = value(&flag.variants[&flag.default]);
        let variant = flag.default.clone();
        Ok(Some(Resolution::new(value, reason).with_variant(variant)))
    }

    fn status(&self) -> Status {
        Status::new(match self.condition {
            Condition::NotReady => ProviderState::NotReady,
            Condition::Fatal => ProviderState::Fatal,
            Condition::Stable | Condition::Caching => ProviderState::Ready,
        })
    }
}

pub(crate) fn value(value: &Value) -> flags_runtime::Value {
    match value {
        Value::Boolean(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Float(value) => (*value).into(),
        Value::String(value) => value.clone().into(),
        Value::Table(table) => {
            let fields = table.iter();
            let fields = fields.map(|(name, field)| (name.clone().into(), self::value(field)));
            flags_runtime::Value::Table(fields.collect())
        }
        other => panic!("no flag of the specification is {other}"),
    }
}
