//! From a provider's answers to a snapshot.

use std::num::NonZeroU64;
use std::sync::Arc;

use crate::installed::{Installed, panicked};
use crate::payload::Payload;
use crate::rules::{Builder, Segments};
use crate::served::Served;
use crate::snapshot::{Declarations, Declared, Entry, Fixed, Layer, Ruled, Snapshot};
use crate::variable::{self, Variables};
use crate::{
    Answer, AnswerSink, ErrorKind, EvaluationError, FeatureInfo, Notice, NoticeKind, Reason,
    Registry, Resolution, RuleSet, SegmentInfo, Text, Timestamp,
};

/// What decides a snapshot beside the provider.
pub(crate) struct Stage<'a> {
    /// Name of the environment; `None` is production.
    pub(crate) environment: Option<&'a str>,
    /// When it is evaluated; `None` is now.
    pub(crate) moment: Option<Timestamp>,
    /// `FLAGS_…` variables, for an engine that reads them at all.
    pub(crate) variables: Option<&'a Variables>,
    /// Reads them in every environment, not only in development and testing.
    pub(crate) variables_everywhere: bool,
}

/// Compiles what the provider holds for a registry. `previous` is the last snapshot.
pub(crate) fn compile(
    registry: &'static Registry,
    installed: &Arc<Installed>,
    stage: &Stage<'_>,
    previous: Option<&Snapshot>,
) -> Snapshot {
    let mut notices = Vec::new();
    let environment = environment(registry, stage, &mut notices);
    let compiling = || Compiling {
        registry,
        installed,
        stage,
        environment,
        last: previous,
        previous: previous.filter(|previous| {
            // What was good in one environment is not what another one is to get.
            Arc::ptr_eq(&previous.installed, installed) && previous.environment == environment
        }),
        begun: None,
    };
    let name = registry.environments().get(environment).copied();
    let mut sink = compiling();
    if !installed.tell_answers(registry, name.unwrap_or("production"), &mut sink) {
        notices.push(Notice::new(
            NoticeKind::Panicked,
            format!(
                "provider `{}` panicked while it was asked for its answers",
                installed.name()
            ),
        ));
        sink = compiling();
        for index in 0..registry.features().len() {
            sink.take(index, None, Answer::Fixed(Err(panicked())));
        }
    }
    sink.snapshot(notices)
}

/// What becomes a snapshot while the provider tells its answers.
struct Compiling<'a> {
    registry: &'static Registry,
    installed: &'a Arc<Installed>,
    stage: &'a Stage<'a>,
    environment: usize,
    /// The last snapshot, of whatever provider.
    last: Option<&'a Snapshot>,
    /// The same if it is of this provider and environment.
    previous: Option<&'a Snapshot>,
    begun: Option<Begun<'a>>,
}

struct Begun<'a> {
    version: Option<Text>,
    segments: Segments,
    problems: Vec<String>,
    compiler: Compiler<'a>,
    /// By feature.
    entries: Box<[Entry]>,
    /// By feature, whether something has been said of it.
    told: Box<[bool]>,
}

impl<'a> Compiling<'a> {
    fn begun(
        &mut self,
        version: Option<Text>,
        segments: Vec<(u32, SegmentInfo)>,
    ) -> &mut Begun<'a> {
        self.begun.get_or_insert_with(|| {
            let registry = self.registry;
            let builder = Builder::new(registry, segments);
            let mut problems = Vec::new();
            let segments = builder.segments(&mut problems);
            Begun {
                version,
                segments,
                problems,
                compiler: Compiler {
                    registry,
                    stage: self.stage,
                    reads_variables: reads_variables(registry, self.environment, self.stage),
                    declared: declared(registry, self.environment, &builder, self.last),
                    builder,
                    previous: self.previous,
                    ignored_variables: Vec::new(),
                    notices: Vec::new(),
                },
                entries: registry.features().iter().map(|_| Entry::Ask).collect(),
                told: registry.features().iter().map(|_| false).collect(),
            }
        })
    }

    fn snapshot(mut self, mut notices: Vec<Notice>) -> Snapshot {
        let registry = self.registry;
        let begun = self.begun(None, Vec::new());
        for (feature, told) in registry.features().iter().zip(&begun.told) {
            if !told {
                let entry = begun.compiler.entry(feature, Answer::Ask, None);
                begun.entries[feature.index()] = entry;
            }
        }
        let begun = self.begun.take().expect("it has just begun");
        let compiler = begun.compiler;
        let problems = begun.problems.iter().chain(&compiler.declared.problems);
        notices.extend(problems.map(|problem| Notice::new(NoticeKind::SetAside, problem.clone())));
        notices.extend(compiler.notices);
        Snapshot {
            registry: self.registry,
            environment: self.environment,
            moment: self.stage.moment,
            reads_variables: compiler.reads_variables,
            installed: Arc::clone(self.installed),
            version: begun.version,
            declared: compiler.declared,
            segments: begun.segments,
            entries: begun.entries,
            ignored_variables: compiler.ignored_variables,
            notices,
        }
    }
}

impl AnswerSink for Compiling<'_> {
    fn begin(&mut self, version: Option<Text>, segments: Vec<(u32, SegmentInfo)>) {
        self.begun(version, segments);
    }

    fn keeps(&mut self, index: usize, fingerprint: u64) -> bool {
        let begun = self.begun(None, Vec::new());
        let Some(entry) = begun.entries.get_mut(index) else {
            return false;
        };
        let Some(kept) = begun.compiler.kept(index, fingerprint) else {
            return false;
        };
        *entry = kept;
        begun.told[index] = true;
        true
    }

    fn take(&mut self, index: usize, fingerprint: Option<u64>, answer: Answer) {
        let features = self.registry.features();
        let begun = self.begun(None, Vec::new());
        if let (Some(feature), Some(entry)) = (features.get(index), begun.entries.get_mut(index)) {
            *entry = begun.compiler.entry(feature, answer, fingerprint);
            begun.told[index] = true;
        }
    }
}

fn reads_variables(registry: &Registry, environment: usize, stage: &Stage<'_>) -> bool {
    let name = registry.environments().get(environment).copied();
    stage.variables.is_some()
        && (stage.variables_everywhere || matches!(name, Some("development" | "testing")))
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

/// What is declared for the environment. It never changes within one, so snapshots share it: rules
/// refer to segments by index.
fn declared(
    registry: &Registry,
    environment: usize,
    builder: &Builder<'_>,
    previous: Option<&Snapshot>,
) -> Arc<Declarations> {
    if let Some(previous) = previous.filter(|previous| previous.environment == environment) {
        return Arc::clone(&previous.declared);
    }
    let mut problems = Vec::new();
    let features = registry.features().iter().map(|feature| {
        let value = feature.declared_in(environment);
        let value: Served = Payload::load(feature, value)
            .unwrap_or_else(|error| panic!("bug in typed-flags: declared value: {error}"))
            .into();
        let rules = feature.rules_in(environment);
        if feature.is_frozen() || rules.is_empty() {
            return Declared { value, rules: None };
        }
        let program = builder.program(feature, rules, &mut problems);
        Declared {
            rules: Some(Arc::new(Ruled {
                has_needs: !feature.needs().is_empty(),
                program,
                otherwise: Some(value.clone()),
                fixed: None,
                fingerprint: None,
            })),
            value,
        }
    });
    Arc::new(Declarations {
        features: features.collect(),
        problems,
    })
}

struct Compiler<'a> {
    registry: &'static Registry,
    stage: &'a Stage<'a>,
    reads_variables: bool,
    declared: Arc<Declarations>,
    builder: Builder<'static>,
    previous: Option<&'a Snapshot>,
    ignored_variables: Vec<(usize, String)>,
    notices: Vec<Notice>,
}

impl Compiler<'_> {
    /// What the last snapshot has of a feature, if it was told with this fingerprint and nothing else
    /// decides.
    fn kept(&self, index: usize, fingerprint: u64) -> Option<Entry> {
        let feature = self.registry.features().get(index)?;
        if feature.is_frozen() || self.variable(feature).is_some() {
            return None;
        }
        let fingerprint = Some(NonZeroU64::new(fingerprint)?);
        match &self.previous?.entries[index] {
            Entry::Rules(rules) if rules.fingerprint == fingerprint => {
                Some(Entry::Rules(Arc::clone(rules)))
            }
            Entry::Fixed(fixed) if fixed.fingerprint == fingerprint && fixed.error.is_none() => {
                Some(Entry::Fixed(Arc::clone(fixed)))
            }
            _ => None,
        }
    }

    fn entry(
        &mut self,
        feature: &'static FeatureInfo,
        answer: Answer,
        fingerprint: Option<u64>,
    ) -> Entry {
        let fingerprint = fingerprint.and_then(NonZeroU64::new);
        if feature.is_frozen() {
            if matches!(answer, Answer::Fixed(Ok(Some(_))) | Answer::Rules(_)) {
                self.frozen(feature, "the provider");
            }
            if self.variable(feature).is_some() {
                self.frozen(feature, &feature.variable());
            }
            return self.declared_entry(feature);
        }
        if let Some(fixed) = self.variable_entry(feature) {
            return Entry::Fixed(Arc::new(fixed));
        }
        match answer {
            Answer::Ask => Entry::Ask,
            Answer::Fixed(Ok(None)) => self.declared_entry(feature),
            Answer::Fixed(Ok(Some(resolution))) => {
                self.provider_entry(feature, resolution, fingerprint)
            }
            Answer::Fixed(Err(error)) => self.set_aside(feature, error),
            Answer::Rules(set) => self.rules_entry(feature, &set, fingerprint),
        }
    }

    /// Nobody has an opinion.
    fn declared_entry(&self, feature: &FeatureInfo) -> Entry {
        match &self.declared.features[feature.index()].rules {
            Some(rules) => Entry::DeclaredRules(Arc::clone(rules)),
            None => Entry::Declared,
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
                        value: payload.into(),
                        variant: None,
                        reason: Reason::Override,
                        error: None,
                        fingerprint: None,
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
        self.ignored_variables
            .push((feature.index(), problem.clone()));
        self.notices
            .push(Notice::new(NoticeKind::Variable, problem));
        None
    }

    fn provider_entry(
        &mut self,
        feature: &'static FeatureInfo,
        resolution: Resolution,
        fingerprint: Option<NonZeroU64>,
    ) -> Entry {
        match provider_value(feature, resolution) {
            Ok(fixed) => Entry::Fixed(Arc::new(Fixed {
                fingerprint,
                ..fixed
            })),
            Err(error) => self.set_aside(feature, error),
        }
    }

    fn rules_entry(
        &mut self,
        feature: &'static FeatureInfo,
        set: &RuleSet,
        fingerprint: Option<NonZeroU64>,
    ) -> Entry {
        let otherwise = match set
            .otherwise()
            .cloned()
            .map(|value| provider_value(feature, value))
        {
            None => None,
            Some(Ok(fixed)) => Some(Box::new(fixed)),
            Some(Err(error)) => return self.set_aside(feature, error),
        };
        let mut problems = Vec::new();
        let program = self.builder.program(feature, set.rules(), &mut problems);
        if !problems.is_empty() {
            let error = EvaluationError::new(ErrorKind::ParseError, problems.join("\n"));
            return self.set_aside(feature, error);
        }
        match (program.serves_everybody(), otherwise) {
            (Some(value), _) => Entry::Fixed(Arc::new(Fixed {
                layer: Layer::Provider,
                value: value.clone(),
                variant: None,
                reason: Reason::Static,
                error: None,
                fingerprint,
            })),
            (None, Some(fixed)) if program.is_empty() => Entry::Fixed(Arc::new(Fixed {
                fingerprint,
                ..*fixed
            })),
            (None, None) if program.is_empty() => self.declared_entry(feature),
            (None, fixed) => Entry::Rules(Arc::new(Ruled {
                has_needs: !feature.needs().is_empty(),
                program,
                otherwise: match &fixed {
                    Some(fixed) => Some(fixed.value.clone()),
                    None => {
                        let declared = &self.declared.features[feature.index()];
                        let value = || declared.value.clone();
                        declared.rules.is_none().then(value)
                    }
                },
                fixed,
                fingerprint,
            })),
        }
    }

    /// The provider's entry for this feature cannot be used: its last good one stays, or the
    /// declared value.
    fn set_aside(&mut self, feature: &'static FeatureInfo, error: EvaluationError) -> Entry {
        let message = error.message();
        let names = [feature.key(), feature.provider_key(), &feature.variable()];
        let message = if names
            .iter()
            .any(|name| message.contains(&format!("`{name}`")))
        {
            message.to_owned()
        } else {
            format!("feature `{}`: {message}", feature.key())
        };
        self.notices
            .push(Notice::new(NoticeKind::SetAside, message));
        let index = feature.index();
        let last_good = match self.previous.map(|previous| &previous.entries[index]) {
            // Its answers say what they always said, and the notice says why.
            Some(Entry::Rules(rules)) => return Entry::Rules(Arc::clone(rules)),
            Some(Entry::Fixed(fixed))
                if fixed.layer == Layer::Provider && fixed.reason != Reason::Error =>
            {
                Some(fixed)
            }
            _ => None,
        };
        Entry::Fixed(Arc::new(Fixed {
            layer: Layer::Provider,
            value: match last_good {
                Some(fixed) => fixed.value.clone(),
                None => self.declared.features[index].value.clone(),
            },
            variant: last_good.and_then(|fixed| fixed.variant.clone()),
            reason: last_good.map_or(Reason::Error, |_| Reason::Stale),
            error: Some(error),
            fingerprint: None,
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

fn provider_value(feature: &FeatureInfo, resolution: Resolution) -> Result<Fixed, EvaluationError> {
    Ok(Fixed {
        layer: Layer::Provider,
        value: Payload::load(feature, &resolution.value)?.into(),
        variant: resolution.variant,
        reason: resolution.reason,
        error: None,
        fingerprint: None,
    })
}
