//! Constants of retired features: they can be imported, but not asked.

use std::convert::Infallible;
use std::fmt;
use std::future::Ready;
use std::marker::PhantomData;

use crate::{Evaluation, EvaluationContext, Explanation, OverrideGuard};

/// What is left of a retired feature: a constant whose every method fails to compile, with a message
/// that says when it was retired and which value it keeps.
pub struct Retired<Mark, T> {
    mark: PhantomData<fn() -> (Mark, T)>,
}

/// Never holds. Each retired feature has a trait of its own on which this one depends, so that
/// rustc shows that feature's message.
pub trait StillDeclared {
    /// Nothing can call it, because nothing implements the trait.
    fn never() -> Infallible;
}

impl<Mark, T> Retired<Mark, T> {
    /// For generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn new() -> Self {
        Self { mark: PhantomData }
    }
}

/// The methods of a feature, so that each use shows the feature's own message.
#[expect(unreachable_code, reason = "no `Mark` fulfils the bound")]
impl<Mark, T> Retired<Mark, T> {
    /// Does not compile.
    #[must_use]
    pub fn is_enabled(self) -> bool
    where
        Mark: StillDeclared,
    {
        match Mark::never() {}
    }

    /// Does not compile.
    #[must_use]
    pub fn is_enabled_for(self, context: &dyn EvaluationContext) -> bool
    where
        Mark: StillDeclared,
    {
        let _ = context;
        match Mark::never() {}
    }

    /// Does not compile.
    pub fn override_with<V>(self, value: V) -> OverrideGuard
    where
        Mark: StillDeclared,
    {
        let _ = value;
        match Mark::never() {}
    }

    /// Does not compile.
    pub fn overridden<V, R>(self, value: V, f: impl FnOnce() -> R) -> R
    where
        Mark: StillDeclared,
    {
        let _ = (value, f);
        match Mark::never() {}
    }

    /// Does not compile.
    pub fn overridden_async<V, F: Future>(self, value: V, future: F) -> Ready<F::Output>
    where
        Mark: StillDeclared,
    {
        let _ = (value, future);
        match Mark::never() {}
    }

    /// Does not compile.
    #[must_use]
    pub fn get(self) -> T
    where
        Mark: StillDeclared,
    {
        match Mark::never() {}
    }

    /// Does not compile.
    #[must_use]
    pub fn get_for(self, context: &dyn EvaluationContext) -> T
    where
        Mark: StillDeclared,
    {
        let _ = context;
        match Mark::never() {}
    }

    /// Does not compile.
    #[must_use]
    pub fn evaluate(self) -> Evaluation<T>
    where
        Mark: StillDeclared,
    {
        match Mark::never() {}
    }

    /// Does not compile.
    #[must_use]
    pub fn evaluate_for(self, context: &dyn EvaluationContext) -> Evaluation<T>
    where
        Mark: StillDeclared,
    {
        let _ = context;
        match Mark::never() {}
    }

    /// Does not compile.
    #[must_use]
    pub fn explain(self) -> Explanation
    where
        Mark: StillDeclared,
    {
        match Mark::never() {}
    }

    /// Does not compile.
    #[must_use]
    pub fn explain_for(self, context: &dyn EvaluationContext) -> Explanation
    where
        Mark: StillDeclared,
    {
        let _ = context;
        match Mark::never() {}
    }
}

impl<Mark, T> Clone for Retired<Mark, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Mark, T> Copy for Retired<Mark, T> {}

impl<Mark, T> fmt::Debug for Retired<Mark, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Retired")
    }
}
