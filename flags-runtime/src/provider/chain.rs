//! Several providers, one after the other.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::installed::{Installed, panicked};
use crate::payload::Payload;
use crate::{
    Answer, Answers, ErrorKind, EvaluationContext, FeatureInfo, Listener, Notice, NoticeKind,
    Provider, ProviderState, Registry, Resolution, ResolveError, SegmentInfo, Status, Text,
};

/// Asks several providers in turn: the first that has an opinion decides.
///
/// - A provider that fails, panics, or says what does not fit the feature is passed over. Its error
///   is the answer only where no later one has an opinion; otherwise it is a notice.
/// - A feature stays on the fast path as long as everyone up to the one that decides answers without
///   a context.
/// - Rules of a provider are evaluated when the chain is asked; explanations do not go into them.
/// - Where two answer for one feature without a context, and differently, that is a notice.
/// - It is as well as the worst of its providers, with the reasons of all that are not ready; it has
///   given up only when all of them have. Its data is as old as the oldest.
/// - Its version is the versions of all, joined by `+`. Its name is `chain(…)` with theirs.
///
/// ```
/// use flags_runtime::{Chain, EnvProvider, MemoryProvider, set_provider};
///
/// set_provider(Chain::first(EnvProvider::from_env()).then(MemoryProvider::new()));
/// ```
pub struct Chain {
    name: String,
    links: Vec<Installed>,
    /// What was found when the answers for each registry were composed last.
    findings: Mutex<Vec<(&'static Registry, Vec<Notice>)>>,
}

type Resolved = Result<Option<Resolution>, ResolveError>;

impl Chain {
    /// Asks this one before all others.
    pub fn first(provider: impl Provider + 'static) -> Self {
        Self {
            name: String::new(),
            links: Vec::new(),
            findings: Mutex::new(Vec::new()),
        }
        .then(provider)
    }

    /// Asks this one where those before it have no opinion.
    #[must_use]
    pub fn then(mut self, provider: impl Provider + 'static) -> Self {
        self.links.push(Installed::new(Arc::new(provider)));
        let names: Vec<&str> = self.links.iter().map(|link| &**link.name()).collect();
        self.name = format!("chain({})", names.join(", "));
        self
    }

    /// The answer for one feature, out of the answers of each link for its registry.
    fn compose(
        &self,
        feature: &FeatureInfo,
        answers: &[Option<Answers>],
        findings: &mut Vec<Notice>,
    ) -> Answer {
        let mut decided: Option<(&Installed, Resolution)> = None;
        let mut asks = false;
        let mut errors = Vec::new();
        for (link, answers) in self.links.iter().zip(answers) {
            let resolved = match answers.as_ref().map(|answers| answers.get(feature.index())) {
                None => Err(panicked()),
                // Rules have been taken out.
                Some(Answer::Ask | Answer::Rules(_)) => {
                    asks = true;
                    continue;
                }
                Some(Answer::Fixed(resolved)) => fitting(feature, resolved.clone()),
            };
            match (resolved, &decided) {
                (Ok(None), _) => {}
                (Err(error), _) => errors.push((link, error)),
                (Ok(Some(other)), Some((first, served))) => {
                    if !same(feature, &other, served) {
                        findings.push(overruled(feature, first, served, link, &other));
                    }
                }
                // Behind one that asks, nobody decides before the context is known.
                (Ok(Some(_)), None) if asks => {}
                (Ok(Some(resolution)), None) => decided = Some((link, resolution)),
            }
        }
        let answer = match decided {
            Some((_, resolution)) => Answer::Fixed(Ok(Some(resolution))),
            None if asks => Answer::Ask,
            None if errors.is_empty() => Answer::Fixed(Ok(None)),
            // As the chain's answer, this one is told of anyway.
            None => Answer::Fixed(Err(errors.remove(0).1)),
        };
        let passed_over = errors.iter();
        findings.extend(passed_over.map(|(link, error)| is_passed_over(feature, link, error)));
        answer
    }
}

impl Provider for Chain {
    fn name(&self) -> &str {
        &self.name
    }

    fn resolve(&self, feature: &FeatureInfo, context: &dyn EvaluationContext) -> Resolved {
        let mut first_error = None;
        for link in &self.links {
            match fitting(feature, link.resolve(feature, context)) {
                Ok(None) => {}
                Ok(Some(resolution)) => return Ok(Some(resolution)),
                Err(error) => {
                    first_error.get_or_insert(error);
                }
            }
        }
        first_error.map_or(Ok(None), Err)
    }

    fn answers(&self, registry: &'static Registry, environment: &str) -> Answers {
        let answers: Vec<_> = self
            .links
            .iter()
            .map(|link| link.answers_without_rules(registry, environment))
            .collect();
        let mut findings = Vec::new();
        let features = registry.features().iter();
        let composed = features
            .map(|feature| self.compose(feature, &answers, &mut findings))
            .collect();
        {
            let mut all = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
            all.retain(|(other, _)| !std::ptr::eq(*other, registry));
            all.push((registry, findings));
        }
        let versions: Vec<_> = answers
            .iter()
            .flatten()
            .filter_map(Answers::version)
            .collect();
        let composed = Answers::new(composed).with_segments(segments_of(registry, &answers));
        match &versions[..] {
            [] => composed,
            _ => composed.with_version(versions.join("+")),
        }
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        for link in &self.links {
            link.subscribe(Arc::clone(&listener));
        }
    }

    /// What the link that answers tells, and each that is asked before it.
    fn explain(&self, feature: &FeatureInfo, context: &dyn EvaluationContext) -> Vec<String> {
        let mut told = Vec::new();
        for link in &self.links {
            let steps = link.explain(feature, context).into_iter();
            told.extend(steps.map(|step| format!("`{}`: {step}", link.name())));
            if let Ok(Some(_)) = fitting(feature, link.resolve(feature, context)) {
                break;
            }
        }
        told
    }

    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let mut notices: Vec<_> = self
            .links
            .iter()
            .flat_map(|link| link.notices(registries))
            .collect();
        let findings = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
        for (registry, found) in &*findings {
            if registries
                .iter()
                .any(|asked| std::ptr::eq(*asked, *registry))
            {
                notices.extend_from_slice(found);
            }
        }
        notices
    }

    fn status(&self) -> Status {
        let all: Vec<_> = self
            .links
            .iter()
            .map(|link| (link.name(), link.status()))
            .collect();
        combine(&all)
    }

    /// Waits for each in turn, all within the timeout.
    fn ready(&self, timeout: Duration) -> Status {
        let start = Instant::now();
        let all: Vec<_> = self
            .links
            .iter()
            .map(|link| {
                let left = timeout.saturating_sub(start.elapsed());
                (link.name(), link.ready(left))
            })
            .collect();
        combine(&all)
    }

    fn shutdown(&self) {
        for link in &self.links {
            link.shutdown();
        }
    }
}

/// Of each of the registry's segments, what the first link says that has it, with all that this link
/// has beyond them: what it says may refer to those.
fn segments_of(registry: &'static Registry, links: &[Option<Answers>]) -> Vec<(u32, SegmentInfo)> {
    let declared = registry.segments().len() as u32;
    let mut all: Vec<(u32, SegmentInfo)> = Vec::new();
    let mut own = 0;
    for link in links.iter().flatten() {
        let is_new = |index| index < declared && all.iter().all(|(known, _)| *known != index);
        let new: Vec<u32> = link
            .segments
            .iter()
            .map(|(index, _)| *index)
            .filter(|index| is_new(*index))
            .collect();
        if new.is_empty() {
            continue;
        }
        let moved_by = own;
        for (index, segment) in &link.segments {
            let segment = || segment.moved(declared, moved_by);
            if *index >= declared {
                all.push((index + moved_by, segment()));
                own += 1;
            } else if new.contains(index) {
                all.push((*index, segment()));
            }
        }
    }
    all.sort_unstable_by_key(|(index, _)| *index);
    all
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Chain").field(&self.name).finish()
    }
}

/// An opinion that does not fit the feature is an error. Does not allocate.
fn fitting(feature: &FeatureInfo, resolved: Resolved) -> Resolved {
    match resolved {
        Ok(Some(resolution)) if Payload::check(feature, resolution.value()).is_none() => {
            Err(ResolveError::new(
                ErrorKind::TypeMismatch,
                "the provider's value does not fit the feature's declaration",
            ))
        }
        resolved => resolved,
    }
}

fn same(feature: &FeatureInfo, one: &Resolution, two: &Resolution) -> bool {
    match (
        Payload::check(feature, one.value()),
        Payload::check(feature, two.value()),
    ) {
        (Some(one), Some(two)) => one.same_as(&two),
        _ => one.value() == two.value(),
    }
}

fn overruled(
    feature: &FeatureInfo,
    first: &Installed,
    served: &Resolution,
    other: &Installed,
    overruled: &Resolution,
) -> Notice {
    Notice::new(
        NoticeKind::Overruled,
        format!(
            "feature `{}`: `{}` says {}, `{}` says {}; the first in the chain decides",
            feature.key(),
            first.name(),
            served.value(),
            other.name(),
            overruled.value(),
        ),
    )
}

fn is_passed_over(feature: &FeatureInfo, link: &Installed, error: &ResolveError) -> Notice {
    Notice::new(
        NoticeKind::SetAside,
        format!(
            "feature `{}`: `{}` is passed over: {error}",
            feature.key(),
            link.name()
        ),
    )
}

pub(super) fn combine(all: &[(&Text, Status)]) -> Status {
    let states = || all.iter().map(|(_, status)| status.state());
    let mut state = states()
        .max_by_key(|state| badness(*state))
        .unwrap_or(ProviderState::Ready);
    if state == ProviderState::Fatal && states().any(|state| state != ProviderState::Fatal) {
        state = ProviderState::Error;
    }
    let reasons: Vec<_> = all
        .iter()
        .filter(|(_, status)| status.state() != ProviderState::Ready)
        .map(|(name, status)| match status.reason() {
            Some(reason) => format!("`{name}`: {reason}"),
            None => format!("`{name}` is {:?}", status.state()),
        })
        .collect();
    let mut status = Status::new(state);
    if !reasons.is_empty() {
        status = status.because(reasons.join("; "));
    }
    status.since = all.iter().filter_map(|(_, status)| status.since).min();
    status
}

const fn badness(state: ProviderState) -> u8 {
    match state {
        ProviderState::Ready => 0,
        ProviderState::Stale => 1,
        ProviderState::NotReady => 2,
        ProviderState::Error => 3,
        ProviderState::Fatal => 4,
    }
}
