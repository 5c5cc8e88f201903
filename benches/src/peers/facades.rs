//! Libraries that look a name up in somebody else's answers, and have no rules: row 1.

use std::collections::HashMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use arc_swap::ArcSwap;
use open_feature::provider::{FeatureProvider, ProviderMetadata, ResolutionDetails};
use open_feature::{Client, EvaluationContext, EvaluationResult, OpenFeature, StructValue};

/// Names and booleans.
pub type Names = HashMap<String, bool>;

/// As many as a program may have.
#[must_use]
pub fn names() -> Names {
    let others = (0..100).map(|index| (format!("feature_{index}"), true));
    others.chain([("plain".to_owned(), false)]).collect()
}

/// What a program would write by hand: a map that is swapped whole.
#[must_use]
pub fn map() -> ArcSwap<Names> {
    ArcSwap::from_pointee(names())
}

struct Map(Names);

impl featureflag::Evaluator for Map {
    fn is_enabled(&self, feature: &str, _: &featureflag::Context) -> Option<bool> {
        self.0.get(feature).copied()
    }
}

/// A feature of `featureflag`, whose evaluator of the process is a map.
#[must_use]
pub fn featureflag() -> featureflag::Feature<'static> {
    // It can be set once; a second one would say the same.
    let _ = featureflag::try_set_global_default(Map(names()));
    featureflag::Feature::new("plain", true)
}

/// A client of `open-feature`, whose provider is a map.
#[must_use]
pub fn open_feature() -> Client {
    ready(async {
        let mut api = OpenFeature::singleton_mut().await;
        api.set_provider(OpenFeatureMap {
            metadata: ProviderMetadata::new("map"),
            names: names(),
        })
        .await;
        api.create_client()
    })
}

/// What a future says that never waits.
///
/// # Panics
///
/// If it waits.
pub fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it answers from memory"),
    }
}

struct OpenFeatureMap {
    metadata: ProviderMetadata,
    names: Names,
}

impl OpenFeatureMap {
    fn unknown<T>() -> EvaluationResult<ResolutionDetails<T>> {
        Err(open_feature::EvaluationError {
            code: open_feature::EvaluationErrorCode::FlagNotFound,
            message: None,
        })
    }
}

#[open_feature::async_trait]
impl FeatureProvider for OpenFeatureMap {
    fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    async fn resolve_bool_value(
        &self,
        key: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<bool>> {
        match self.names.get(key) {
            Some(on) => Ok(ResolutionDetails::new(*on)),
            None => Self::unknown(),
        }
    }

    async fn resolve_int_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<i64>> {
        Self::unknown()
    }

    async fn resolve_float_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<f64>> {
        Self::unknown()
    }

    async fn resolve_string_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<String>> {
        Self::unknown()
    }

    async fn resolve_struct_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<StructValue>> {
        Self::unknown()
    }
}

/// The context of `open-feature` with the attributes of [`visitor`](crate::ruled::visitor).
#[must_use]
pub fn open_feature_visitor(key: &str, country: &str, email: &str) -> EvaluationContext {
    EvaluationContext::default()
        .with_targeting_key(key)
        .with_custom_field("is_staff", false)
        .with_custom_field("country", country)
        .with_custom_field("plan", "pro")
        .with_custom_field("app_version", "2.1.0")
        .with_custom_field("seats", 12)
        .with_custom_field("email", email)
}
