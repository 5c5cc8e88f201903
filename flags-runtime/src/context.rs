//! What is known about the subject of an evaluation.

use crate::{AttributeValue, Timestamp};

mod data;
mod stored;

pub use data::{ContextData, ContextView, Parts};
pub use stored::StoredValue;

/// What an evaluation knows about its subject. The `Context` that `features!` generates is one.
///
/// # For implementors
///
/// Answer from memory: evaluations ask on the hot path. A generated `Context` is asked for its
/// attributes by index; one of your own is asked by name.
pub trait EvaluationContext: Send + Sync {
    /// Identifies the subject: a user, a device, a tenant.
    fn targeting_key(&self) -> Option<&str>;

    /// The environment that is evaluated for, where that is known: the runtime names it to a
    /// provider's `resolve`. A context of one's own leaves this as it is.
    fn environment(&self) -> Option<&str> {
        None
    }

    /// The moment that is evaluated for, where it is not the present: the runtime names it to a
    /// provider's `resolve`, as [`Flags::at`](crate::Flags::at) chose it. A context of one's own
    /// leaves this as it is.
    fn moment(&self) -> Option<Timestamp> {
        None
    }

    /// The attribute of this name; `None` where nothing is known of it.
    ///
    /// A rule can use it if it is of the type that `[context]` declares. A version may be given as
    /// [`AttributeValue::Text`], which is then parsed in each evaluation, and one of a closed set is
    /// given by its name.
    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        let _ = name;
        None
    }

    /// Calls `visit` with the name and value of each attribute, for providers that pass them on.
    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        let _ = visit;
    }

    /// Whether the attribute of this name must never reach a log, a hook or an explanation.
    fn is_private(&self, name: &str) -> bool {
        let _ = name;
        false
    }

    /// The attributes by index, of a generated context.
    #[doc(hidden)]
    fn view(&self) -> Option<&ContextView<'_>> {
        None
    }

    /// Whether it stands for a context that is not there.
    #[doc(hidden)]
    fn is_missing(&self) -> bool {
        false
    }
}

impl<C: EvaluationContext + ?Sized> EvaluationContext for &C {
    fn targeting_key(&self) -> Option<&str> {
        (**self).targeting_key()
    }

    fn environment(&self) -> Option<&str> {
        (**self).environment()
    }

    fn moment(&self) -> Option<Timestamp> {
        (**self).moment()
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        (**self).attribute(name)
    }

    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        (**self).visit_attributes(visit);
    }

    fn is_private(&self, name: &str) -> bool {
        (**self).is_private(name)
    }

    #[inline]
    fn view(&self) -> Option<&ContextView<'_>> {
        (**self).view()
    }

    fn is_missing(&self) -> bool {
        (**self).is_missing()
    }
}

/// A context as a provider sees it: with the environment and the moment that are evaluated for.
pub(crate) struct InEnvironment<'c> {
    pub(crate) context: &'c dyn EvaluationContext,
    pub(crate) environment: Option<&'static str>,
    pub(crate) moment: Option<Timestamp>,
}

impl EvaluationContext for InEnvironment<'_> {
    fn targeting_key(&self) -> Option<&str> {
        self.context.targeting_key()
    }

    fn environment(&self) -> Option<&str> {
        self.environment
    }

    fn moment(&self) -> Option<Timestamp> {
        self.moment
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        self.context.attribute(name)
    }

    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        self.context.visit_attributes(visit);
    }

    fn is_private(&self, name: &str) -> bool {
        self.context.is_private(name)
    }

    fn view(&self) -> Option<&ContextView<'_>> {
        self.context.view()
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

/// Context of an evaluation without one, outside every scope.
#[derive(Debug)]
pub(crate) struct NoContext;

impl EvaluationContext for NoContext {
    fn targeting_key(&self) -> Option<&str> {
        None
    }

    fn is_missing(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests;
