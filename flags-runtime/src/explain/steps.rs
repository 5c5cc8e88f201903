//! The rungs of the ladder, and what each had to say.

use super::{Rung, Step};
use crate::rules::{Program, Subject};
use crate::snapshot::{Asker, Entry, Fixed, Layer, Snapshot};
use crate::{EvaluationError, FeatureInfo, Reason, RuleStep, Value, ValueType};

/// All steps, up to the one that decides.
pub(super) fn of(
    snapshot: &Snapshot,
    feature: &'static FeatureInfo,
    asker: &Asker<'_>,
    environment: &str,
) -> Vec<Step> {
    if feature.is_frozen() {
        return vec![frozen(feature)];
    }
    let mut steps = Steps {
        snapshot,
        feature,
        asker,
        environment,
        all: Vec::new(),
    };
    // Each says whether it decided.
    let _ = steps.overridden()
        || steps.context()
        || steps.needs()
        || steps.variable()
        || steps.provider()
        || steps.declaration();
    steps.all
}

pub(super) fn frozen(feature: &'static FeatureInfo) -> Step {
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

struct Steps<'e, 'c> {
    snapshot: &'e Snapshot,
    feature: &'static FeatureInfo,
    asker: &'e Asker<'c>,
    environment: &'e str,
    all: Vec<Step>,
}

impl<'e> Steps<'e, '_> {
    fn entry(&self) -> &'e Entry {
        &self.snapshot.entries[self.feature.index()]
    }

    fn overridden(&mut self) -> bool {
        match self.asker.overridden(self.feature) {
            Some(value) => {
                let value = value.payload().to_value(self.feature);
                self.decides(Rung::Override, format!("override says {value}"))
            }
            None => false,
        }
    }

    /// Tells that there is none, where that matters.
    fn context(&mut self) -> bool {
        let matters = || self.snapshot.static_answers().of(self.feature).is_none();
        if self.asker.context.is_missing() && matters() {
            let text = "no request context: this is outside every scope, so the answer is for nobody in particular";
            return self.passed(Rung::Context, text.to_owned());
        }
        false
    }

    fn needs(&mut self) -> bool {
        let unmet = self.snapshot.unmet_need(self.feature, self.asker);
        for need in self.feature.needs() {
            let other = self.snapshot.registry.features()[need.index()].key();
            let wanted = if need.is_negated() { "off" } else { "on" };
            if unmet == Some(*need) {
                let found = if need.is_negated() { "on" } else { "off" };
                let mut text = format!("needs `{other}` to be {wanted}, but it is {found}");
                if !matches!(self.feature.value_type(), ValueType::Boolean) {
                    text = format!("{text}; {}", self.declared_value());
                }
                return self.decides(Rung::Need, text);
            }
            self.passed(
                Rung::Need,
                format!("needs `{other}` to be {wanted}, which it is"),
            );
        }
        false
    }

    fn variable(&mut self) -> bool {
        let name = self.feature.variable();
        if let Entry::Fixed(fixed) = self.entry()
            && fixed.layer == Layer::Variable
        {
            let value = fixed.value.payload().to_value(self.feature);
            return self.decides(Rung::Variable, format!("variable {name} says {value}"));
        }
        let mut ignored = self.snapshot.ignored_variables.iter();
        let text = match ignored.find(|(index, _)| *index == self.feature.index()) {
            Some((_, problem)) => format!("variable {problem}"),
            None if self.snapshot.reads_variables => format!("variable {name} says nothing"),
            None => format!("variable {name} is not read in {}", self.environment),
        };
        self.passed(Rung::Variable, text)
    }

    fn provider(&mut self) -> bool {
        let version = match &self.snapshot.version {
            Some(version) => format!(" (version {version})"),
            None => String::new(),
        };
        let provider = format!("provider `{}`{version}", self.snapshot.installed.name());
        match self.entry() {
            Entry::Declared | Entry::DeclaredRules(_) => {
                let decides = self.has_no_opinion(&provider);
                self.in_its_own_words();
                decides
            }
            Entry::Fixed(fixed) => {
                let decides = self.provider_says(&provider, fixed);
                self.in_its_own_words();
                decides
            }
            Entry::Ask => {
                let decides = match self.snapshot.ask_provider(self.feature, self.asker) {
                    Err(error) => self.provider_failed(&provider, &error),
                    Ok(Some(outcome)) => {
                        let value = outcome.payload.to_value(self.feature);
                        self.says(&provider, &value, outcome.reason)
                    }
                    Ok(None) => self.has_no_opinion(&provider),
                };
                self.in_its_own_words();
                decides
            }
            Entry::Rules(rules) => {
                let trace = self.trace(&rules.program);
                if self.through(Rung::Provider, format!("rules of {provider}"), trace) {
                    return true;
                }
                match &rules.fixed {
                    Some(fixed) => self.provider_says(&provider, fixed),
                    None => false,
                }
            }
        }
    }

    /// What the provider tells of its answer, below what it says.
    fn in_its_own_words(&mut self) {
        let told = self.snapshot.explain_provider(self.feature, self.asker);
        if let Some(step) = self.all.last_mut() {
            for line in told {
                step.text.push('\n');
                step.text.push_str(&line);
            }
        }
    }

    fn declaration(&mut self) -> bool {
        let (snapshot, feature) = (self.snapshot, self.feature);
        let declared = &snapshot.declared.features[feature.index()];
        let source = snapshot.registry.source();
        if let Some(rules) = &declared.rules
            && snapshot.outcome(feature, self.asker).reason != Reason::Error
        {
            let trace = self.trace(&rules.program);
            if self.through(Rung::Declaration, format!("rules of {source}"), trace) {
                return true;
            }
        }
        let declared = self.declared_value();
        self.decides(Rung::Declaration, declared)
    }

    fn declared_value(&self) -> String {
        let (snapshot, feature) = (self.snapshot, self.feature);
        let value = feature.declared_in(snapshot.environment);
        let place = format!("{}:{}", snapshot.registry.source(), feature.line());
        if feature.is_declared_in(snapshot.environment) {
            format!("declared for {}: {value} ({place})", self.environment)
        } else {
            format!("declared default: {value} ({place})")
        }
    }

    fn provider_says(&mut self, provider: &str, fixed: &Fixed) -> bool {
        let value = fixed.value.payload().to_value(self.feature);
        match (&fixed.error, fixed.reason) {
            (Some(error), Reason::Error) => self.provider_failed(provider, error),
            (Some(error), reason) => self.decides(
                Rung::Provider,
                format!("{provider} last said {value} ({reason}), and now: {error}"),
            ),
            (None, reason) => self.says(provider, &value, reason),
        }
    }

    fn says(&mut self, provider: &str, value: &Value, reason: Reason) -> bool {
        self.decides(
            Rung::Provider,
            format!("{provider} says {value} ({reason})"),
        )
    }

    fn provider_failed(&mut self, provider: &str, error: &EvaluationError) -> bool {
        self.passed(Rung::Provider, format!("{provider} failed: {error}"))
    }

    fn has_no_opinion(&mut self, provider: &str) -> bool {
        self.passed(Rung::Provider, format!("{provider} has no opinion"))
    }

    fn trace(&self, program: &Program) -> Vec<RuleStep> {
        let subject = Subject::new(self.snapshot.registry, self.asker.context);
        program.trace(&self.snapshot.segments, &subject, &self.asker.moment)
    }

    fn through(&mut self, rung: Rung, text: String, rules: Vec<RuleStep>) -> bool {
        let step = Step::through(rung, text, rules);
        let decides = step.decides;
        self.all.push(step);
        decides
    }

    fn decides(&mut self, rung: Rung, text: String) -> bool {
        self.all.push(Step::decides(rung, text));
        true
    }

    fn passed(&mut self, rung: Rung, text: String) -> bool {
        self.all.push(Step::passed(rung, text));
        false
    }
}
