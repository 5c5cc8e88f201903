//! The typed handle of a feature.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Deref;

use crate::{Evaluation, EvaluationContext, Explanation, FeatureInfo, FeatureValue, Slot, process};

/// Typed handle of a feature: a constant that `features!` generates. It is `Copy` and two words.
///
/// Dereferences to the declaration, [`FeatureInfo`].
pub struct Feature<T> {
    slot: &'static Slot,
    info: &'static FeatureInfo,
    value: PhantomData<fn() -> T>,
}

impl<T: FeatureValue> Feature<T> {
    /// The value for the subject of the [`Scope`](crate::Scope) that this is in; outside of scopes,
    /// for nobody in particular.
    #[inline]
    #[must_use = "an evaluation does nothing but answer"]
    pub fn get(self) -> T {
        match T::read(self.slot) {
            Some(value) => value,
            None => process::get_ambient(self.info),
        }
    }

    /// The value for the subject of this context.
    #[inline]
    #[must_use = "an evaluation does nothing but answer"]
    pub fn get_for(self, context: &dyn EvaluationContext) -> T {
        match T::read(self.slot) {
            Some(value) => value,
            None => process::get(self.info, context),
        }
    }

    /// The value for the subject of the scope that this is in, with its reason. Where rules are to
    /// decide and there is no scope, that is [`Reason::NoContext`](crate::Reason::NoContext).
    #[must_use = "an evaluation does nothing but answer"]
    pub fn evaluate(self) -> Evaluation<T> {
        process::evaluate(self.info, None)
    }

    /// The value for the subject of this context, with its reason.
    #[must_use = "an evaluation does nothing but answer"]
    pub fn evaluate_for(self, context: &dyn EvaluationContext) -> Evaluation<T> {
        process::evaluate(self.info, Some(context))
    }
}

impl Feature<bool> {
    /// Whether it is on for the subject of the [`Scope`](crate::Scope) that this is in; outside of
    /// scopes, for nobody in particular.
    #[inline]
    #[must_use = "an evaluation does nothing but answer"]
    pub fn is_enabled(self) -> bool {
        self.get()
    }

    /// Whether it is on for the subject of this context.
    #[inline]
    #[must_use = "an evaluation does nothing but answer"]
    pub fn is_enabled_for(self, context: &dyn EvaluationContext) -> bool {
        self.get_for(context)
    }
}

impl<T> Feature<T> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(slot: &'static Slot, info: &'static FeatureInfo) -> Self {
        Self {
            slot,
            info,
            value: PhantomData,
        }
    }

    /// The declaration.
    #[must_use]
    pub const fn info(self) -> &'static FeatureInfo {
        self.info
    }

    /// Every step that leads to the answer for the subject of the scope that this is in.
    #[must_use]
    pub fn explain(self) -> Explanation {
        process::explain(self.info, None)
    }

    /// Every step that leads to the answer for the subject of this context. Meant for people: unlike
    /// an evaluation it allocates, and no hook hears of it.
    #[must_use]
    pub fn explain_for(self, context: &dyn EvaluationContext) -> Explanation {
        process::explain(self.info, Some(context))
    }
}

impl<T> Clone for Feature<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Feature<T> {}

impl<T> Deref for Feature<T> {
    type Target = FeatureInfo;

    fn deref(&self) -> &FeatureInfo {
        self.info
    }
}

impl<T> fmt::Debug for Feature<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Feature").field(&self.info.key()).finish()
    }
}

impl<T> PartialEq for Feature<T> {
    fn eq(&self, other: &Self) -> bool {
        self.info == other.info
    }
}

impl<T> Eq for Feature<T> {}

impl<T> Hash for Feature<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::from_ref(self.info).hash(state);
    }
}
