//! An OpenFeature provider answers for a registry, and the registry for an OpenFeature client.
//!
//! `cargo run -p flags-openfeature --example memory`

use std::collections::HashMap;
use std::error::Error;

use flags_openfeature::{OpenFeatureProvider, TypedFlagsProvider};
use flags_runtime::{Anonymous, Flags};
use open_feature::provider::{FeatureProvider, ProviderMetadata, ResolutionDetails};
use open_feature::{
    EvaluationContext, EvaluationError, EvaluationErrorCode, EvaluationReason, EvaluationResult,
    OpenFeature, StructValue, async_trait,
};

/// Stands for the provider that a team has: here, booleans in memory.
struct InMemory {
    metadata: ProviderMetadata,
    flags: HashMap<&'static str, bool>,
}

#[async_trait]
impl FeatureProvider for InMemory {
    fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    async fn resolve_bool_value(
        &self,
        key: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<bool>> {
        let value = *self.flags.get(key).ok_or_else(missing)?;
        Ok(ResolutionDetails {
            reason: Some(EvaluationReason::Static),
            ..ResolutionDetails::new(value)
        })
    }

    async fn resolve_int_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<i64>> {
        Err(missing())
    }

    async fn resolve_float_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<f64>> {
        Err(missing())
    }

    async fn resolve_string_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<String>> {
        Err(missing())
    }

    async fn resolve_struct_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<StructValue>> {
        Err(missing())
    }
}

fn missing() -> EvaluationError {
    EvaluationError {
        code: EvaluationErrorCode::FlagNotFound,
        message: None,
    }
}

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::print_stdout, reason = "this is what the example is for")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Programs use `features!`, which makes typed constants of the same text.
    let registry = flags_file::registry_from_text(
        "shop",
        "[features.enable_crazy_feature]\n[features.dark_mode]\ndefault = true\n",
    )?;
    let crazy = registry
        .feature::<bool>("enable_crazy_feature")
        .ok_or("the feature is declared above")?;

    // Theirs as ours.
    let theirs = InMemory {
        metadata: ProviderMetadata::new("in-memory"),
        flags: HashMap::from([("enable_crazy_feature", true)]),
    };
    let flags = Flags::new(OpenFeatureProvider::new(theirs).missing_is_no_opinion());
    let evaluation = flags.evaluate(crazy, &Anonymous);
    println!(
        "typed-flags asks `{}`: crazy is {} ({})",
        evaluation.provider(),
        evaluation.value(),
        evaluation.reason()
    );

    // Ours as theirs.
    let mut api = OpenFeature::singleton_mut().await;
    api.set_provider(TypedFlagsProvider::of(flags, [registry]))
        .await;
    let client = api.create_client();
    drop(api);
    for key in ["enable_crazy_feature", "dark_mode", "dark_mod"] {
        match client.get_bool_details(key, None, None).await {
            Ok(details) => println!(
                "OpenFeature asks typed-flags: {key} is {} ({})",
                details.value,
                details.reason.unwrap_or_default()
            ),
            Err(error) => println!(
                "OpenFeature asks typed-flags: {} ({})",
                error.message.unwrap_or_default(),
                error.code
            ),
        }
    }
    Ok(())
}
