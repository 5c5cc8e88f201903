//! From a provider's answers to a snapshot.

use std::sync::Arc;

use crate::installed::{Installed, panicked};
use crate::payload::Payload;
use crate::snapshot::{Entry, Fixed, Layer, Snapshot};
use crate::variable::{self, Variables};
use crate::{
    Answer, Answers, EvaluationError, FeatureInfo, Notice, NoticeKind, Reason, Registry,
    Resolution, Text,
};

/// What decides a snapshot beside the provider.
pub(crate) struct Stage<'a> {
    /// Name of the environment; `None` is production.
    pub(crate) environment: Option<&'a str>,
    /// `FLAGS_…` variables, for an engine that reads them at all.
    pub(crate) variables: Option<&'a Variables>,
    /// Reads them in every environment, not only in development and testing.
    pub(crate) variables_everywhere: bool,
}

/// Compiles what the provider holds for a registry. `previous` is the same provider's last snapshot.
pub(crate) fn compile(
    registry: &'static Registry,
    installed: &Arc<Installed>,
    stage: &Stage<'_>,
    previous: Option<&Snapshot>,
) -> Snapshot {
    let mut notices = Vec::new();
    let environment = environment(registry, stage, &mut notices);
    let name = registry.environments().get(environment).copied();
    let reads_variables = stage.variables.is_some()
        && (stage.variables_everywhere || matches!(name, Some("development" | "testing")));
    let declared = declared(registry, environment, previous);
    let answers = installed.answers(registry, name.unwrap_or("production"));
    if answers.is_none() {
        notices.push(Notice::new(
            NoticeKind::Panicked,
            format!(
                "provider `{}` panicked while it was asked for its answers",
                installed.name()
            ),
        ));
    }
    // What was good in one environment is not what another one is to get.
    let previous = previous.filter(|previous| {
        Arc::ptr_eq(&previous.installed, installed) && previous.environment == environment
    });
    let mut compiler = Compiler {
        registry,
        stage,
        reads_variables,
        declared: &declared,
        previous,
        notices: &mut notices,
    };
    let entries = registry
        .features()
        .iter()
        .map(|feature| {
            let answer = match &answers {
                Some(answers) => answers.get(feature.index()).clone(),
                None => Answer::Fixed(Err(panicked())),
            };
            compiler.entry(feature, answer)
        })
        .collect();
    Snapshot {
        registry,
        environment,
        reads_variables,
        installed: Arc::clone(installed),
        version: answers.and_then(|Answers { version, .. }| version),
        declared,
        entries,
        notices,
    }
}

fn environment(registry: &Registry, stage: &Stage<'_>, notices: &mut Vec<Notice>) -> usize {
    match registry.environment(stage.environment.unwrap_or("production")) {
        Ok(index) => index,
        Err(production) => {
            if let Some(unknown) = stage.environment {
                notices.push(Notice::new(
                    NoticeKind::UnknownEnvironment,
                    format!(
                        "registry `{}` has no environment `{unknown}` (it has `{}`); production is used",
                        registry.name(),
                        registry.environments().join("`, `")
                    ),
                ));
            }
            production
        }
    }
}

/// The declared values for the environment. They never change within one, so snapshots share them.
fn declared(
    registry: &Registry,
    environment: usize,
    previous: Option<&Snapshot>,
) -> Arc<[Payload]> {
    if let Some(previous) = previous.filter(|previous| previous.environment == environment) {
        return Arc::clone(&previous.declared);
    }
    registry
        .features()
        .iter()
        .map(|feature| {
            let value = feature.declared_in(environment);
            Payload::load(feature, value)
                .unwrap_or_else(|error| panic!("bug in typed-flags: declared value: {error}"))
        })
        .collect()
}

fn unevaluated() -> EvaluationError {
    EvaluationError::new(
        crate::ErrorKind::General,
        "the runtime does not evaluate rule sets yet",
    )
}

struct Compiler<'a> {
    registry: &'static Registry,
    stage: &'a Stage<'a>,
    reads_variables: bool,
    declared: &'a Arc<[Payload]>,
    previous: Option<&'a Snapshot>,
    notices: &'a mut Vec<Notice>,
}

impl Compiler<'_> {
    fn entry(&mut self, feature: &'static FeatureInfo, answer: Answer) -> Entry {
        if feature.is_frozen() {
            if matches!(answer, Answer::Fixed(Ok(Some(_)))) {
                self.frozen(feature, "the provider");
            }
            if self.variable(feature).is_some() {
                self.frozen(feature, &feature.variable());
            }
            return Entry::Declared;
        }
        if let Some(fixed) = self.variable_entry(feature) {
            return Entry::Fixed(Box::new(fixed));
        }
        match answer {
            Answer::Ask => Entry::Ask,
            Answer::Fixed(Ok(None)) => Entry::Declared,
            Answer::Fixed(Ok(Some(resolution))) => self.provider_entry(feature, resolution),
            Answer::Fixed(Err(error)) => self.set_aside(feature, error),
            Answer::Rules(_) => self.set_aside(feature, unevaluated()),
        }
    }

    fn variable(&self, feature: &FeatureInfo) -> Option<&Text> {
        self.stage.variables?.get(feature)
    }

    fn variable_entry(&mut self, feature: &'static FeatureInfo) -> Option<Fixed> {
        let text = self.variable(feature)?;
        let name = feature.variable();
        let problem = if self.reads_variables {
            let value = variable::parse(feature, text);
            match value.map(|value| Payload::load(feature, &value)) {
                Ok(Ok(payload)) => {
                    return Some(Fixed {
                        layer: Layer::Variable,
                        payload,
                        variant: None,
                        reason: Reason::Override,
                        error: None,
                    });
                }
                Ok(Err(error)) => format!("`{name}` is ignored: {error}"),
                Err(problem) => format!("`{name}` is ignored: {problem}"),
            }
        } else {
            format!(
                "`{name}` is ignored: variables are read in development and testing only, unless \
                 the program calls `allow_variables`"
            )
        };
        self.notices
            .push(Notice::new(NoticeKind::Variable, problem));
        None
    }

    fn provider_entry(&mut self, feature: &'static FeatureInfo, resolution: Resolution) -> Entry {
        match Payload::load(feature, &resolution.value) {
            Ok(payload) => Entry::Fixed(Box::new(Fixed {
                layer: Layer::Provider,
                payload,
                variant: resolution.variant,
                reason: resolution.reason,
                error: None,
            })),
            Err(error) => self.set_aside(feature, error),
        }
    }

    /// The provider's entry for this feature cannot be used: its last good one stays, or the
    /// declared value.
    fn set_aside(&mut self, feature: &'static FeatureInfo, error: EvaluationError) -> Entry {
        self.notices.push(Notice::new(
            NoticeKind::SetAside,
            error.message().to_owned(),
        ));
        let index = feature.index();
        let last_good = self
            .previous
            .and_then(|previous| match &previous.entries[index] {
                Entry::Fixed(fixed)
                    if fixed.layer == Layer::Provider && fixed.reason != Reason::Error =>
                {
                    Some(fixed)
                }
                _ => None,
            });
        Entry::Fixed(Box::new(Fixed {
            layer: Layer::Provider,
            payload: match last_good {
                Some(fixed) => fixed.payload.clone(),
                None => self.declared[index].clone(),
            },
            variant: last_good.and_then(|fixed| fixed.variant.clone()),
            reason: last_good.map_or(Reason::Error, |_| Reason::Stale),
            error: Some(error),
        }))
    }

    fn frozen(&mut self, feature: &FeatureInfo, who: &str) {
        self.notices.push(Notice::new(
            NoticeKind::Frozen,
            format!(
                "feature `{}` of registry `{}` is frozen, decided at build; what {who} says of it is ignored",
                feature.key(),
                self.registry.name()
            ),
        ));
    }
}
