//! How an answer came about, step by step.

use std::fmt;

use crate::snapshot::{Entry, Layer, Snapshot};
use crate::{EvaluationContext, FeatureInfo, Reason, Value, ValueType};

/// Every step that led to an answer. Its `Display` is meant for people.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    feature: &'static FeatureInfo,
    environment: &'static str,
    value: Value,
    reason: Reason,
    steps: Vec<Step>,
}

/// One rung of the ladder, and what it had to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    rung: Rung,
    text: String,
    decides: bool,
}

/// Who may decide an answer, from the first asked to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rung {
    /// Decided at build.
    Frozen,
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
            decides: false,
        }
    }

    fn decides(rung: Rung, text: String) -> Self {
        Self {
            rung,
            text,
            decides: true,
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
        }
        Ok(())
    }
}

/// Of a feature that was decided at build.
pub(crate) fn frozen(feature: &'static FeatureInfo) -> Explanation {
    Explanation {
        feature,
        environment: "every environment",
        value: feature.default().clone(),
        reason: Reason::Static,
        steps: vec![frozen_step(feature)],
    }
}

/// Of an evaluation inside a provider that is being asked for its answers.
pub(crate) fn unattached(feature: &'static FeatureInfo) -> Explanation {
    Explanation {
        feature,
        environment: "production",
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
    context: &dyn EvaluationContext,
) -> Explanation {
    let outcome = snapshot.outcome(feature, context);
    let environment = snapshot
        .registry
        .environments()
        .get(snapshot.environment)
        .copied()
        .unwrap_or("production");
    Explanation {
        feature,
        environment,
        value: outcome.payload.to_value(feature),
        reason: outcome.reason,
        steps: steps(snapshot, feature, context, environment),
    }
}

fn steps(
    snapshot: &Snapshot,
    feature: &'static FeatureInfo,
    context: &dyn EvaluationContext,
    environment: &str,
) -> Vec<Step> {
    if feature.is_frozen() {
        return vec![frozen_step(feature)];
    }
    let mut steps = Vec::new();
    let unmet = snapshot.unmet_need(feature, context);
    for need in feature.needs() {
        let other = snapshot.registry.features()[need.index()].key();
        let wanted = if need.is_negated() { "off" } else { "on" };
        if unmet == Some(*need) {
            let found = if need.is_negated() { "on" } else { "off" };
            steps.push(Step::decides(
                Rung::Need,
                format!("needs `{other}` to be {wanted}, but it is {found}"),
            ));
            if !matches!(feature.value_type(), ValueType::Boolean) {
                let declaration = declaration_step(snapshot, feature, environment);
                steps.push(Step::passed(Rung::Declaration, declaration.text));
            }
            return steps;
        }
        steps.push(Step::passed(
            Rung::Need,
            format!("needs `{other}` to be {wanted}, which it is"),
        ));
    }
    let name = feature.variable();
    let entry = &snapshot.entries[feature.index()];
    if let Entry::Fixed(fixed) = entry
        && fixed.layer == Layer::Variable
    {
        let value = fixed.payload.to_value(feature);
        steps.push(Step::decides(
            Rung::Variable,
            format!("variable {name} says {value}"),
        ));
        return steps;
    }
    let ignored = snapshot
        .ignored_variables
        .iter()
        .find(|(index, _)| *index == feature.index());
    steps.push(Step::passed(
        Rung::Variable,
        match ignored {
            Some((_, problem)) => format!("variable {problem}"),
            None if snapshot.reads_variables => format!("variable {name} says nothing"),
            None => format!("variable {name} is not read in {environment}"),
        },
    ));
    let provider = provider_step(snapshot, feature, context);
    let decides = provider.decides;
    steps.push(provider);
    if !decides {
        steps.push(declaration_step(snapshot, feature, environment));
    }
    steps
}

fn provider_step(
    snapshot: &Snapshot,
    feature: &'static FeatureInfo,
    context: &dyn EvaluationContext,
) -> Step {
    let version = match &snapshot.version {
        Some(version) => format!(" (version {version})"),
        None => String::new(),
    };
    let provider = format!("provider `{}`{version}", snapshot.installed.name());
    let outcome = snapshot.outcome(feature, context);
    let value = outcome.payload.to_value(feature);
    match (&outcome.error, outcome.reason) {
        (Some(error), Reason::Error) => {
            Step::passed(Rung::Provider, format!("{provider} failed: {error}"))
        }
        (Some(error), reason) => Step::decides(
            Rung::Provider,
            format!("{provider} last said {value} ({reason}), and now: {error}"),
        ),
        (None, Reason::Default) => {
            Step::passed(Rung::Provider, format!("{provider} has no opinion"))
        }
        (None, reason) => Step::decides(
            Rung::Provider,
            format!("{provider} says {value} ({reason})"),
        ),
    }
}

fn declaration_step(snapshot: &Snapshot, feature: &'static FeatureInfo, environment: &str) -> Step {
    let value = feature.declared_in(snapshot.environment);
    let place = format!("{}:{}", snapshot.registry.source(), feature.line());
    let what = if feature.is_declared_in(snapshot.environment) {
        format!("declared for {environment}: {value} ({place})")
    } else {
        format!("declared default: {value} ({place})")
    };
    Step::decides(Rung::Declaration, what)
}

fn frozen_step(feature: &'static FeatureInfo) -> Step {
    Step::decides(
        Rung::Frozen,
        format!(
            "frozen at build: {} ({}:{})",
            feature.default(),
            feature.registry().source(),
            feature.line()
        ),
    )
}
