//! What a test has set for one feature.

use std::sync::Arc;

use crate::{EvaluationContext, FeatureInfo, Resolution, ResolveError};

/// One answer of a test: for whom it is, and what it is.
pub(super) type Reply = dyn Fn(&dyn EvaluationContext) -> Answered + Send + Sync;

pub(super) enum Answered {
    With(Result<Option<Resolution>, ResolveError>),
    /// It is for somebody else.
    Next,
}

#[derive(Clone)]
pub(super) struct Script {
    pub(super) feature: &'static FeatureInfo,
    pub(super) conditions: Vec<Arc<Reply>>,
    pub(super) otherwise: Option<Arc<Reply>>,
}

impl Script {
    pub(super) const fn new(feature: &'static FeatureInfo) -> Self {
        Self {
            feature,
            conditions: Vec::new(),
            otherwise: None,
        }
    }

    pub(super) fn answer(&self, context: &dyn EvaluationContext) -> Answered {
        self.conditions
            .iter()
            .chain(&self.otherwise)
            .map(|reply| reply(context))
            .find(|answered| matches!(answered, Answered::With(_)))
            .unwrap_or(Answered::Next)
    }
}
