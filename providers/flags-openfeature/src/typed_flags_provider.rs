//! Ours as theirs.

use std::collections::HashMap;
use std::fmt;

use flags_runtime::{
    Evaluation, FeatureInfo, Flags, ProviderState, Reason, Registry, Value, ValueType,
};
use open_feature::provider::{
    FeatureProvider, ProviderMetadata, ProviderStatus, ResolutionDetails,
};
use open_feature::{
    EvaluationContext, EvaluationError, EvaluationErrorCode, EvaluationResult, StructValue,
    async_trait,
};

use crate::incoming::Incoming;
use crate::metadata;
use crate::reasons;
use crate::values;

/// The features of one or several registries as an OpenFeature provider.
///
/// A flag is known by its flag key, or by `registry/key`; where two registries have one key, the
/// first of them answers to the key alone. An evaluation that ends in an error is one for OpenFeature
/// too, so that its client serves the default that it was asked with.
///
/// ```
/// use flags_openfeature::TypedFlagsProvider;
/// use flags_runtime::{Flags, MemoryProvider};
/// use open_feature::OpenFeature;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let registry = flags_file::registry_from_text("shop", "[features.dark_mode]\n")?;
/// let memory = MemoryProvider::new();
/// memory.set_key("dark_mode", true);
/// let provider = TypedFlagsProvider::of(Flags::new(memory), [registry]);
///
/// let mut api = OpenFeature::singleton_mut().await;
/// api.set_provider(provider).await;
/// let client = api.create_client();
/// drop(api);
/// let dark = client.get_bool_value("dark_mode", None, None).await;
/// assert_eq!(dark, Ok(true));
/// # Ok(())
/// # }
/// ```
///
/// A context is read by the attributes that `[context]` declares. A whole float serves as an integer
/// and an integer as a float, a string in RFC 3339 as a date-time, and a `Struct` that holds a
/// `Vec<String>` as a list. Whatever else does not fit its declaration is missing.
pub struct TypedFlagsProvider {
    metadata: ProviderMetadata,
    flags: Option<Flags>,
    features: HashMap<String, &'static FeatureInfo>,
}

impl TypedFlagsProvider {
    /// Evaluates as the constants do: with the provider of the process.
    pub fn process_wide(registries: impl IntoIterator<Item = &'static Registry>) -> Self {
        Self::new(None, registries)
    }

    /// Evaluates with these flags.
    pub fn of(flags: Flags, registries: impl IntoIterator<Item = &'static Registry>) -> Self {
        Self::new(Some(flags), registries)
    }

    fn new(flags: Option<Flags>, registries: impl IntoIterator<Item = &'static Registry>) -> Self {
        let mut features = HashMap::new();
        for registry in registries {
            for feature in registry.features() {
                let qualified = format!("{}/{}", registry.name(), feature.key());
                features.entry(qualified).or_insert(feature);
                features.entry(feature.key().to_owned()).or_insert(feature);
            }
        }
        Self {
            metadata: ProviderMetadata::new("typed-flags"),
            flags,
            features,
        }
    }

    fn state(&self) -> ProviderState {
        let health = match &self.flags {
            Some(flags) => flags.status(),
            None => flags_runtime::status(),
        };
        health.status().state()
    }

    fn resolve<T>(
        &self,
        key: &str,
        theirs: &EvaluationContext,
        fits: impl Fn(ValueType) -> bool,
        asked: &str,
        convert: impl FnOnce(&Value) -> Option<T>,
    ) -> EvaluationResult<ResolutionDetails<T>> {
        let Some(feature) = self.features.get(key).copied() else {
            return Err(error(
                EvaluationErrorCode::FlagNotFound,
                format!("no registry declares a feature `{key}`"),
            ));
        };
        let mismatch = || {
            let is = feature.value_type().name();
            error(
                EvaluationErrorCode::TypeMismatch,
                format!("feature `{key}` is declared as {is} and was asked for as {asked}"),
            )
        };
        if !fits(feature.value_type()) {
            return Err(mismatch());
        }
        let context = Incoming::new(feature.registry(), theirs);
        let evaluation: Evaluation<Value> = match &self.flags {
            Some(flags) => flags.evaluate_value(feature, &context),
            None => feature.evaluate_for(&context),
        };
        match (evaluation.reason(), evaluation.error()) {
            (Reason::Error, Some(error)) => return Err(reasons::to_error(error)),
            // The declared value, because the provider has no data: to OpenFeature that is an error.
            (Reason::Default, _) if self.state() == ProviderState::NotReady => {
                return Err(error(
                    EvaluationErrorCode::ProviderNotReady,
                    format!("provider `{}` has no data yet", evaluation.provider()),
                ));
            }
            _ => {}
        }
        Ok(ResolutionDetails {
            value: convert(evaluation.value()).ok_or_else(mismatch)?,
            variant: evaluation.variant().map(str::to_owned),
            reason: Some(reasons::to_theirs(evaluation.reason())),
            flag_metadata: Some(metadata::of(feature, &evaluation)),
        })
    }
}

#[async_trait]
impl FeatureProvider for TypedFlagsProvider {
    fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    fn status(&self) -> ProviderStatus {
        match self.state() {
            ProviderState::NotReady => ProviderStatus::NotReady,
            ProviderState::Ready => ProviderStatus::Ready,
            ProviderState::Stale => ProviderStatus::STALE,
            _ => ProviderStatus::Error,
        }
    }

    async fn resolve_bool_value(
        &self,
        key: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<bool>> {
        let fits = |ty| matches!(ty, ValueType::Boolean);
        self.resolve(key, context, fits, "a boolean", |value| match value {
            Value::Boolean(value) => Some(*value),
            _ => None,
        })
    }

    async fn resolve_int_value(
        &self,
        key: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<i64>> {
        let fits = |ty| matches!(ty, ValueType::Integer);
        self.resolve(key, context, fits, "an integer", |value| match value {
            Value::Integer(value) => Some(*value),
            _ => None,
        })
    }

    async fn resolve_float_value(
        &self,
        key: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<f64>> {
        let fits = |ty| matches!(ty, ValueType::Float);
        self.resolve(key, context, fits, "a float", |value| match value {
            Value::Float(value) => Some(*value),
            _ => None,
        })
    }

    async fn resolve_string_value(
        &self,
        key: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<String>> {
        let fits = |ty| matches!(ty, ValueType::Text | ValueType::Variants(_));
        self.resolve(key, context, fits, "a string", |value| match value {
            Value::Text(value) => Some(value.as_str().to_owned()),
            _ => None,
        })
    }

    async fn resolve_struct_value(
        &self,
        key: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<StructValue>> {
        let fits = |ty| matches!(ty, ValueType::Table(_));
        self.resolve(key, context, fits, "a structure", values::to_struct)
    }
}

impl fmt::Debug for TypedFlagsProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypedFlagsProvider")
            .field("features", &self.features.len())
            .finish_non_exhaustive()
    }
}

fn error(code: EvaluationErrorCode, message: String) -> EvaluationError {
    EvaluationError {
        code,
        message: Some(message),
    }
}
