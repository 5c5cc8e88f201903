//! What one provider says of one registry at one moment, checked and ready to be served.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

use crate::context::InEnvironment;
use crate::installed::Installed;
use crate::payload::Payload;
use crate::{
    ErrorKind, Evaluation, EvaluationContext, EvaluationError, FeatureInfo, FeatureValue, Need,
    Notice, Reason, Registry, Text,
};

/// Immutable: a value and its reason come from one snapshot.
pub(crate) struct Snapshot {
    pub(crate) registry: &'static Registry,
    /// Index into the registry's environments.
    pub(crate) environment: usize,
    /// Whether `FLAGS_…` variables are read in this environment.
    pub(crate) reads_variables: bool,
    pub(crate) installed: Arc<Installed>,
    pub(crate) version: Option<Text>,
    /// The declared values for the environment, by feature.
    pub(crate) declared: Arc<[Payload]>,
    /// What is known before a context is, by feature.
    pub(crate) entries: Box<[Entry]>,
    /// Variables that are set and ignored, and why, by index of the feature.
    pub(crate) ignored_variables: Vec<(usize, String)>,
    /// What a person should know of it.
    pub(crate) notices: Vec<Notice>,
}

/// What is known of a feature before the context is.
pub(crate) enum Entry {
    /// The provider is to be asked.
    Ask,
    /// Nobody has an opinion: the declared value.
    Declared,
    /// The same for every context.
    Fixed(Box<Fixed>),
}

/// An answer that does not depend on the context.
pub(crate) struct Fixed {
    pub(crate) layer: Layer,
    pub(crate) payload: Payload,
    pub(crate) variant: Option<Text>,
    pub(crate) reason: Reason,
    pub(crate) error: Option<EvaluationError>,
}

/// Rung of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    Variable,
    Provider,
}

/// Answer of a snapshot for one feature and context.
pub(crate) struct Outcome<'s> {
    pub(crate) payload: Cow<'s, Payload>,
    pub(crate) variant: Option<Text>,
    pub(crate) reason: Reason,
    pub(crate) error: Option<EvaluationError>,
}

impl Snapshot {
    pub(crate) fn outcome(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Outcome<'_> {
        let declared = &self.declared[feature.index()];
        let plain = |payload, reason| Outcome {
            payload,
            variant: None,
            reason,
            error: None,
        };
        if feature.is_frozen() {
            return plain(Cow::Borrowed(declared), Reason::Static);
        }
        if self.unmet_need(feature, context).is_some() {
            return plain(disabled(declared), Reason::Disabled);
        }
        match &self.entries[feature.index()] {
            Entry::Declared => plain(Cow::Borrowed(declared), Reason::Default),
            Entry::Fixed(fixed) => Outcome {
                payload: Cow::Borrowed(&fixed.payload),
                variant: fixed.variant.clone(),
                reason: fixed.reason,
                error: fixed.error.clone(),
            },
            Entry::Ask => self.ask(feature, context, declared),
        }
    }

    fn ask<'s>(
        &'s self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
        declared: &'s Payload,
    ) -> Outcome<'s> {
        let context = InEnvironment {
            context,
            environment: self.registry.environments().get(self.environment).copied(),
        };
        let answer = match Nested::enter() {
            Some(_nested) => self.installed.resolve(feature, &context),
            None => Err(EvaluationError::new(
                ErrorKind::General,
                "the provider evaluates features without end while it is asked for one",
            )),
        };
        let error = match answer {
            Ok(None) => {
                return Outcome {
                    payload: Cow::Borrowed(declared),
                    variant: None,
                    reason: Reason::Default,
                    error: None,
                };
            }
            Ok(Some(resolution)) => match Payload::check(feature, &resolution.value) {
                Some(payload) => {
                    return Outcome {
                        payload: Cow::Owned(payload),
                        variant: resolution.variant,
                        reason: resolution.reason,
                        error: None,
                    };
                }
                None => EvaluationError::new(
                    ErrorKind::TypeMismatch,
                    "the provider's value does not fit the feature's declaration",
                ),
            },
            Err(error) => error,
        };
        Outcome {
            payload: Cow::Borrowed(declared),
            variant: None,
            reason: Reason::Error,
            error: Some(error),
        }
    }

    /// The first need that does not hold.
    ///
    /// The manifest bounds how deep needs go, so the recursion is bounded too.
    pub(crate) fn unmet_need(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Option<Need> {
        let features = self.registry.features();
        feature.needs().iter().copied().find(|need| {
            let outcome = self.outcome(&features[need.index()], context);
            is_on(&outcome.payload) == need.is_negated()
        })
    }

    pub(crate) fn get<T: FeatureValue>(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> T {
        typed(feature, &self.outcome(feature, context).payload)
    }

    pub(crate) fn evaluate<V>(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
        convert: impl FnOnce(&Payload) -> V,
    ) -> Evaluation<V> {
        let outcome = self.outcome(feature, context);
        Evaluation {
            value: convert(&outcome.payload),
            variant: outcome.payload.variant(feature).or(outcome.variant),
            reason: outcome.reason,
            error: outcome.error,
            provider: self.installed.name().clone(),
            version: self.version.clone(),
        }
    }

    /// The answers that do not depend on the context, needs included, by feature.
    pub(crate) fn static_answers(&self) -> Vec<Option<Cow<'_, Payload>>> {
        let mut known = vec![Known::NotYet; self.entries.len()];
        for feature in self.registry.features() {
            self.static_answer(feature, &mut known);
        }
        known
            .into_iter()
            .map(|known| match known {
                Known::Same(payload) => Some(payload),
                Known::NotYet | Known::Depends => None,
            })
            .collect()
    }

    fn static_answer<'s>(&'s self, feature: &FeatureInfo, known: &mut [Known<'s>]) -> Known<'s> {
        let index = feature.index();
        if matches!(known[index], Known::NotYet) {
            known[index] = self.static_answer_once(feature, known);
        }
        known[index].clone()
    }

    fn static_answer_once<'s>(
        &'s self,
        feature: &FeatureInfo,
        known: &mut [Known<'s>],
    ) -> Known<'s> {
        let declared = &self.declared[feature.index()];
        if feature.is_frozen() {
            return Known::Same(Cow::Borrowed(declared));
        }
        let mut depends = false;
        for need in feature.needs() {
            match self.static_answer(&self.registry.features()[need.index()], known) {
                Known::Same(payload) if is_on(&payload) == need.is_negated() => {
                    return Known::Same(disabled(declared));
                }
                Known::Same(_) => {}
                Known::NotYet | Known::Depends => depends = true,
            }
        }
        match &self.entries[feature.index()] {
            _ if depends => Known::Depends,
            Entry::Ask => Known::Depends,
            Entry::Declared => Known::Same(Cow::Borrowed(declared)),
            Entry::Fixed(fixed) => Known::Same(Cow::Borrowed(&fixed.payload)),
        }
    }
}

#[derive(Clone)]
enum Known<'s> {
    NotYet,
    Depends,
    Same(Cow<'s, Payload>),
}

/// The provider is being asked, perhaps inside an evaluation of its own.
struct Nested;

impl Nested {
    /// So many evaluations inside each other; a provider that evaluates what it is asked for would
    /// go on until the stack is full.
    const LIMIT: u32 = 32;

    /// `None` at the limit.
    fn enter() -> Option<Self> {
        DEPTH.with(|depth| {
            let inside = depth.get() < Self::LIMIT;
            inside.then(|| {
                depth.set(depth.get() + 1);
                Self
            })
        })
    }
}

impl Drop for Nested {
    fn drop(&mut self) {
        DEPTH.with(|depth| depth.set(depth.get() - 1));
    }
}

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// What a feature with an unmet need gives: off, or its declared value where it is not boolean.
pub(crate) fn disabled(declared: &Payload) -> Cow<'_, Payload> {
    match declared {
        Payload::Boolean(_) => Cow::Owned(Payload::Boolean(false)),
        other => Cow::Borrowed(other),
    }
}

fn is_on(payload: &Payload) -> bool {
    matches!(payload, Payload::Boolean(true))
}

/// The payload as the type of the feature's handle.
///
/// # Panics
///
/// If the handle has another type than the declaration, which generated code and
/// [`Registry::find`]'s callers rule out.
pub(crate) fn typed<T: FeatureValue>(feature: &FeatureInfo, payload: &Payload) -> T {
    T::from_payload(payload).unwrap_or_else(|| {
        panic!(
            "bug in typed-flags: the handle of feature `{}` has another type than its declaration",
            feature.key()
        )
    })
}
