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
    Registry, Resolution, ResolveError, Rule, SegmentInfo, Text, Timestamp,
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
    /// What has begun, or begins here without having been told to.
    #[inline]
    fn begun(&mut self) -> &mut Begun<'a> {
        if self.begun.is_none() {
            self.begin_with(None, Vec::new());
        }
        self.begun.as_mut().expect("it has just begun")
    }

    #[cold]
    fn begin_with(&mut self, version: Option<Text>, segments: Vec<(u32, SegmentInfo)>) {
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
                    declared: Declaring::new(registry, self.environment, self.last),
                    builder,
                    previous: self.previous,
                    ignored_variables: Vec::new(),
                    notices: Vec::new(),
                },
                entries: registry.features().iter().map(|_| Entry::Ask).collect(),
                told: registry.features().iter().map(|_| false).collect(),
            }
        });
    }

    fn take_with(
        &mut self,
        index: usize,
        entry: impl FnOnce(&mut Compiler<'a>, &'static FeatureInfo) -> Entry,
    ) {
        let features = self.registry.features();
        let begun = self.begun();
        if let (Some(feature), Some(place)) = (features.get(index), begun.entries.get_mut(index)) {
            *place = entry(&mut begun.compiler, feature);
            begun.told[index] = true;
        }
    }

    fn snapshot(mut self, mut notices: Vec<Notice>) -> Snapshot {
        let registry = self.registry;
        let begun = self.begun();
        for (feature, told) in registry.features().iter().zip(&begun.told) {
            if !told {
                let entry = begun.compiler.entry(feature, Said::Ask, None);
                begun.entries[feature.index()] = entry;
            }
        }
        let begun = self.begun.take().expect("it has just begun");
        let compiler = begun.compiler;
        let declared = compiler.declared.all(&compiler.builder);
        let problems = begun.problems.iter().chain(&declared.problems);
        notices.extend(problems.map(|problem| Notice::new(NoticeKind::SetAside, problem.clone())));
        notices.extend(compiler.notices);
        Snapshot {
            registry: self.registry,
            environment: self.environment,
            moment: self.stage.moment,
            reads_variables: compiler.reads_variables,
            installed: Arc::clone(self.installed),
            version: begun.version,
            declared,
            segments: begun.segments,
            entries: begun.entries,
            ignored_variables: compiler.ignored_variables,
            notices,
        }
    }
}

impl AnswerSink for Compiling<'_> {
    fn begin(&mut self, version: Option<Text>, segments: Vec<(u32, SegmentInfo)>) {
        self.begin_with(version, segments);
    }

    fn keeps(&mut self, index: usize, fingerprint: u64) -> bool {
        let begun = self.begun();
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
        self.take_with(index, |compiler, feature| {
            compiler.entry(feature, Said::from(&answer), fingerprint)
        });
    }

    fn take_rules(
        &mut self,
        index: usize,
        fingerprint: Option<u64>,
        rules: &[Rule],
        otherwise: Option<Resolution>,
    ) {
        self.take_with(index, |compiler, feature| {
            compiler.entry(feature, Said::Rules(rules, otherwise), fingerprint)
        });
    }
}

/// An [`Answer`], or what comes to the same.
enum Said<'r> {
    Ask,
    Fixed(Result<Option<Resolution>, ResolveError>),
    Rules(&'r [Rule], Option<Resolution>),
}

impl<'r> From<&'r Answer> for Said<'r> {
    fn from(answer: &'r Answer) -> Self {
        match answer {
            Answer::Ask => Self::Ask,
            Answer::Fixed(fixed) => Self::Fixed(fixed.clone()),
            Answer::Rules(set) => Self::Rules(set.rules(), set.otherwise().cloned()),
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
///
/// Where it is not there from the last time, it is read feature by feature together with what the
/// provider says: with many features, each walk through all of them takes its time.
struct Declaring {
    registry: &'static Registry,
    environment: usize,
    last: Option<Arc<Declarations>>,
    /// Those that have been read so far; none where all are there.
    features: Vec<Declared>,
    problems: Vec<String>,
}

impl Declaring {
    fn new(registry: &'static Registry, environment: usize, last: Option<&Snapshot>) -> Self {
        let last = last.filter(|last| last.environment == environment);
        let last = last.map(|last| Arc::clone(&last.declared));
        let count = registry.features().len();
        Self {
            registry,
            environment,
            features: Vec::with_capacity(if last.is_some() { 0 } else { count }),
            last,
            problems: Vec::new(),
        }
    }

    /// Reads on to a feature.
    #[inline]
    fn up_to(&mut self, index: usize, builder: &Builder<'_>) {
        if self.last.is_none() {
            while self.features.len() <= index {
                let feature = &self.registry.features()[self.features.len()];
                let declared = self.read(feature, builder);
                self.features.push(declared);
            }
        }
    }

    /// A feature up to which it has been read.
    fn of(&self, feature: &FeatureInfo) -> &Declared {
        match &self.last {
            Some(last) => &last.features[feature.index()],
            None => &self.features[feature.index()],
        }
    }

    fn all(mut self, builder: &Builder<'_>) -> Arc<Declarations> {
        if let Some(last) = self.registry.features().len().checked_sub(1) {
            self.up_to(last, builder);
        }
        self.last.unwrap_or_else(|| {
            Arc::new(Declarations {
                features: self.features.into(),
                problems: self.problems,
            })
        })
    }

    fn read(&mut self, feature: &FeatureInfo, builder: &Builder<'_>) -> Declared {
        let value = feature.declared_in(self.environment);
        let value = Served::load(feature, value)
            .unwrap_or_else(|error| panic!("bug in typed-flags: declared value: {error}"));
        let rules = feature.rules_in(self.environment);
        if feature.is_frozen() || rules.is_empty() {
            return Declared { value, rules: None };
        }
        let program = builder.program(feature, rules, &mut self.problems);
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
    }
}

struct Compiler<'a> {
    registry: &'static Registry,
    stage: &'a Stage<'a>,
    reads_variables: bool,
    declared: Declaring,
    builder: Builder<'static>,
    previous: Option<&'a Snapshot>,
    ignored_variables: Vec<(usize, String)>,
    notices: Vec<Notice>,
}

impl Compiler<'_> {
    /// What the last snapshot has of a feature, if it was told with this fingerprint and nothing else
    /// decides.
    fn kept(&self, index: usize, fingerprint: u64) -> Option<Entry> {
        let previous = self.previous?;
        let fingerprint = Some(NonZeroU64::new(fingerprint)?);
        let kept = match previous.entries.get(index)? {
            Entry::Rules(rules) if rules.fingerprint == fingerprint => {
                Entry::Rules(Arc::clone(rules))
            }
            Entry::Fixed(fixed) if fixed.fingerprint == fingerprint && fixed.error.is_none() => {
                Entry::Fixed(Arc::clone(fixed))
            }
            _ => return None,
        };
        let feature = self.registry.features().get(index)?;
        (!feature.is_frozen() && self.variable(feature).is_none()).then_some(kept)
    }

    fn entry(
        &mut self,
        feature: &'static FeatureInfo,
        said: Said<'_>,
        fingerprint: Option<u64>,
    ) -> Entry {
        self.declared.up_to(feature.index(), &self.builder);
        let fingerprint = fingerprint.and_then(NonZeroU64::new);
        if feature.is_frozen() {
            if matches!(said, Said::Fixed(Ok(Some(_))) | Said::Rules(..)) {
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
        match said {
            Said::Ask => Entry::Ask,
            Said::Fixed(Ok(None)) => self.declared_entry(feature),
            Said::Fixed(Ok(Some(resolution))) => {
                self.provider_entry(feature, resolution, fingerprint)
            }
            Said::Fixed(Err(error)) => self.set_aside(feature, error),
            Said::Rules(rules, otherwise) => {
                self.rules_entry(feature, rules, otherwise, fingerprint)
            }
        }
    }

    /// Nobody has an opinion.
    fn declared_entry(&self, feature: &FeatureInfo) -> Entry {
        match &self.declared.of(feature).rules {
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
        rules: &[Rule],
        otherwise: Option<Resolution>,
        fingerprint: Option<NonZeroU64>,
    ) -> Entry {
        let otherwise = match otherwise.map(|value| provider_value(feature, value)) {
            None => None,
            Some(Ok(fixed)) => Some(Box::new(fixed)),
            Some(Err(error)) => return self.set_aside(feature, error),
        };
        let mut problems = Vec::new();
        let program = self.builder.program(feature, rules, &mut problems);
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
                        let declared = self.declared.of(feature);
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
                None => self.declared.of(feature).value.clone(),
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
        value: Served::load(feature, &resolution.value)?,
        variant: resolution.variant,
        reason: resolution.reason,
        error: None,
        fingerprint: None,
    })
}
