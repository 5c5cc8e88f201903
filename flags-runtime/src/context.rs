//! What is known about the subject of an evaluation.

use std::borrow::Cow;

/// What an evaluation knows about its subject. The `Context` that `features!` generates is one.
///
/// # For implementors
///
/// Answer from memory: evaluations ask on the hot path.
pub trait EvaluationContext: Send + Sync {
    /// Identifies the subject: a user, a device, a tenant.
    fn targeting_key(&self) -> Option<&str>;

    /// The environment that is evaluated for, where that is known: the runtime names it to a
    /// provider's `resolve`. A context of one's own leaves this as it is.
    fn environment(&self) -> Option<&str> {
        None
    }
}

impl<C: EvaluationContext + ?Sized> EvaluationContext for &C {
    fn targeting_key(&self) -> Option<&str> {
        (**self).targeting_key()
    }

    fn environment(&self) -> Option<&str> {
        (**self).environment()
    }
}

/// A context as a provider sees it: with the environment that is evaluated for.
pub(crate) struct InEnvironment<'c> {
    pub(crate) context: &'c dyn EvaluationContext,
    pub(crate) environment: Option<&'static str>,
}

impl EvaluationContext for InEnvironment<'_> {
    fn targeting_key(&self) -> Option<&str> {
        self.context.targeting_key()
    }

    fn environment(&self) -> Option<&str> {
        self.environment
    }
}

/// Context of nobody in particular, without a targeting key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anonymous;

impl EvaluationContext for Anonymous {
    fn targeting_key(&self) -> Option<&str> {
        None
    }
}

/// What a generated `Context` holds.
#[doc(hidden)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContextData<'a> {
    targeting_key: Option<Cow<'a, str>>,
}

impl<'a> ContextData<'a> {
    #[must_use]
    pub fn new(targeting_key: impl Into<Cow<'a, str>>) -> Self {
        Self {
            targeting_key: Some(targeting_key.into()),
        }
    }

    #[must_use]
    pub const fn anonymous() -> Self {
        Self {
            targeting_key: None,
        }
    }

    #[must_use]
    pub fn into_owned(self) -> ContextData<'static> {
        ContextData {
            targeting_key: self.targeting_key.map(|key| Cow::Owned(key.into_owned())),
        }
    }

    #[must_use]
    pub fn targeting_key(&self) -> Option<&str> {
        self.targeting_key.as_deref()
    }
}

impl EvaluationContext for ContextData<'_> {
    fn targeting_key(&self) -> Option<&str> {
        self.targeting_key()
    }
}
