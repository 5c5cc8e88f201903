//! How an answer came about, step by step.

use std::fmt;

mod steps;

use crate::snapshot::{Asker, Snapshot};
use crate::{FeatureInfo, Reason, RuleStep, Text, Value};

/// Every step that led to an answer. Its `Display` is meant for people.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    feature: &'static FeatureInfo,
    environment: &'static str,
    provider: Text,
    version: Option<Text>,
    value: Value,
    reason: Reason,
    steps: Vec<Step>,
}

/// One rung of the ladder, and what it had to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    rung: Rung,
    text: String,
    rules: Vec<RuleStep>,
    decides: bool,
}

/// Who may decide an answer, from the first asked to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rung {
    /// Decided at build.
    Frozen,
    /// An override, as tests have them.
    Override,
    /// The context, where there is none.
    Context,
    /// A prerequisite.
    Need,
    /// A `FLAGS_…` environment variable.
    Variable,
    /// The provider.
    Provider,
    /// The declaration in `features.toml`.
    Declaration,
}

impl Explanation {
    /// The feature.
    #[must_use]
    pub const fn feature(&self) -> &'static FeatureInfo {
        self.feature
    }

    /// The environment that it was evaluated for.
    #[must_use]
    pub const fn environment(&self) -> &'static str {
        self.environment
    }

    /// Name of the provider that was installed.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// The provider's version of the snapshot, where it has one.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// Why this value.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// The steps, up to the one that decides.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

impl Step {
    fn passed(rung: Rung, text: String) -> Self {
        Self {
            rung,
            text,
            rules: Vec::new(),
            decides: false,
        }
    }

    fn decides(rung: Rung, text: String) -> Self {
        Self {
            rung,
            text,
            rules: Vec::new(),
            decides: true,
        }
    }

    /// Rules were gone through; they decide if one of them matched.
    fn through(rung: Rung, text: String, rules: Vec<RuleStep>) -> Self {
        Self {
            rung,
            text,
            decides: rules.iter().any(RuleStep::is_decisive),
            rules,
        }
    }

    /// Who was asked.
    #[must_use]
    pub const fn rung(&self) -> Rung {
        self.rung
    }

    /// What it said.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rules that it went through, in order, up to the one that decided.
    #[must_use]
    pub fn rules(&self) -> &[RuleStep] {
        &self.rules
    }

    /// Whether it decided.
    #[must_use]
    pub const fn is_decisive(&self) -> bool {
        self.decides
    }
}

/// One line for the answer, one for each step; the one that decides is marked with `=>`.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} = {} ({}, {})",
            self.feature.key(),
            self.value,
            self.reason,
            self.environment
        )?;
        for step in &self.steps {
            let mark = if step.decides { "=>" } else { "  " };
            write!(f, "\n {mark} {}", step.text.replace('\n', "\n      "))?;
            for rule in &step.rules {
                write!(f, "\n      {rule}")?;
            }
        }
        Ok(())
    }
}

/// Of a feature that was decided at build.
pub(crate) fn frozen(feature: &'static FeatureInfo) -> Explanation {
    Explanation {
        feature,
        environment: "every environment",
        provider: Text::literal("frozen"),
        version: None,
        value: feature.default().clone(),
        reason: Reason::Static,
        steps: vec![steps::frozen(feature)],
    }
}

/// Of an evaluation inside a provider that is being asked for its answers.
pub(crate) fn unattached(feature: &'static FeatureInfo) -> Explanation {
    Explanation {
        feature,
        environment: "production",
        provider: Text::literal("none"),
        version: None,
        value: feature.default().clone(),
        reason: Reason::Default,
        steps: vec![Step::decides(
            Rung::Declaration,
            "the provider is being asked for its answers; the declared default is served"
                .to_owned(),
        )],
    }
}

pub(crate) fn in_snapshot(
    snapshot: &Snapshot,
    feature: &'static FeatureInfo,
    asker: &Asker<'_>,
) -> Explanation {
    let outcome = snapshot.outcome(feature, asker);
    let environment = snapshot
        .registry
        .environments()
        .get(snapshot.environment)
        .copied()
        .unwrap_or("production");
    Explanation {
        feature,
        environment,
        provider: snapshot.installed.name().clone(),
        version: snapshot.version.clone(),
        value: outcome.payload.to_value(feature),
        reason: snapshot.reason(feature, asker, outcome.reason),
        steps: steps::of(snapshot, feature, asker, environment),
    }
}
