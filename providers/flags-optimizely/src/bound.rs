//! A datafile as the features of one registry see it.

use std::sync::Arc;

use flags_runtime::{
    Answer, ErrorKind, FeatureInfo, Notice, NoticeKind, Reason, Registry, Resolution, ResolveError,
    Text,
};

use crate::datafile::{Datafile, Flag};
use crate::decide::trace::Trace;
use crate::decide::{By, Decision, How, constant, decide};
use crate::forced::Forced;
use crate::subject::Subject;
use crate::value::Values;

/// Immutable. Values are converted when it is made, so that an evaluation finds them.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) registry: &'static Registry,
    /// By index of the feature.
    features: Box<[Source]>,
}

/// What answers for a feature.
#[derive(Clone, Debug)]
enum Source {
    /// The datafile does not know it.
    NoFlag,
    /// Its flag cannot be used, and no earlier one could.
    SetAside(ResolveError),
    Served(Arc<Serving>),
}

/// A flag that serves a feature.
#[derive(Debug)]
pub(crate) struct Serving {
    /// The one that the flag is from: an earlier one, where the current one's cannot be used.
    pub(crate) datafile: Arc<Datafile>,
    index: usize,
    values: Arc<Values>,
    /// What every context gets, if they all get the same.
    constant: Option<Result<Option<Resolution>, ResolveError>>,
    /// Why it is from an earlier datafile.
    pub(crate) stale: Option<Text>,
}

impl Bound {
    /// `previous` is what an earlier datafile served the same registry with.
    pub(crate) fn new(
        datafile: &Arc<Datafile>,
        registry: &'static Registry,
        previous: Option<&Self>,
    ) -> Self {
        let features = registry.features().iter().map(|feature| {
            let previous = previous.and_then(|bound| match &bound.features[feature.index()] {
                Source::Served(serving) => Some(serving),
                Source::NoFlag | Source::SetAside(_) => None,
            });
            source(datafile, feature, previous)
        });
        Self {
            registry,
            features: features.collect(),
        }
    }

    /// What can be said without a context. `asks` is whether `resolve` is wanted where there is a
    /// flag to ask.
    pub(crate) fn answer(&self, feature: &FeatureInfo, asks: impl Fn(&str) -> bool) -> Answer {
        match self.source(feature) {
            None | Some(Source::NoFlag) => Answer::Fixed(Ok(None)),
            Some(Source::SetAside(error)) => Answer::Fixed(Err(error.clone())),
            Some(Source::Served(serving)) => match &serving.constant {
                Some(answer) if !asks(feature.provider_key()) => Answer::Fixed(answer.clone()),
                _ => Answer::Ask,
            },
        }
    }

    /// What answers for a feature; `Ok(None)` where nothing does.
    pub(crate) fn serving(&self, feature: &FeatureInfo) -> Result<Option<&Serving>, &ResolveError> {
        match self.source(feature) {
            None | Some(Source::NoFlag) => Ok(None),
            Some(Source::SetAside(error)) => Err(error),
            Some(Source::Served(serving)) => Ok(Some(serving)),
        }
    }

    fn source(&self, feature: &FeatureInfo) -> Option<&Source> {
        self.features.get(feature.index())
    }

    /// What a person should know of it, but for what [`Answer::Fixed`] errors tell.
    pub(crate) fn notices(&self, datafile: &Datafile) -> Vec<Notice> {
        let mut notices = Vec::new();
        let features = self.registry.features().iter().zip(&self.features);
        for (feature, source) in features.filter(|(feature, _)| !feature.is_frozen()) {
            let key = feature.provider_key();
            match source {
                Source::NoFlag => notices.push(Notice::new(
                    NoticeKind::SetAside,
                    format!(
                        "feature `{}` of registry `{}`: the datafile has no flag `{key}`; what is \
                         declared is served ({})",
                        feature.key(),
                        self.registry.name(),
                        ErrorKind::FlagNotFound
                    ),
                )),
                Source::SetAside(_) => {}
                Source::Served(serving) => {
                    if let Some(why) = &serving.stale {
                        notices.push(Notice::new(
                            NoticeKind::SetAside,
                            format!(
                                "{why}; what it said in revision {} is served",
                                serving.datafile.revision
                            ),
                        ));
                    }
                }
            }
            let ignored = datafile.ignored.iter();
            let ignored = ignored.filter(|(of, _)| of.as_deref() == Some(key));
            notices.extend(ignored.map(|(_, note)| {
                Notice::new(NoticeKind::Ignored, format!("flag `{key}`: {note}"))
            }));
        }
        notices
    }
}

fn source(
    datafile: &Arc<Datafile>,
    feature: &FeatureInfo,
    previous: Option<&Arc<Serving>>,
) -> Source {
    let key = feature.provider_key();
    let (kind, problem) = match datafile.find(key) {
        None => (ErrorKind::FlagNotFound, None),
        Some(Err(problem)) => (ErrorKind::ParseError, Some(problem.to_string())),
        Some(Ok((index, flag))) => match Values::new(datafile, flag, feature) {
            Ok(values) => {
                let serving = Serving::new(datafile, index, flag, Arc::new(values), None);
                return Source::Served(Arc::new(serving));
            }
            Err(problem) => (ErrorKind::TypeMismatch, Some(problem)),
        },
    };
    let message = match &problem {
        Some(problem) => format!("flag `{key}` is set aside: {problem}"),
        None => format!("flag `{key}` is gone from the datafile"),
    };
    match (previous, problem) {
        (Some(serving), _) => Source::Served(Arc::new(serving.as_of_before(message))),
        (None, Some(_)) => Source::SetAside(ResolveError::new(kind, message)),
        (None, None) => Source::NoFlag,
    }
}

impl Serving {
    fn new(
        datafile: &Arc<Datafile>,
        index: usize,
        flag: &Flag,
        values: Arc<Values>,
        stale: Option<Text>,
    ) -> Self {
        let constant = constant(datafile, flag)
            .map(|decision| resolution(&values, &decision, stale.is_some()));
        Self {
            datafile: Arc::clone(datafile),
            index,
            values,
            constant,
            stale,
        }
    }

    fn flag(&self) -> &Flag {
        self.datafile
            .flag(self.index)
            .expect("only a flag that can be used is served")
    }

    fn as_of_before(&self, why: String) -> Self {
        Self::new(
            &self.datafile,
            self.index,
            self.flag(),
            Arc::clone(&self.values),
            Some(why.into()),
        )
    }

    /// Decides for a subject. `decided` hears of the decision.
    pub(crate) fn resolve(
        &self,
        forced: Option<&Forced>,
        subject: &impl Subject,
        trace: &mut impl Trace,
        decided: impl FnOnce(&Arc<Datafile>, &Flag, &Decision<'_>),
    ) -> Result<Option<Resolution>, ResolveError> {
        let flag = self.flag();
        let decision =
            decide(&self.datafile, flag, forced, subject, trace).map_err(|_| no_key())?;
        decided(&self.datafile, flag, &decision);
        resolution(&self.values, &decision, self.stale.is_some())
    }
}

/// Without allocating.
pub(crate) fn no_key() -> ResolveError {
    ResolveError::new(
        ErrorKind::TargetingKeyMissing,
        "the flag is split by user, and the context has no targeting key",
    )
}

fn resolution(
    values: &Values,
    decision: &Decision<'_>,
    is_stale: bool,
) -> Result<Option<Resolution>, ResolveError> {
    let Some(value) = values.serve(decision.variation)? else {
        return Ok(None);
    };
    let reason = if is_stale {
        Reason::Stale
    } else {
        reason(decision)
    };
    let resolution = Resolution::new(value, reason);
    Ok(Some(match decision.variation {
        Some((_, variation)) => resolution.with_variant(variation.key.clone()),
        None => resolution,
    }))
}

fn reason(decision: &Decision<'_>) -> Reason {
    match (decision.variation, decision.by, decision.how) {
        (None, ..) => Reason::Disabled,
        (_, By::Flag, _) => Reason::Override,
        (_, _, How { forced: true, .. }) => Reason::Override,
        (_, _, How { bucketed: true, .. }) => Reason::Split,
        (_, _, How { asked: true, .. }) => Reason::TargetingMatch,
        _ => Reason::Static,
    }
}
