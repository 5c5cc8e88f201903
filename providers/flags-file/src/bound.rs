//! What a state file says of one registry.

use flags_manifest::diagnostic::Diagnostic;
use flags_manifest::state::{Checker, Declaration, StateEntry};
use flags_runtime::{
    Answer, ErrorKind, FeatureInfo, List, Reason, Registry, Resolution, ResolveError, Rule,
    RuleSet, SegmentInfo, Value,
};

use crate::declaration::{range_of, type_of, value_of};
use crate::report;
use crate::rules::{Translator, position, scope, segments_of};
use crate::snapshot::Snapshot;

/// A state file, checked against a registry.
pub(crate) struct Bound {
    pub(crate) registry: &'static Registry,
    /// By feature; `None` where the file does not speak of it.
    opinions: Vec<Option<Result<Opinion, ResolveError>>>,
    /// The file's segments, by index: one of the registry's, or beyond.
    pub(crate) segments: Vec<(u32, SegmentInfo)>,
    /// Segments of the registry that cannot be used because of what is wrong with the file's, and
    /// why.
    broken: Vec<(usize, String)>,
    /// Which entries speak to a feature of the registry, and to which.
    pub(crate) heard: Vec<(usize, &'static FeatureInfo)>,
    /// What is wrong with each entry that is set aside.
    pub(crate) errors: Vec<Diagnostic>,
    /// What is wrong with segments.
    pub(crate) segment_errors: Vec<Diagnostic>,
    /// What is left out of the entries.
    pub(crate) ignored: Vec<Diagnostic>,
}

/// What an entry says of its feature.
struct Opinion {
    default: Option<Value>,
    rules: List<Rule>,
    stages: Vec<Stage>,
}

/// What it says in one environment.
struct Stage {
    /// Index into the registry's environments.
    environment: usize,
    default: Option<Value>,
    /// Instead of the entry's own.
    rules: Option<List<Rule>>,
}

/// Places are shown in full for as many entries; beyond that each costs a walk through the text.
const SHOWN: usize = 100;

impl Bound {
    pub(crate) fn new(snapshot: &Snapshot, registry: &'static Registry) -> Self {
        let mut bound = Self {
            registry,
            opinions: Vec::with_capacity(registry.features().len()),
            segments: Vec::new(),
            broken: Vec::new(),
            heard: Vec::new(),
            errors: Vec::new(),
            segment_errors: Vec::new(),
            ignored: Vec::new(),
        };
        let scope = scope(registry);
        let checker = scope.as_ref().map(|scope| snapshot.state.against(scope));
        let translated = match &checker {
            Ok(checker) => bound.take_segments(snapshot, checker),
            Err(_) => Vec::new(),
        };
        let translator = Translator {
            segments: &translated,
        };
        let mut set_aside = 0;
        for feature in registry.features() {
            let Some(index) = snapshot.entry_for(feature) else {
                bound.opinions.push(None);
                continue;
            };
            bound.heard.push((index, feature));
            // What is said of a frozen feature is not heard, right or wrong.
            let opinion = (!feature.is_frozen()).then(|| {
                let entry = &snapshot.state.entries()[index];
                let opinion = match &checker {
                    Ok(checker) => bound.opinion(checker, &translator, entry, feature),
                    Err(attribute) => {
                        let what = format!("attribute `{attribute}` of its registry");
                        Err(unknown_type(entry, &what))
                    }
                };
                opinion.map_err(|(kind, errors)| {
                    set_aside += 1;
                    let message = if set_aside > SHOWN {
                        errors
                            .iter()
                            .map(|error| snapshot.one_line(error))
                            .collect::<Vec<_>>()
                            .join("\n")
                    } else {
                        report::render(&errors, &snapshot.name, &snapshot.text)
                    };
                    bound.errors.extend(errors);
                    ResolveError::new(kind, message)
                })
            });
            bound.opinions.push(opinion);
        }
        bound
    }

    /// What the file says of a feature in an environment, given by its index.
    pub(crate) fn answer(&self, feature: &FeatureInfo, environment: usize) -> Answer {
        let opinion = match self.opinions.get(feature.index()) {
            Some(Some(Ok(opinion))) => Some(opinion),
            Some(Some(Err(error))) => return Answer::Fixed(Err(error.clone())),
            _ => None,
        };
        let stage = opinion.and_then(|opinion| {
            let mut stages = opinion.stages.iter();
            stages.find(|stage| stage.environment == environment)
        });
        let value = stage
            .and_then(|stage| stage.default.as_ref())
            .or_else(|| opinion?.default.as_ref());
        let rules = stage
            .and_then(|stage| stage.rules.as_ref())
            .or(opinion.map(|opinion| &opinion.rules));
        if value.is_none()
            && let Some(error) = self.misled(feature, environment)
        {
            return Answer::Fixed(Err(error));
        }
        let Some(rules) = rules.filter(|rules| !rules.is_empty()) else {
            let answer = value.map(|value| Resolution::new(value.clone(), Reason::Static));
            return Answer::Fixed(Ok(answer));
        };
        let rules = RuleSet::new(rules.clone());
        Answer::Rules(match value {
            Some(value) => rules.or(Resolution::new(value.clone(), Reason::Default)),
            None => rules,
        })
    }

    /// Whether the declared rules of a feature would be evaluated with a segment that the file
    /// replaces by one that is wrong.
    fn misled(&self, feature: &FeatureInfo, environment: usize) -> Option<ResolveError> {
        if self.broken.is_empty() || feature.is_frozen() {
            return None;
        }
        let rules = feature.rules_in(environment).iter();
        let mut used = rules.filter_map(Rule::when).flat_map(segments_of);
        let (index, reason) = used.find_map(|segment| {
            let found = self
                .broken
                .binary_search_by_key(&segment, |(index, _)| *index);
            found.ok().map(|at| &self.broken[at])
        })?;
        let message = format!(
            "feature `{}`: its declared rules use segment `{}`, which cannot be used, since {reason}",
            feature.key(),
            self.registry.segments()[*index].name(),
        );
        Some(ResolveError::new(ErrorKind::ParseError, message))
    }

    /// Takes the file's segments. Returns the runtime's index of each segment of the checker's.
    fn take_segments(&mut self, snapshot: &Snapshot, checker: &Checker<'_>) -> Vec<u32> {
        let segments = checker.segments();
        self.segment_errors.clone_from(&segments.errors);
        let declared = self.registry.segments().len();
        self.broken = segments
            .broken
            .iter()
            .filter(|broken| broken.index < declared)
            .map(|broken| {
                (
                    broken.index,
                    format!("{} of {}", broken.reason, snapshot.name),
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
        translated
    }

    fn opinion(
        &mut self,
        checker: &Checker<'_>,
        translator: &Translator<'_>,
        entry: &StateEntry,
        feature: &FeatureInfo,
    ) -> Result<Opinion, (ErrorKind, Vec<Diagnostic>)> {
        let Some(ty) = type_of(&feature.value_type()) else {
            return Err(unknown_type(entry, "it"));
        };
        let range = range_of(feature);
        let declaration = Declaration {
            ty: &ty,
            range: range.as_ref(),
        };
        let checked = checker.check(entry, &declaration);
        self.ignored.extend(checked.ignored);
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

fn unknown_type(entry: &StateEntry, what: &str) -> (ErrorKind, Vec<Diagnostic>) {
    let message = format!(
        "feature `{}` is set aside, since {what} has a type that state files do not know",
        entry.name()
    );
    (ErrorKind::General, vec![at(entry, message)])
}

/// A finding at an entry's name.
pub(crate) fn at(entry: &StateEntry, message: String) -> Diagnostic {
    Diagnostic {
        message,
        span: Some(entry.name_span().clone()),
        help: None,
    }
}
