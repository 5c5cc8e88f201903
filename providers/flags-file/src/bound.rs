//! What a state file says of one registry.

use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::state::{Checker, Declaration, StateEntry, StateFile};
use flags_runtime::{
    Answer, AnswerSink, ErrorKind, FeatureInfo, List, Reason, Registry, Resolution, ResolveError,
    Rule, RuleSet, SegmentInfo, Value,
};

use crate::declaration::{range_of, type_of, value_of};
use crate::report;
use crate::rules::{Translator, position, scope, segments_of};
use crate::snapshot::Snapshot;

mod fingerprint;
mod plain;

use fingerprint::Fingerprints;
use plain::Plain;

/// A state file that is being checked against a registry.
pub(crate) struct Binder<'s> {
    snapshot: &'s Snapshot,
    state: &'s StateFile,
    registry: &'static Registry,
    /// The name of an attribute instead, whose type is not known here.
    checker: Result<Checker<'s>, &'static str>,
    plain: Plain,
    /// The runtime's index of each segment of the checker's.
    translated: Vec<u32>,
    /// The file's segments, by index: one of the registry's, or beyond.
    segments: Vec<(u32, SegmentInfo)>,
    /// Segments of the registry that cannot be used because of what is wrong with the file's, and
    /// why.
    broken: Vec<(usize, String)>,
    faults: Faults,
    set_aside: usize,
}

/// What is wrong with a state file, for one registry.
#[derive(Default)]
pub(crate) struct Faults {
    /// With each entry that is set aside.
    pub(crate) errors: Vec<Diagnostic>,
    /// With segments.
    pub(crate) segments: Vec<Diagnostic>,
    /// What is left out of the entries.
    pub(crate) ignored: Vec<Diagnostic>,
    /// Whether every entry speaks to one feature of the registry, and that hears it. It may be so
    /// where it is not said here.
    pub(crate) all_heard: bool,
}

/// What an entry says of its feature; nothing where there is none.
type Heard = Option<Result<Opinion, ResolveError>>;

/// The same as it is found.
enum Said<'p> {
    Nothing,
    /// Here, to be taken away before the next.
    Plain(&'p mut Plain),
    Checked(Result<Opinion, ResolveError>),
}

/// What an entry says of its feature.
#[derive(Debug, PartialEq)]
pub(crate) struct Opinion {
    default: Option<Value>,
    rules: List<Rule>,
    stages: Vec<Stage>,
}

/// What it says in one environment.
#[derive(Debug, PartialEq)]
struct Stage {
    /// Index into the registry's environments.
    environment: usize,
    default: Option<Value>,
    /// Instead of the entry's own.
    rules: Option<List<Rule>>,
}

/// Places are shown in full for as many entries; beyond that each costs a walk through the text.
const SHOWN: usize = 100;

/// Checks a file against a registry, and remembers what is wrong with it.
pub(crate) fn bind<R>(
    snapshot: &Snapshot,
    registry: &'static Registry,
    work: impl FnOnce(&mut Binder<'_>) -> R,
) -> R {
    let state = &*snapshot.state();
    let scope = scope(registry);
    let checker = match &scope {
        Ok(scope) => Ok(state.against(scope)),
        Err(attribute) => Err(*attribute),
    };
    let mut binder = Binder {
        snapshot,
        state,
        registry,
        checker,
        plain: Plain::new(registry),
        translated: Vec::new(),
        segments: Vec::new(),
        broken: Vec::new(),
        faults: Faults::default(),
        set_aside: 0,
    };
    binder.take_segments();
    let result = work(&mut binder);
    snapshot.remember(registry, binder.faults);
    result
}

impl Binder<'_> {
    /// Looks at every entry, for what is wrong.
    pub(crate) fn look(&mut self) {
        self.each(|_, _| false, |_, _, _| {});
    }

    /// What the file says, by feature, for all environments.
    pub(crate) fn bound(&mut self) -> Bound {
        let mut opinions = Vec::with_capacity(self.registry.features().len());
        self.each(|_, _| false, |_, _, said| opinions.push(said.heard()));
        Bound {
            registry: self.registry,
            opinions,
            segments: self.segments.clone(),
            broken: self.broken.clone(),
        }
    }

    /// Tells what the file says in an environment, given by its index.
    pub(crate) fn tell(&mut self, environment: usize, to: &mut dyn AnswerSink) {
        let fingerprints = Fingerprints::new(environment, &self.segments, &self.broken);
        let (state, registry, broken) = (self.state, self.registry, self.broken.clone());
        to.begin(Some(self.snapshot.version.clone()), self.segments.clone());
        let to = std::cell::RefCell::new(to);
        let last = std::cell::Cell::new(None);
        self.each(
            |feature, entry| {
                let fingerprint = fingerprints.of(state, entry);
                last.set(fingerprint);
                fingerprint.is_some_and(|own| to.borrow_mut().keeps(feature.index(), own))
            },
            |feature, is_whole, mut said| {
                let fingerprint = last.take().filter(|_| is_whole);
                if let Said::Plain(Plain { default, rules, .. }) = &mut said
                    && !rules.is_empty()
                    && (default.is_some() || broken.is_empty())
                {
                    let otherwise = default.take();
                    let otherwise = otherwise.map(|value| Resolution::new(value, Reason::Default));
                    to.borrow_mut()
                        .take_rules(feature.index(), fingerprint, rules, otherwise);
                    return;
                }
                let chosen = said
                    .heard()
                    .map(|heard| heard.map(|opinion| opinion.into_chosen(environment)));
                let answer = answer(registry, &broken, chosen, feature, environment);
                to.borrow_mut().take(feature.index(), fingerprint, answer);
            },
        );
    }

    /// Reads the entry of each feature, unless there is one and it is `known`. `take` is told whether
    /// there is nothing more to say of the entry than what is in it.
    fn each(
        &mut self,
        known: impl Fn(&'static FeatureInfo, StateEntry<'_>) -> bool,
        mut take: impl FnMut(&'static FeatureInfo, bool, Said<'_>),
    ) {
        let mut entries = self.snapshot.entries_for(self.state);
        // How many were found, as long as each was the next.
        let mut in_order = Some(0);
        for feature in self.registry.features() {
            let Some(entry) = entries.find(feature) else {
                take(feature, false, Said::Nothing);
                continue;
            };
            // What is said of a frozen feature is not heard, right or wrong.
            if feature.is_frozen() {
                take(feature, false, Said::Nothing);
                in_order = None;
                continue;
            }
            in_order = in_order.filter(|next| *next == entry.place());
            in_order = in_order.map(|next| next + 1);
            if known(feature, entry) {
                continue;
            }
            if self.checker.is_ok() && self.plain.read(self.state, entry, feature).is_some() {
                take(feature, true, Said::Plain(&mut self.plain));
                continue;
            }
            // What is left out is told each time, so it has to be found each time; and patterns are
            // counted, over the whole file.
            let found = |this: &Self| {
                let patterns = this.checker.as_ref().map_or(0, Checker::patterns);
                (this.faults.ignored.len(), patterns)
            };
            let before = found(self);
            let heard = self.hear(entry, feature);
            let is_whole = heard.is_ok() && found(self) == before;
            take(feature, is_whole, Said::Checked(heard));
        }
        self.faults.all_heard = in_order == Some(self.state.entries().len());
    }

    fn hear(
        &mut self,
        entry: StateEntry<'_>,
        feature: &FeatureInfo,
    ) -> Result<Opinion, ResolveError> {
        self.checked(entry, feature).map_err(|(kind, errors)| {
            self.set_aside += 1;
            let snapshot = self.snapshot;
            let message = if self.set_aside > SHOWN {
                let lines = errors
                    .iter()
                    .map(|error| snapshot.one_line(self.state, error));
                lines.collect::<Vec<_>>().join("\n")
            } else {
                report::render(&errors, &snapshot.name, &snapshot.text)
            };
            self.faults.errors.extend(errors);
            ResolveError::new(kind, message)
        })
    }

    fn take_segments(&mut self) {
        let Ok(checker) = &self.checker else {
            return;
        };
        let segments = checker.segments();
        self.faults.segments.clone_from(&segments.errors);
        let declared = self.registry.segments().len();
        self.broken = segments
            .broken
            .iter()
            .filter(|broken| broken.index < declared)
            .map(|broken| {
                (
                    broken.index,
                    format!("{} of {}", broken.reason, self.snapshot.name),
                )
            })
            .collect();
        // Beyond the registry's, the runtime wants no gaps, and those that are wrong leave some.
        let mut translated: Vec<u32> = (0..position(declared)).collect();
        let mut next = position(declared);
        for (index, _) in &segments.usable {
            if *index >= declared {
                translated.resize(*index + 1, u32::MAX);
                translated[*index] = next;
                next += 1;
            }
        }
        let translator = Translator {
            segments: &translated,
        };
        let usable = segments.usable.iter().map(|(index, segment)| {
            let condition = translator.condition(&segment.condition);
            let info = SegmentInfo::new(segment.name.clone().into(), condition);
            (translated[*index], info)
        });
        self.segments = usable.collect();
        self.translated = translated;
    }

    fn checked(
        &mut self,
        entry: StateEntry<'_>,
        feature: &FeatureInfo,
    ) -> Result<Opinion, (ErrorKind, Vec<Diagnostic>)> {
        let checker = match &self.checker {
            Ok(checker) => checker,
            Err(attribute) => {
                let what = format!("attribute `{attribute}` of its registry");
                return Err(unknown_type(entry, &what));
            }
        };
        let translator = Translator {
            segments: &self.translated,
        };
        let Some(ty) = type_of(&feature.value_type()) else {
            return Err(unknown_type(entry, "it"));
        };
        let range = range_of(feature);
        let declaration = Declaration {
            ty: &ty,
            range: range.as_ref(),
        };
        let checked = checker.check(entry, &declaration);
        self.faults.ignored.extend(checked.ignored);
        if !checked.errors.is_empty() {
            let kind = if checked.misfits {
                ErrorKind::TypeMismatch
            } else {
                ErrorKind::ParseError
            };
            return Err((kind, checked.errors));
        }
        let stages = checked.environments.into_iter().map(|own| Stage {
            environment: own.environment,
            default: own.default.map(|value| value_of(value, &ty)),
            rules: own.rules.map(|rules| translator.rules(&rules, &ty)),
        });
        Ok(Opinion {
            default: checked.default.map(|value| value_of(value, &ty)),
            rules: checked
                .rules
                .map(|rules| translator.rules(&rules, &ty))
                .unwrap_or_default(),
            stages: stages.collect(),
        })
    }
}

/// What a file says of a registry, for those who ask for one feature at a time.
pub(crate) struct Bound {
    pub(crate) registry: &'static Registry,
    /// By feature.
    opinions: Vec<Heard>,
    pub(crate) segments: Vec<(u32, SegmentInfo)>,
    broken: Vec<(usize, String)>,
}

impl Bound {
    /// What the file says of a feature in an environment, given by its index.
    pub(crate) fn answer(&self, feature: &FeatureInfo, environment: usize) -> Answer {
        let heard = self.opinions.get(feature.index()).and_then(Option::as_ref);
        let chosen = heard.map(|heard| match heard {
            Ok(opinion) => Ok(opinion.chosen(environment)),
            Err(error) => Err(error.clone()),
        });
        answer(self.registry, &self.broken, chosen, feature, environment)
    }
}

impl Said<'_> {
    fn heard(self) -> Heard {
        match self {
            Self::Nothing => None,
            Self::Plain(plain) => Some(Ok(plain.opinion())),
            Self::Checked(heard) => Some(heard),
        }
    }
}

/// What an opinion comes to in one environment: a value, and rules before it.
type Chosen = (Option<Value>, List<Rule>);

impl Opinion {
    fn chosen(&self, environment: usize) -> Chosen {
        let mut stages = self.stages.iter();
        let stage = stages.find(|stage| stage.environment == environment);
        let value = stage.and_then(|stage| stage.default.as_ref());
        let rules = stage.and_then(|stage| stage.rules.as_ref());
        (
            value.or(self.default.as_ref()).cloned(),
            rules.unwrap_or(&self.rules).clone(),
        )
    }

    fn into_chosen(self, environment: usize) -> Chosen {
        if self.stages.is_empty() {
            (self.default, self.rules)
        } else {
            self.chosen(environment)
        }
    }
}

fn answer(
    registry: &Registry,
    broken: &[(usize, String)],
    chosen: Option<Result<Chosen, ResolveError>>,
    feature: &FeatureInfo,
    environment: usize,
) -> Answer {
    let (value, rules) = match chosen {
        Some(Ok(chosen)) => chosen,
        Some(Err(error)) => return Answer::Fixed(Err(error)),
        None => (None, List::EMPTY),
    };
    if value.is_none()
        && let Some(error) = misled(registry, broken, feature, environment)
    {
        return Answer::Fixed(Err(error));
    }
    if rules.is_empty() {
        return Answer::Fixed(Ok(value.map(|value| Resolution::new(value, Reason::Static))));
    }
    let rules = RuleSet::new(rules);
    Answer::Rules(match value {
        Some(value) => rules.or(Resolution::new(value, Reason::Default)),
        None => rules,
    })
}

/// Whether the declared rules of a feature would be evaluated with a segment that the file replaces
/// by one that is wrong.
fn misled(
    registry: &Registry,
    broken: &[(usize, String)],
    feature: &FeatureInfo,
    environment: usize,
) -> Option<ResolveError> {
    if broken.is_empty() || feature.is_frozen() {
        return None;
    }
    let rules = feature.rules_in(environment).iter();
    let mut used = rules.filter_map(Rule::when).flat_map(segments_of);
    let (index, reason) = used.find_map(|segment| {
        let found = broken.binary_search_by_key(&segment, |(index, _)| *index);
        found.ok().map(|at| &broken[at])
    })?;
    let message = format!(
        "feature `{}`: its declared rules use segment `{}`, which cannot be used, since {reason}",
        feature.key(),
        registry.segments()[*index].name(),
    );
    Some(ResolveError::new(ErrorKind::ParseError, message))
}

fn unknown_type(entry: StateEntry<'_>, what: &str) -> (ErrorKind, Vec<Diagnostic>) {
    let message = format!(
        "feature `{}` is set aside, since {what} has a type that state files do not know",
        entry.name()
    );
    (ErrorKind::General, vec![at(entry, message)])
}

/// A finding at an entry's name.
pub(crate) fn at(entry: StateEntry<'_>, message: String) -> Diagnostic {
    Diagnostic {
        message,
        span: Some(entry.name_span()),
        help: None,
    }
}
