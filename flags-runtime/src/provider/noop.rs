//! The provider before any is installed.

use crate::{
    Answer, Answers, EvaluationContext, FeatureInfo, Provider, Registry, Resolution, ResolveError,
};

/// Has no opinion on anything, so that every feature has its declared value.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoopProvider;

impl Provider for NoopProvider {
    fn name(&self) -> &str {
        "noop"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(None)
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        Answers::new(vec![Answer::Fixed(Ok(None)); registry.features().len()])
    }
}
