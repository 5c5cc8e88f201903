//! All flags at one moment, with the engine that evaluates them.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use flags_http::Refused;
use flags_runtime::{
    Answer, Answers, ErrorKind, EvaluationContext, FeatureInfo, Notice, NoticeKind, Reason,
    Registry, Resolution, ResolveError, Text, ValueType,
};
use serde_json::Value as Json;
use unleash_types::client_features::{ClientFeature, ClientFeatures, ClientFeaturesDelta, Segment};
use unleash_yggdrasil::{EngineState, EvalWarning, UpdateMessage};

use crate::flag::{Flag, Nature, problem, problem_of_segment, tame};
use crate::payload::{self, Kind};
use crate::subject::{Mapping, Subject};

/// As many earlier forms of a flag are remembered.
const OLDER: usize = 8;

/// Flags, and what evaluates them.
pub(crate) struct Snapshot {
    engine: EngineState,
    flags: HashMap<String, Flag>,
    /// Flags that cannot be used and were not usable before, and why.
    broken: HashMap<String, String>,
    /// How flags were before the payloads of their variants became something else, the latest first.
    older: HashMap<String, Vec<Arc<Older>>>,
    /// Flags that Unleash has no more.
    gone: BTreeSet<String>,
    segments: Vec<Segment>,
    revision: Option<usize>,
    notices: Vec<Notice>,
}

/// A flag as it was, with an engine of its own.
struct Older {
    engine: EngineState,
    kinds: BTreeSet<Kind>,
}

/// A snapshot that is being put together.
#[derive(Default)]
struct Draft {
    flags: HashMap<String, Flag>,
    broken: HashMap<String, String>,
    gone: BTreeSet<String>,
    set_aside: Vec<String>,
    unknown: Vec<String>,
}

/// What became of a text.
pub(crate) enum Read {
    New(Box<Snapshot>),
    /// It is of an older revision than what is served.
    Older,
}

impl Snapshot {
    /// Reads what `/client/features` answers, or events of `/client/delta`.
    pub(crate) fn read(text: &str, before: Option<&Self>) -> Result<Read, Refused> {
        let invalid = |error: serde_json::Error| Refused::invalid(error.to_string());
        let json: Json = serde_json::from_str(text).map_err(invalid)?;
        if json.get("events").is_some_and(Json::is_array) {
            let delta: ClientFeaturesDelta = serde_json::from_value(json).map_err(invalid)?;
            return Ok(Read::New(Box::new(Self::after(&delta, before))));
        }
        let Some(features) = json.get("features").and_then(Json::as_array) else {
            return Err(Refused::invalid("it has no list `features`"));
        };
        let revision = json.pointer("/meta/revisionId").and_then(Json::as_u64);
        let revision = revision.and_then(|revision| usize::try_from(revision).ok());
        if let (Some(new), Some(known)) = (revision, before.and_then(|before| before.revision))
            && new < known
        {
            return Ok(Read::Older);
        }
        let was_empty = before.is_none_or(|before| before.flags.is_empty());
        if features.is_empty() && !was_empty {
            return Err(Refused::suspicious("it holds no flag any more"));
        }
        let mut draft = Draft::default();
        let (segments, problems) = read_segments(json.get("segments"));
        draft.set_aside.extend(problems);
        for (position, item) in features.iter().enumerate() {
            draft.read(position, item, &segments, before);
        }
        draft.keep_what_is_gone(before);
        Ok(Read::New(Box::new(
            draft.finish(segments, revision, before),
        )))
    }

    /// What was there, changed by events.
    fn after(delta: &ClientFeaturesDelta, before: Option<&Self>) -> Self {
        let mut state = before.map(Self::state).unwrap_or_default();
        state.apply_delta(delta);
        let segments = state.segments.unwrap_or_default();
        let mut draft = Draft::default();
        for feature in state.features {
            draft.add(feature, &segments, before);
        }
        draft.finish(segments, None, before)
    }

    fn state(&self) -> ClientFeatures {
        state(&self.flags, &self.segments)
    }

    /// What a person should know: of all flags, and of those that features ask for.
    pub(crate) fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let features = registries.iter().flat_map(|registry| registry.features());
        let of_features = features.filter_map(|feature| {
            let key = feature.provider_key();
            let flag = self.flags.get(key)?;
            let message = if self.gone.contains(key) {
                format!("flag `{key}` is gone from Unleash; what it said last is served")
            } else if let ValueType::Boolean = feature.value_type() {
                return None;
            } else {
                payload::problem(feature, &flag.feature)?
            };
            Some(Notice::new(NoticeKind::SetAside, message))
        });
        self.notices.iter().cloned().chain(of_features).collect()
    }

    /// Whether a snapshot says the same.
    pub(crate) fn says_what(&self, other: &Self) -> bool {
        let texts = |snapshot: &Self| {
            // Equality of the vendor's types looks at names only.
            let mut flags: Vec<_> = snapshot
                .flags
                .values()
                .map(|flag| (flag.is_stale, serde_json::to_string(&flag.feature).ok()))
                .collect();
            flags.sort();
            let mut segments: Vec<_> = snapshot
                .segments
                .iter()
                .map(|segment| serde_json::to_string(segment).ok())
                .collect();
            segments.sort();
            (flags, segments)
        };
        self.notices == other.notices && self.broken == other.broken && texts(self) == texts(other)
    }

    pub(crate) fn resolve(
        &self,
        feature: &FeatureInfo,
        mapping: &Mapping,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let answer = self.answer(feature);
        if let Answer::Fixed(answer) = answer {
            return answer;
        }
        let key = feature.provider_key();
        let Some(flag) = self.flags.get(key) else {
            return Ok(None);
        };
        let subject = Subject::new(mapping, context);
        let asking = subject.asking(key);
        if let ValueType::Boolean = feature.value_type() {
            let is_on = self.engine.check_enabled(&asking);
            return Ok(is_on.map(|is_on| Resolution::new(is_on, flag.reason(is_on))));
        }
        let Some(variant) = self
            .engine
            .check_variant(&asking)
            .filter(|variant| variant.enabled)
        else {
            return Ok(None);
        };
        match payload::value(feature, &variant) {
            Ok(value) => {
                let resolution = Resolution::new(value, flag.variant_reason());
                Ok(Some(resolution.with_variant(Text::from(variant.name))))
            }
            Err(misfit) => {
                let mut older = self.older.get(key).into_iter().flatten();
                let last_good = older.find_map(|older| {
                    let variant = older.engine.check_variant(&asking)?;
                    let value = payload::value(feature, &variant).ok()?;
                    let resolution = Resolution::new(value, Reason::Stale);
                    Some(resolution.with_variant(Text::from(variant.name)))
                });
                last_good.map(Some).ok_or(misfit)
            }
        }
    }

    /// How a flag was before this, once for each kind of payloads that it had and has no more.
    fn older(&self, key: &str, now: &Flag) -> Vec<Arc<Older>> {
        let kinds = payload::kinds(&now.feature);
        let mut all: Vec<Arc<Older>> = Vec::new();
        let known = self.flags.get(key).filter(|known| {
            let then = payload::kinds(&known.feature);
            !then.is_empty() && then != kinds
        });
        all.extend(known.map(|known| Arc::new(self.alone(known))));
        for older in self.older.get(key).into_iter().flatten() {
            let is_known = all.iter().any(|it| it.kinds == older.kinds);
            if older.kinds != kinds && !is_known && all.len() < OLDER {
                all.push(Arc::clone(older));
            }
        }
        all
    }

    /// A flag with no others but those that it depends on.
    fn alone(&self, flag: &Flag) -> Older {
        let parents = flag.feature.dependencies.iter().flatten();
        let parents = parents.filter_map(|parent| self.flags.get(&parent.feature));
        let flags: HashMap<String, Flag> = parents
            .chain([flag])
            .map(|flag| (flag.feature.name.clone(), flag.clone()))
            .collect();
        let engine = EngineState::default();
        engine.take_state(UpdateMessage::FullResponse(state(&flags, &self.segments)));
        Older {
            engine,
            kinds: payload::kinds(&flag.feature),
        }
    }

    pub(crate) fn answers(&self, registry: &'static Registry) -> Answers {
        let features = registry.features().iter();
        let answers = Answers::new(features.map(|feature| self.answer(feature)).collect());
        match self.revision {
            Some(revision) => answers.with_version(revision.to_string()),
            None => answers,
        }
    }

    /// What can be said without a context.
    fn answer(&self, feature: &FeatureInfo) -> Answer {
        let key = feature.provider_key();
        if let Some(problem) = self.broken.get(key) {
            let problem = format!("flag `{key}` cannot be used: {problem}");
            return Answer::Fixed(Err(ResolveError::new(ErrorKind::ParseError, problem)));
        }
        let Some(flag) = self.flags.get(key) else {
            return Answer::Fixed(Ok(None));
        };
        let is_boolean = matches!(feature.value_type(), ValueType::Boolean);
        match (flag.nature, is_boolean) {
            (Nature::Off, true) => fixed(false, flag.reason(false)),
            (Nature::On, true) => fixed(true, flag.reason(true)),
            (Nature::Off, false) => Answer::Fixed(Ok(None)),
            _ => Answer::Ask,
        }
    }
}

impl Draft {
    /// Takes one item of the list.
    fn read(
        &mut self,
        position: usize,
        item: &Json,
        segments: &[Segment],
        before: Option<&Snapshot>,
    ) {
        let name = item.get("name").and_then(Json::as_str);
        match (serde_json::from_value::<ClientFeature>(item.clone()), name) {
            (Ok(feature), _) => self.add(feature, segments, before),
            (Err(error), Some(name)) => self.set_aside(name, &error.to_string(), before),
            (Err(_), None) => {
                self.set_aside
                    .push(format!("flag {} of the answer has no name", position + 1));
            }
        }
    }

    fn add(&mut self, mut feature: ClientFeature, segments: &[Segment], before: Option<&Snapshot>) {
        let has_segment = |id| segments.iter().any(|segment| segment.id == id);
        match problem(&feature, has_segment) {
            Some(problem) => self.set_aside(&feature.name, &problem, before),
            None => {
                self.unknown.extend(tame(&mut feature));
                self.flags.insert(feature.name.clone(), Flag::new(feature));
            }
        }
    }

    /// Keeps a flag as it was, or remembers why it cannot be used.
    fn set_aside(&mut self, name: &str, problem: &str, before: Option<&Snapshot>) {
        let known = before.and_then(|before| before.flags.get(name));
        self.flags.remove(name);
        let outcome = match known {
            Some(known) => {
                let stale = Flag {
                    is_stale: true,
                    ..known.clone()
                };
                self.flags.insert(name.to_owned(), stale);
                "what it was last is served"
            }
            None => {
                self.broken.insert(name.to_owned(), problem.to_owned());
                "declared values are served"
            }
        };
        self.set_aside
            .push(format!("flag `{name}` is set aside: {problem}; {outcome}"));
    }

    /// What the engine cannot compile. It may warn twice of one flag.
    fn set_aside_all(&mut self, warnings: &[EvalWarning], before: Option<&Snapshot>) {
        let mut names: Vec<&str> = Vec::new();
        for warning in warnings {
            let name = warning.toggle_name.as_str();
            if !names.contains(&name) {
                names.push(name);
                // The engine goes on with what it would make of the flag, which is not what is served.
                let cause = warning.message.rsplit_once("StrategyParseError(\"");
                let cause = cause.and_then(|(_, cause)| cause.strip_suffix("\")"));
                let cause = cause.unwrap_or(warning.message.as_str());
                let problem = format!("the engine cannot compile it: {cause}");
                self.set_aside(name, &problem, before);
            }
        }
    }

    fn keep_what_is_gone(&mut self, before: Option<&Snapshot>) {
        let known = before.map(|before| &before.flags).into_iter().flatten();
        let mut gone: Vec<_> = known
            .map(|(name, _)| name.as_str())
            .filter(|name| !self.flags.contains_key(*name) && !self.broken.contains_key(*name))
            .collect();
        gone.sort_unstable();
        for name in gone {
            if let Some(known) = before.and_then(|before| before.flags.get(name)) {
                let stale = Flag {
                    is_stale: true,
                    ..known.clone()
                };
                self.flags.insert(name.to_owned(), stale);
                self.gone.insert(name.to_owned());
            }
        }
    }

    fn finish(
        mut self,
        mut segments: Vec<Segment>,
        revision: Option<usize>,
        before: Option<&Snapshot>,
    ) -> Snapshot {
        // What is served as it was last asks for segments that may have gone with it.
        let known = before.map(|before| &before.segments).into_iter().flatten();
        let wanted = |id: i32| {
            let stale = self.flags.values().filter(|flag| flag.is_stale);
            let mut strategies = stale.flat_map(|flag| flag.feature.strategies.iter().flatten());
            strategies.any(|strategy| strategy.segments.iter().flatten().any(|it| *it == id))
        };
        let missing: Vec<_> = known
            .filter(|known| !segments.iter().any(|segment| segment.id == known.id))
            .filter(|known| wanted(known.id))
            .cloned()
            .collect();
        segments.extend(missing);
        let engine = EngineState::default();
        let compile = |flags: &HashMap<String, Flag>| {
            let message = UpdateMessage::FullResponse(state(flags, &segments));
            engine.take_state(message).unwrap_or_default()
        };
        let warnings = compile(&self.flags);
        if !warnings.is_empty() {
            // The engine would have them off.
            self.set_aside_all(&warnings, before);
            // What was good once compiles again, unless its segments are others now.
            let warnings = compile(&self.flags);
            self.set_aside_all(&warnings, None);
            compile(&self.flags);
        }
        let mut notices: Vec<_> = self
            .set_aside
            .into_iter()
            .map(|problem| Notice::new(NoticeKind::SetAside, problem))
            .collect();
        let ignored = |problem| Notice::new(NoticeKind::Ignored, problem);
        notices.extend(self.unknown.into_iter().map(ignored));
        let older = self.flags.iter().filter_map(|(key, flag)| {
            let older = before?.older(key, flag);
            (!older.is_empty()).then(|| (key.clone(), older))
        });
        Snapshot {
            engine,
            older: older.collect(),
            gone: self.gone,
            flags: self.flags,
            broken: self.broken,
            segments,
            revision,
            notices,
        }
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("flags", &self.flags.len())
            .finish_non_exhaustive()
    }
}

fn state(flags: &HashMap<String, Flag>, segments: &[Segment]) -> ClientFeatures {
    ClientFeatures {
        version: 2,
        features: flags.values().map(|flag| flag.feature.clone()).collect(),
        segments: Some(segments.to_vec()),
        query: None,
        meta: None,
    }
}

/// The segments that can be read, and what is wrong with the others.
fn read_segments(json: Option<&Json>) -> (Vec<Segment>, Vec<String>) {
    let mut segments = Vec::new();
    let mut problems = Vec::new();
    for item in json.and_then(Json::as_array).into_iter().flatten() {
        let problem = match serde_json::from_value::<Segment>(item.clone()) {
            Err(error) => error.to_string(),
            Ok(segment) => match problem_of_segment(&segment) {
                Some(problem) => problem,
                None => {
                    segments.push(segment);
                    continue;
                }
            },
        };
        let id = item.get("id");
        let id = id.map_or("without an id".to_owned(), Json::to_string);
        problems.push(format!("segment {id} is set aside: {problem}"));
    }
    (segments, problems)
}

fn fixed(value: bool, reason: Reason) -> Answer {
    Answer::Fixed(Ok(Some(Resolution::new(value, reason))))
}
