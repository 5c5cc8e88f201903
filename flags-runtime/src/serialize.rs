//! What evaluations say, in serde's data model: for logs, admin pages and tests.
//!
//! A reason, an error's category and a kind are as their `Display`; a date is `2026-11-01`.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::{
    BucketStep, Date, ErrorKind, Evaluation, EvaluationError, Explanation, FeatureKind, Reason,
    RuleOutcome, RuleStep, Rung, Step,
};

macro_rules! as_text {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}

as_text!(Date, ErrorKind, FeatureKind, Reason);

impl Serialize for EvaluationError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut error = serializer.serialize_struct("EvaluationError", 2)?;
        error.serialize_field("kind", &self.kind())?;
        error.serialize_field("message", self.message())?;
        error.end()
    }
}

impl<T: Serialize> Serialize for Evaluation<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut evaluation = serializer.serialize_struct("Evaluation", 6)?;
        evaluation.serialize_field("value", self.value())?;
        evaluation.serialize_field("variant", &self.variant())?;
        evaluation.serialize_field("reason", &self.reason())?;
        evaluation.serialize_field("error", &self.error())?;
        evaluation.serialize_field("provider", self.provider())?;
        evaluation.serialize_field("version", &self.version())?;
        evaluation.end()
    }
}

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut explanation = serializer.serialize_struct("Explanation", 8)?;
        explanation.serialize_field("feature", self.feature().key())?;
        explanation.serialize_field("registry", self.feature().registry().name())?;
        explanation.serialize_field("environment", self.environment())?;
        explanation.serialize_field("provider", self.provider())?;
        explanation.serialize_field("version", &self.version())?;
        explanation.serialize_field("value", self.value())?;
        explanation.serialize_field("reason", &self.reason())?;
        explanation.serialize_field("steps", self.steps())?;
        explanation.end()
    }
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut step = serializer.serialize_struct("Step", 4)?;
        step.serialize_field("rung", &self.rung())?;
        step.serialize_field("text", self.text())?;
        step.serialize_field("rules", self.rules())?;
        step.serialize_field("decides", &self.is_decisive())?;
        step.end()
    }
}

/// `frozen`, `need`, `variable`, `provider`, `declaration`.
impl Serialize for Rung {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Frozen => "frozen",
            Self::Need => "need",
            Self::Variable => "variable",
            Self::Provider => "provider",
            Self::Declaration => "declaration",
            Self::Override => "override",
            Self::Context => "context",
        })
    }
}

/// `{"number": 1, "line": 12, "outcome": "outside", "bucket": {…}}`.
impl Serialize for RuleStep {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (outcome, why, bucket) = match self.outcome() {
            RuleOutcome::Matched { bucket } => ("matched", None, bucket.as_ref()),
            RuleOutcome::ConditionFailed { why } => ("condition-failed", Some(&**why), None),
            RuleOutcome::ConditionUnknown { why } => ("condition-unknown", Some(&**why), None),
            RuleOutcome::Outside { bucket } => ("outside", None, Some(bucket)),
            RuleOutcome::NoKey { by } => ("no-key", *by, None),
            RuleOutcome::Broken => ("broken", None, None),
        };
        let mut step = serializer.serialize_struct("RuleStep", 5)?;
        step.serialize_field("number", &self.number())?;
        step.serialize_field("line", &self.line())?;
        step.serialize_field("outcome", outcome)?;
        step.serialize_field("why", &why)?;
        step.serialize_field("bucket", &bucket)?;
        step.end()
    }
}

impl Serialize for BucketStep {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut step = serializer.serialize_struct("BucketStep", 3)?;
        step.serialize_field("bucket", &self.bucket)?;
        step.serialize_field("from", &self.from)?;
        step.serialize_field("below", &self.below)?;
        step.end()
    }
}
