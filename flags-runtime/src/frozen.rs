//! A feature that was decided at build.

use std::convert::Infallible;
use std::fmt;
use std::future::Ready;
use std::ops::Deref;

use crate::{
    Evaluation, EvaluationContext, Explanation, FeatureInfo, FeatureValue, OverrideGuard, Reason,
    Text, explain,
};

/// Handle of a frozen feature: like [`Feature`](crate::Feature), but its value is part of the
/// program, so that the compiler removes the dead branch.
///
/// A release build drops the branch of a plain `if NEW_KERNEL.is_enabled()`, a debug build that of
/// `if const { NEW_KERNEL.is_enabled() }`.
pub struct Frozen<T> {
    value: T,
    info: &'static FeatureInfo,
}

impl<T: Copy> Frozen<T> {
    /// The value.
    #[inline]
    #[must_use = "an evaluation does nothing but answer"]
    pub const fn get(self) -> T {
        self.value
    }

    /// The value, which is the same for everybody.
    #[inline]
    #[must_use = "an evaluation does nothing but answer"]
    pub const fn get_for(self, context: &dyn EvaluationContext) -> T {
        let _ = context;
        self.value
    }
}

impl Frozen<bool> {
    /// Whether it is on.
    #[inline]
    #[must_use = "an evaluation does nothing but answer"]
    pub const fn is_enabled(self) -> bool {
        self.value
    }

    /// Whether it is on, which is the same for everybody.
    #[inline]
    #[must_use = "an evaluation does nothing but answer"]
    pub const fn is_enabled_for(self, context: &dyn EvaluationContext) -> bool {
        let _ = context;
        self.value
    }
}

impl<T: FeatureValue + Copy> Frozen<T> {
    /// The value, with its reason: always [`Reason::Static`].
    #[must_use = "an evaluation does nothing but answer"]
    pub fn evaluate(self) -> Evaluation<T> {
        Evaluation {
            value: self.value,
            variant: match (self.info.value_type(), self.value.to_value()) {
                (crate::ValueType::Variants(_), crate::Value::Text(name)) => Some(name),
                _ => None,
            },
            reason: Reason::Static,
            error: None,
            provider: Text::literal("frozen"),
            version: None,
        }
    }

    /// The value, with its reason: always [`Reason::Static`].
    #[must_use = "an evaluation does nothing but answer"]
    pub fn evaluate_for(self, context: &dyn EvaluationContext) -> Evaluation<T> {
        let _ = context;
        self.evaluate()
    }
}

impl<T> Frozen<T> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(value: T, info: &'static FeatureInfo) -> Self {
        Self { value, info }
    }

    /// The declaration.
    #[must_use]
    pub const fn info(&self) -> &'static FeatureInfo {
        self.info
    }

    /// Says that it was decided at build.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        explain::frozen(self.info)
    }

    /// Says that it was decided at build.
    #[must_use]
    pub fn explain_for(&self, context: &dyn EvaluationContext) -> Explanation {
        let _ = context;
        self.explain()
    }
}

impl<T: Clone> Clone for Frozen<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            info: self.info,
        }
    }
}

impl<T: Copy> Copy for Frozen<T> {}

impl<T> Deref for Frozen<T> {
    type Target = FeatureInfo;

    fn deref(&self) -> &FeatureInfo {
        self.info
    }
}

impl<T: fmt::Debug> fmt::Debug for Frozen<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Frozen")
            .field(&self.info.key())
            .field(&self.value)
            .finish()
    }
}

/// Never holds: for the methods of a frozen feature, so that each use of them says why.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a frozen feature cannot be overridden: it was decided at build",
    label = "this feature is `frozen = true`",
    note = "take `frozen` out of its entry in features.toml, or test both builds"
)]
pub trait NotFrozen {
    fn never() -> Infallible;
}

/// The methods of a feature that tests use, so that they say why they are not there.
#[expect(unreachable_code, reason = "nothing fulfils the bound")]
impl<T> Frozen<T> {
    /// Does not compile: it was decided at build.
    pub fn override_with<V>(self, value: V) -> OverrideGuard
    where
        Self: NotFrozen,
    {
        let _ = value;
        match Self::never() {}
    }

    /// Does not compile: it was decided at build.
    pub fn overridden<V, R>(self, value: V, f: impl FnOnce() -> R) -> R
    where
        Self: NotFrozen,
    {
        let _ = (value, f);
        match Self::never() {}
    }

    /// Does not compile: it was decided at build.
    pub fn overridden_async<V, F: Future>(self, value: V, future: F) -> Ready<F::Output>
    where
        Self: NotFrozen,
    {
        let _ = (value, future);
        match Self::never() {}
    }
}
