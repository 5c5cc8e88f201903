//! Evaluations: with what is in force on the thread, by the snapshot that holds there.

use super::{Engine, EngineKind, WRITING};
use crate::attached::Attached;
use crate::context::NoContext;
use crate::here::{self, Here};
use crate::hook::{self, Hooks};
use crate::payload::Payload;
use crate::scope::memo::Memo;
use crate::snapshot::{Asker, Snapshot, typed};
use crate::{
    Evaluation, EvaluationContext, Explanation, FeatureInfo, FeatureValue, Reason, Registry, Scope,
    Text, Value, explain,
};

impl Engine {
    /// Calls `read` with the snapshot of a registry that holds here, which is attached first if need
    /// be; with `None` where that is not possible, because a provider evaluates while it is being
    /// asked.
    fn with_snapshot<R>(
        &self,
        registry: &'static Registry,
        here: Option<&Here>,
        read: impl FnOnce(Option<&Snapshot>) -> R,
    ) -> R {
        let pinned = here.and_then(|here| here.pinned(self));
        let mut read = Some(read);
        let mut in_snapshot = |attached: &Attached| {
            let mut read = read.take();
            let mut once = |snapshot: &Snapshot| {
                let read = read.take().expect("it is called once");
                read(Some(snapshot))
            };
            match pinned.and_then(|generation| generation.find(registry)) {
                Some(snapshot) => once(snapshot),
                None => attached.snapshot.with(once),
            }
        };
        if let Some(answer) = self.find(registry, &mut in_snapshot) {
            return answer;
        }
        if !WRITING.get() {
            self.attach(registry, false);
            if let Some(answer) = self.find(registry, &mut in_snapshot) {
                return answer;
            }
        }
        let read = read.take().expect("it was not found");
        read(None)
    }

    pub(super) fn find<R>(
        &self,
        registry: &'static Registry,
        read: impl FnOnce(&Attached) -> R,
    ) -> Option<R> {
        match self.kind {
            EngineKind::ProcessWide => registry.attached().get().map(|attached| read(attached)),
            EngineKind::Isolated => self
                .attached
                .load()
                .iter()
                .find(|attached| std::ptr::eq(attached.registry, registry))
                .map(|attached| read(attached)),
        }
    }

    pub(crate) fn get<T: FeatureValue>(
        &self,
        feature: &'static FeatureInfo,
        context: Option<&dyn EvaluationContext>,
    ) -> T {
        let here = here::current();
        if let Some(hooks) = &*self.hooks.load() {
            return self
                .observed(hooks, feature, &Asked::new(self, context, here.as_ref()))
                .into_value();
        }
        let asked = Asked::new(self, context, here.as_ref());
        if here.as_ref().is_some_and(Here::is_recorded) {
            return self.evaluate_typed(feature, &asked).into_value();
        }
        self.with_snapshot(feature.registry(), asked.here, |snapshot| match snapshot {
            Some(snapshot) => snapshot.get(feature, &asked.asker(snapshot)),
            None => typed(feature, &asked.unattached(feature).0),
        })
    }

    pub(crate) fn evaluate<T: FeatureValue>(
        &self,
        feature: &'static FeatureInfo,
        context: Option<&dyn EvaluationContext>,
    ) -> Evaluation<T> {
        let here = here::current();
        let asked = Asked::new(self, context, here.as_ref());
        match &*self.hooks.load() {
            Some(hooks) => self.observed(hooks, feature, &asked),
            None => self.evaluate_typed(feature, &asked),
        }
    }

    pub(crate) fn evaluate_value(
        &self,
        feature: &'static FeatureInfo,
        context: Option<&dyn EvaluationContext>,
    ) -> Evaluation<Value> {
        let here = here::current();
        let asked = Asked::new(self, context, here.as_ref());
        let evaluate = || self.evaluate_as(feature, &asked, |payload| payload.to_value(feature));
        let hooks = self.hooks.load();
        let answer = match &*hooks {
            Some(hooks) => hook::observe(hooks, feature, asked.context, evaluate, Clone::clone),
            None => evaluate(),
        };
        if let Some(here) = asked.here.filter(|here| here.is_recorded()) {
            here.record(feature, &answer);
        }
        answer
    }

    fn observed<T: FeatureValue>(
        &self,
        hooks: &Hooks,
        feature: &'static FeatureInfo,
        asked: &Asked<'_>,
    ) -> Evaluation<T> {
        // Both forms come from the payload, which has them ready.
        let evaluate = || self.evaluate_both(feature, asked);
        hook::observe(hooks, feature, asked.context, evaluate, |answer| {
            answer.clone().map(|(_, value): (T, Value)| value)
        })
        .map(|(value, _)| value)
    }

    fn evaluate_typed<T: FeatureValue>(
        &self,
        feature: &'static FeatureInfo,
        asked: &Asked<'_>,
    ) -> Evaluation<T> {
        if asked.here.is_some_and(Here::is_recorded) {
            return self.evaluate_both(feature, asked).map(|(value, _)| value);
        }
        self.evaluate_as(feature, asked, |payload| typed(feature, payload))
    }

    /// The value twice: as the program and as a hook or a recorder sees it.
    fn evaluate_both<T: FeatureValue>(
        &self,
        feature: &'static FeatureInfo,
        asked: &Asked<'_>,
    ) -> Evaluation<(T, Value)> {
        let answer = self.evaluate_as(feature, asked, |payload| {
            (typed(feature, payload), payload.to_value(feature))
        });
        if let Some(here) = asked.here.filter(|here| here.is_recorded()) {
            here.record(feature, &answer.clone().map(|(_, value): (T, Value)| value));
        }
        answer
    }

    fn evaluate_as<V>(
        &self,
        feature: &'static FeatureInfo,
        asked: &Asked<'_>,
        convert: impl FnOnce(&Payload) -> V,
    ) -> Evaluation<V> {
        self.with_snapshot(feature.registry(), asked.here, |snapshot| match snapshot {
            Some(snapshot) => snapshot.evaluate(feature, &asked.asker(snapshot), convert),
            None => {
                let (payload, reason) = asked.unattached(feature);
                Evaluation {
                    value: convert(&payload),
                    variant: None,
                    reason,
                    error: None,
                    provider: Text::literal("none"),
                    version: None,
                }
            }
        })
    }

    pub(crate) fn explain(
        &self,
        feature: &'static FeatureInfo,
        context: Option<&dyn EvaluationContext>,
    ) -> Explanation {
        let here = here::current();
        let asked = Asked::new(self, context, here.as_ref());
        self.with_snapshot(feature.registry(), asked.here, |snapshot| match snapshot {
            Some(snapshot) => explain::in_snapshot(snapshot, feature, &asked.asker(snapshot)),
            None => explain::unattached(feature),
        })
    }
}

/// What is asked, apart from the feature.
struct Asked<'h> {
    context: &'h dyn EvaluationContext,
    here: Option<&'h Here>,
    memo: Option<(&'h Memo, usize)>,
}

impl<'h> Asked<'h> {
    /// With the context of the scope, unless there is another one.
    fn new(
        engine: &Engine,
        context: Option<&'h dyn EvaluationContext>,
        here: Option<&'h Here>,
    ) -> Self {
        let scope = match context {
            Some(_) => None,
            None => here.and_then(Here::scope),
        };
        let pinned = here.is_some_and(|here| here.pinned(engine).is_some());
        Self {
            context: context
                .or_else(|| scope.map(Scope::context))
                .unwrap_or(&NoContext),
            here,
            memo: scope
                .filter(|_| pinned)
                .map(|scope| (scope.memo(), std::ptr::from_ref(engine).addr())),
        }
    }

    fn asker(&self, snapshot: &Snapshot) -> Asker<'h> {
        Asker {
            memo: self.memo,
            ..Asker::new(self.context, self.here, snapshot.moment)
        }
    }

    /// The answer where there is no snapshot to ask.
    fn unattached(&self, feature: &FeatureInfo) -> (Payload, Reason) {
        match self.here.and_then(|here| here.overridden(feature)) {
            Some(value) => (value.payload().into_owned(), Reason::Override),
            None => (declared(feature), Reason::Default),
        }
    }
}

/// The declared default, where there is no snapshot to ask.
fn declared(feature: &FeatureInfo) -> Payload {
    Payload::load(feature, feature.default())
        .unwrap_or_else(|error| panic!("bug in typed-flags: declared value: {error}"))
}
