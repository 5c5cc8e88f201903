//! What one provider says of one registry at one moment, checked and ready to be served.

use std::borrow::Cow;
use std::cell::Cell;
use std::num::NonZeroU64;
use std::sync::Arc;

mod statics;

use crate::context::{ContextView, InEnvironment};
use crate::here::Here;
use crate::installed::Installed;
use crate::payload::Payload;
use crate::rules::{self, Moment, Program, Quick, Segments, Subject};
use crate::scope::memo::{Memo, Opinion, Said};
use crate::served::Served;
use crate::{
    ErrorKind, Evaluation, EvaluationContext, EvaluationError, FeatureInfo, FeatureValue, Need,
    Notice, Reason, Registry, Text, Timestamp,
};

/// Immutable: a value and its reason come from one snapshot.
pub(crate) struct Snapshot {
    pub(crate) registry: &'static Registry,
    /// Index into the registry's environments.
    pub(crate) environment: usize,
    /// When it is evaluated; `None` is now.
    pub(crate) moment: Option<Timestamp>,
    /// Whether `FLAGS_…` variables are read in this environment.
    pub(crate) reads_variables: bool,
    pub(crate) installed: Arc<Installed>,
    pub(crate) version: Option<Text>,
    /// The declared values and rules for the environment.
    pub(crate) declared: Arc<Declarations>,
    /// The registry's, or the provider's instead.
    pub(crate) segments: Segments,
    /// What is known before a context is, by feature.
    pub(crate) entries: Box<[Entry]>,
    /// Variables that are set and ignored, and why, by index of the feature.
    pub(crate) ignored_variables: Vec<(usize, String)>,
    /// What a person should know of it.
    pub(crate) notices: Vec<Notice>,
}

/// What a registry declares for one environment, by feature.
pub(crate) struct Declarations {
    pub(crate) features: Box<[Declared]>,
    pub(crate) problems: Vec<String>,
}

pub(crate) struct Declared {
    pub(crate) value: Served,
    /// The declared rules, if there are any.
    pub(crate) rules: Option<Arc<Ruled>>,
}

/// What is known of a feature before the context is.
pub(crate) enum Entry {
    /// The provider is to be asked.
    Ask,
    /// Nobody has an opinion: the declared value.
    Declared,
    /// The same for every context.
    Fixed(Arc<Fixed>),
    /// Nobody has an opinion: the declared rules.
    DeclaredRules(Arc<Ruled>),
    /// The provider's rules.
    Rules(Arc<Ruled>),
}

/// An answer that does not depend on the context.
#[derive(Clone)]
pub(crate) struct Fixed {
    pub(crate) layer: Layer,
    pub(crate) value: Served,
    pub(crate) variant: Option<Text>,
    pub(crate) reason: Reason,
    pub(crate) error: Option<EvaluationError>,
    /// What the provider told it with.
    pub(crate) fingerprint: Option<NonZeroU64>,
}

/// Rules for a feature.
pub(crate) struct Ruled {
    /// Whether the feature needs others.
    pub(crate) has_needs: bool,
    pub(crate) program: Program,
    /// The value where none of them matches: what the provider says then, or else what is declared.
    /// None where declared rules are to be asked before that.
    pub(crate) otherwise: Option<Served>,
    /// What else a provider says with that value.
    pub(crate) fixed: Option<Box<Fixed>>,
    /// What the provider told it with.
    pub(crate) fingerprint: Option<NonZeroU64>,
}

impl Ruled {
    #[inline(always)]
    fn quick(&self, facts: &ContextView<'_>) -> Quick {
        match (self.program.quick(facts), &self.otherwise) {
            (Quick::Nothing, Some(Served::Word(_, bits))) => Quick::Served(*bits),
            (quick, _) => quick,
        }
    }
}

/// Rung of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    Variable,
    Provider,
}

/// Whom an evaluation is for, where and when.
pub(crate) struct Asker<'c> {
    pub(crate) context: &'c dyn EvaluationContext,
    /// What is in force on this thread, if anything is.
    pub(crate) here: Option<&'c Here>,
    /// What providers said to the scope that this is in, with the address of the engine that asks.
    pub(crate) memo: Option<(&'c Memo, usize)>,
    pub(crate) moment: Moment,
}

impl<'c> Asker<'c> {
    pub(crate) fn new(
        context: &'c dyn EvaluationContext,
        here: Option<&'c Here>,
        moment: Option<Timestamp>,
    ) -> Self {
        Self {
            context,
            here,
            memo: None,
            moment: Moment::new(moment),
        }
    }

    /// What a test override says of a feature.
    #[inline]
    pub(crate) fn overridden(&self, feature: &FeatureInfo) -> Option<&'c Served> {
        self.here?.overridden(feature)
    }
}

/// Answer of a snapshot for one feature and context.
pub(crate) struct Outcome<'s> {
    pub(crate) payload: Cow<'s, Payload>,
    pub(crate) variant: Option<Text>,
    pub(crate) reason: Reason,
    pub(crate) error: Option<EvaluationError>,
}

impl<'s> Outcome<'s> {
    const fn plain(payload: Cow<'s, Payload>, reason: Reason) -> Self {
        Self {
            payload,
            variant: None,
            reason,
            error: None,
        }
    }
}

/// An answer without what has to be dropped.
enum Settled<'s> {
    Plain(&'s Served, Reason),
    Fixed(&'s Fixed),
    Disabled,
    /// The provider has to be asked.
    Ask,
}

impl Snapshot {
    pub(crate) fn outcome<'s>(
        &'s self,
        feature: &FeatureInfo,
        asker: &'s Asker<'_>,
    ) -> Outcome<'s> {
        match self.settle(feature, asker) {
            Settled::Plain(value, reason) => Outcome::plain(value.payload(), reason),
            Settled::Fixed(fixed) => Outcome {
                payload: fixed.value.payload(),
                variant: fixed.variant.clone(),
                reason: fixed.reason,
                error: fixed.error.clone(),
            },
            Settled::Disabled => {
                let declared = &self.declared.features[feature.index()];
                Outcome::plain(declared.value.disabled(), Reason::Disabled)
            }
            Settled::Ask => self.ask(feature, asker),
        }
    }

    /// The answer for what rules are mostly asked: a feature without needs, and a context of its own
    /// registry. The same as [`Snapshot::settle`], with nothing else in the way; `None` where that
    /// has to be asked.
    pub(crate) fn shortcut(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Option<&Served> {
        self.shortcut_for(feature, rules::own(self.registry, context)?)
    }

    fn shortcut_for(&self, feature: &FeatureInfo, facts: &ContextView<'_>) -> Option<&Served> {
        let rules = self.rules(feature)?;
        let moment = Moment::new(self.moment);
        match rules.program.decide(&self.segments, facts, &moment) {
            Some((value, _)) => Some(value),
            None if rules.otherwise.is_some() => rules.otherwise.as_ref(),
            None => Some(self.declared_shortcut(feature, facts)),
        }
    }

    /// The bits of an answer that fits a word, if the rules are of the most frequent kinds. Nothing
    /// else is here, so that it stays short.
    #[inline(always)]
    pub(crate) fn quick(&self, feature: &FeatureInfo, facts: &ContextView<'_>) -> Quick {
        let Some(rules) = self.rules(feature) else {
            return Quick::Longer;
        };
        rules.quick(facts)
    }

    /// The same of what is declared, where a provider's rules say nothing.
    pub(crate) fn quick_declared(&self, feature: &FeatureInfo, facts: &ContextView<'_>) -> Quick {
        let declared = self.declared.features.get(feature.index());
        match declared.and_then(|declared| declared.rules.as_ref()) {
            Some(rules) => rules.quick(facts),
            None => Quick::Longer,
        }
    }

    /// The same, whatever the rules are.
    pub(crate) fn bits(&self, feature: &FeatureInfo, facts: &ContextView<'_>) -> Option<u64> {
        self.shortcut_for(feature, facts)?.bits()
    }

    /// The rules of a feature that has some, and no needs.
    #[inline(always)]
    fn rules(&self, feature: &FeatureInfo) -> Option<&Ruled> {
        // The feature's declaration is not asked, because it may have to be read first.
        match self.entries.get(feature.index())? {
            Entry::DeclaredRules(rules) | Entry::Rules(rules) if !rules.has_needs => Some(rules),
            _ => None,
        }
    }

    /// Where a provider's rules decide nothing.
    #[inline(never)]
    fn declared_shortcut(&self, feature: &FeatureInfo, facts: &ContextView<'_>) -> &Served {
        let declared = &self.declared.features[feature.index()];
        let rules = declared.rules.as_ref();
        let decided = rules.and_then(|rules| {
            let moment = Moment::new(self.moment);
            rules.program.decide(&self.segments, facts, &moment)
        });
        decided.map_or(&declared.value, |(value, _)| value)
    }

    fn settle<'s>(&'s self, feature: &FeatureInfo, asker: &'s Asker<'_>) -> Settled<'s> {
        // It goes before everything, needs included.
        if let Some(value) = asker.overridden(feature) {
            return Settled::Plain(value, Reason::Override);
        }
        if !feature.needs().is_empty() && self.unmet_need(feature, asker).is_some() {
            return Settled::Disabled;
        }
        match &self.entries[feature.index()] {
            Entry::Declared | Entry::DeclaredRules(_) => {
                let (value, reason) = self.declared(feature, asker);
                Settled::Plain(value, reason)
            }
            Entry::Fixed(fixed) => Settled::Fixed(fixed),
            Entry::Rules(rules) => self.by_rules(rules, feature, asker),
            Entry::Ask => Settled::Ask,
        }
    }

    /// What is declared: rules, then the value.
    #[inline]
    fn declared(&self, feature: &FeatureInfo, asker: &Asker<'_>) -> (&Served, Reason) {
        let declared = &self.declared.features[feature.index()];
        if let Some(rules) = &declared.rules
            && let Some(decided) = self.decide(&rules.program, asker)
        {
            return decided;
        }
        if feature.is_frozen() {
            return (&declared.value, Reason::Static);
        }
        (&declared.value, Reason::Default)
    }

    #[inline]
    fn by_rules<'s>(
        &'s self,
        rules: &'s Ruled,
        feature: &FeatureInfo,
        asker: &Asker<'_>,
    ) -> Settled<'s> {
        if let Some((value, reason)) = self.decide(&rules.program, asker) {
            return Settled::Plain(value, reason);
        }
        match &rules.fixed {
            Some(fixed) => Settled::Fixed(fixed),
            None => {
                let (value, reason) = self.declared(feature, asker);
                Settled::Plain(value, reason)
            }
        }
    }

    #[inline]
    fn decide<'s>(
        &'s self,
        program: &'s Program,
        asker: &Asker<'_>,
    ) -> Option<(&'s Served, Reason)> {
        match rules::own(self.registry, asker.context) {
            Some(own) => program.decide(&self.segments, own, &asker.moment),
            None => self.decide_for_any(program, asker),
        }
    }

    #[inline(never)]
    fn decide_for_any<'s>(
        &'s self,
        program: &'s Program,
        asker: &Asker<'_>,
    ) -> Option<(&'s Served, Reason)> {
        let subject = Subject::new(self.registry, asker.context);
        program.decide(&self.segments, &subject, &asker.moment)
    }

    /// The reason, as an evaluation tells it: it says where there was no context for rules.
    pub(crate) fn reason(
        &self,
        feature: &FeatureInfo,
        asker: &Asker<'_>,
        reason: Reason,
    ) -> Reason {
        if reason == Reason::Default && asker.context.is_missing() && self.has_rules(feature) {
            return Reason::NoContext;
        }
        reason
    }

    /// Whether rules decide, so that the answer is up to the context.
    fn has_rules(&self, feature: &FeatureInfo) -> bool {
        match &self.entries[feature.index()] {
            Entry::Rules(_) | Entry::DeclaredRules(_) => true,
            Entry::Declared | Entry::Fixed(_) => false,
            Entry::Ask => self.declared.features[feature.index()].rules.is_some(),
        }
    }

    /// What the provider answers now; where it has no opinion, what is declared.
    fn ask<'s>(&'s self, feature: &FeatureInfo, asker: &'s Asker<'_>) -> Outcome<'s> {
        match self.ask_provider(feature, asker) {
            Ok(Some(outcome)) => outcome,
            Ok(None) => {
                let (value, reason) = self.declared(feature, asker);
                Outcome::plain(value.payload(), reason)
            }
            Err(error) => Outcome {
                payload: self.declared.features[feature.index()].value.payload(),
                variant: None,
                reason: Reason::Error,
                error: Some(error),
            },
        }
    }

    /// How the provider's answer comes about, where it tells.
    pub(crate) fn explain_provider(&self, feature: &FeatureInfo, asker: &Asker<'_>) -> Vec<String> {
        self.installed.explain(feature, &self.in_environment(asker))
    }

    fn in_environment<'c>(&self, asker: &Asker<'c>) -> InEnvironment<'c> {
        InEnvironment {
            context: asker.context,
            environment: self.registry.environments().get(self.environment).copied(),
            moment: self.moment,
        }
    }

    /// What the provider answers now, or has answered in this scope.
    pub(crate) fn ask_provider<'s>(
        &'s self,
        feature: &FeatureInfo,
        asker: &'s Asker<'_>,
    ) -> Result<Option<Outcome<'s>>, EvaluationError> {
        let outcome = |payload, variant, reason| Outcome {
            payload,
            variant,
            reason,
            error: None,
        };
        // What a provider asks in turn is between it and the others.
        if let Some((memo, engine)) = asker.memo
            && !Nested::is_entered()
        {
            let said = memo.said(engine, feature, || self.ask_now(feature, asker));
            return match said {
                Ok(Some(opinion)) => Ok(Some(outcome(
                    Cow::Borrowed(&opinion.payload),
                    opinion.variant.clone(),
                    opinion.reason,
                ))),
                Ok(None) => Ok(None),
                Err(error) => Err(error.clone()),
            };
        }
        let said = self.ask_now(feature, asker)?;
        Ok(said.map(|opinion| {
            let payload = Cow::Owned(opinion.payload);
            outcome(payload, opinion.variant, opinion.reason)
        }))
    }

    fn ask_now(&self, feature: &FeatureInfo, asker: &Asker<'_>) -> Said {
        let context = self.in_environment(asker);
        let Some(_nested) = Nested::enter() else {
            return Err(EvaluationError::new(
                ErrorKind::General,
                "the provider evaluates features without end while it is asked for one",
            ));
        };
        let Some(resolution) = self.installed.resolve(feature, &context)? else {
            return Ok(None);
        };
        let payload = Payload::check(feature, &resolution.value).ok_or_else(|| {
            EvaluationError::new(
                ErrorKind::TypeMismatch,
                "the provider's value does not fit the feature's declaration",
            )
        })?;
        Ok(Some(Opinion {
            payload,
            variant: resolution.variant,
            reason: resolution.reason,
        }))
    }

    /// The first need that does not hold.
    ///
    /// The manifest bounds how deep needs go, so the recursion is bounded too.
    pub(crate) fn unmet_need(&self, feature: &FeatureInfo, asker: &Asker<'_>) -> Option<Need> {
        let features = self.registry.features();
        feature.needs().iter().copied().find(|need| {
            let other = &features[need.index()];
            let on = match self.settle(other, asker) {
                Settled::Plain(value, _) => value.is_on(),
                Settled::Fixed(fixed) => fixed.value.is_on(),
                Settled::Disabled => false,
                Settled::Ask => is_on(&self.ask(other, asker).payload),
            };
            on == need.is_negated()
        })
    }

    /// The value, where nothing is in force on this thread.
    #[inline]
    pub(crate) fn get_anywhere<T: FeatureValue>(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> T {
        match self.shortcut(feature, context) {
            Some(value) => typed(feature, &value.payload()),
            None => self.get(feature, &Asker::new(context, None, self.moment)),
        }
    }

    pub(crate) fn get<T: FeatureValue>(&self, feature: &FeatureInfo, asker: &Asker<'_>) -> T {
        match self.settle(feature, asker) {
            Settled::Plain(value, _) => typed(feature, &value.payload()),
            Settled::Fixed(fixed) => typed(feature, &fixed.value.payload()),
            Settled::Disabled => {
                let declared = &self.declared.features[feature.index()];
                typed(feature, &declared.value.disabled())
            }
            Settled::Ask => typed(feature, &self.ask(feature, asker).payload),
        }
    }

    pub(crate) fn evaluate<V>(
        &self,
        feature: &FeatureInfo,
        asker: &Asker<'_>,
        convert: impl FnOnce(&Payload) -> V,
    ) -> Evaluation<V> {
        let outcome = self.outcome(feature, asker);
        Evaluation {
            value: convert(&outcome.payload),
            variant: outcome.payload.variant(feature).or(outcome.variant),
            reason: self.reason(feature, asker, outcome.reason),
            error: outcome.error,
            provider: self.installed.name().clone(),
            version: self.version.clone(),
        }
    }
}

/// The provider is being asked, perhaps inside an evaluation of its own.
struct Nested;

impl Nested {
    /// So many evaluations inside each other; a provider that evaluates what it is asked for would
    /// go on until the stack is full.
    const LIMIT: u32 = 32;

    fn is_entered() -> bool {
        DEPTH.get() > 0
    }

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
