//! The context, as rules read it.

use super::check::Check;
use super::node::Truth;
use super::read::Named;
use crate::context::{ContextView, StoredValue};
use crate::{AttributeType, AttributeValue, EvaluationContext, Registry, Version, bucketing};

/// What rules ask of a context.
pub(crate) trait Facts {
    /// Hash of the targeting key.
    fn key_hash(&self) -> Option<u64>;
    /// Hash of an attribute that subjects are told apart by.
    fn attribute_hash(&self, attribute: u32) -> Option<u64>;
    /// What a check says of an attribute.
    fn read(&self, attribute: u32, check: &Check) -> Truth;
    /// Whether a check is known to hold.
    #[inline]
    fn holds(&self, attribute: u32, check: &Check) -> bool {
        self.read(attribute, check) == Truth::True
    }
}

/// The context, if it is a generated one of the registry itself: the shortest way.
#[inline(always)]
pub(crate) fn own<'c>(
    registry: &'static Registry,
    context: &'c dyn EvaluationContext,
) -> Option<&'c ContextView<'c>> {
    let view = context.view()?;
    // One comparison, whether it has a registry or not.
    let other = view.registry.map_or(std::ptr::null(), std::ptr::from_ref);
    if !std::ptr::eq(other, registry) {
        return None;
    }
    Some(view)
}

impl ContextView<'_> {
    /// Whether a check is known to hold, if it is of the simplest kind.
    #[inline(always)]
    pub(super) fn quick(&self, attribute: u32, check: &Check) -> Option<bool> {
        let Check::Boolean(wanted) = check else {
            return None;
        };
        let value = self.values.get(attribute as usize);
        Some(matches!(value, Some(StoredValue::Boolean(value)) if value == wanted))
    }
}

/// Of its own registry.
impl Facts for ContextView<'_> {
    #[inline(always)]
    fn key_hash(&self) -> Option<u64> {
        self.subject
    }

    fn attribute_hash(&self, attribute: u32) -> Option<u64> {
        let ty = self.registry?.attributes().get(attribute as usize)?.ty();
        attribute_hash(ty, self.values.get(attribute as usize)?.shown(ty)?)
    }

    #[inline]
    fn read(&self, attribute: u32, check: &Check) -> Truth {
        match self.values.get(attribute as usize) {
            Some(value) => check.test(value),
            None => Truth::Unknown,
        }
    }

    #[inline(always)]
    fn holds(&self, attribute: u32, check: &Check) -> bool {
        let value = self.values.get(attribute as usize);
        value.is_some_and(|value| check.holds(value))
    }
}

/// Any context, read for one registry.
pub(crate) struct Subject<'c> {
    registry: &'static Registry,
    context: &'c dyn EvaluationContext,
    source: Source<'c>,
}

enum Source<'c> {
    /// A generated context of the registry: by index.
    Own(&'c ContextView<'c>),
    /// A generated context of another registry: through a table.
    Other(&'c ContextView<'c>, &'static [Option<u32>]),
    /// Any other context: by name.
    Named,
}

impl<'c> Subject<'c> {
    pub(crate) fn new(registry: &'static Registry, context: &'c dyn EvaluationContext) -> Self {
        let source = match context.view() {
            Some(view) => match view.registry {
                Some(other) if !std::ptr::eq(other, registry) => {
                    Source::Other(view, registry.crossings().to(registry, other))
                }
                // One of no registry has no values.
                _ => Source::Own(view),
            },
            None => Source::Named,
        };
        Self {
            registry,
            context,
            source,
        }
    }
}

impl Facts for Subject<'_> {
    fn key_hash(&self) -> Option<u64> {
        match &self.source {
            Source::Own(view) | Source::Other(view, _) => view.subject,
            Source::Named => Some(bucketing::subject(self.context.targeting_key()?.as_bytes())),
        }
    }

    fn attribute_hash(&self, attribute: u32) -> Option<u64> {
        let ty = self.registry.attributes().get(attribute as usize)?.ty();
        attribute_hash(ty, self.shown(attribute)?)
    }

    fn read(&self, attribute: u32, check: &Check) -> Truth {
        let value = match &self.source {
            Source::Own(view) => view.values.get(attribute as usize),
            Source::Other(view, table) => other(view, table, attribute),
            Source::Named => return self.read_named(attribute, check),
        };
        check.test(value.unwrap_or(&StoredValue::Missing))
    }
}

fn attribute_hash(ty: AttributeType, value: AttributeValue<'_>) -> Option<u64> {
    match (ty, value) {
        (AttributeType::Text, AttributeValue::Text(text)) => {
            Some(bucketing::subject(text.as_bytes()))
        }
        // What is none of the set, or no version, tells nobody apart.
        (AttributeType::Variants(variants), AttributeValue::Text(text)) => {
            let known = variants.index_of(text).is_some();
            known.then(|| bucketing::subject(text.as_bytes()))
        }
        (AttributeType::Semver, AttributeValue::Text(text)) => {
            let known = text.parse::<Version>().is_ok();
            known.then(|| bucketing::subject(text.as_bytes()))
        }
        (AttributeType::Semver, AttributeValue::Version(version)) => {
            Some(bucketing::subject_of(version))
        }
        (AttributeType::Boolean, AttributeValue::Boolean(value)) => {
            let text: &[u8] = if value { b"true" } else { b"false" };
            Some(bucketing::subject(text))
        }
        (AttributeType::Integer, AttributeValue::Integer(value)) => {
            Some(bucketing::subject_of(&value))
        }
        _ => None,
    }
}

impl Subject<'_> {
    fn read_named(&self, attribute: u32, check: &Check) -> Truth {
        let Some(info) = self.registry.attributes().get(attribute as usize) else {
            return Truth::Unknown;
        };
        check.test(&Named {
            value: self.context.attribute(info.name()),
            ty: info.ty(),
        })
    }

    /// An attribute as a person sees it.
    pub(super) fn shown(&self, attribute: u32) -> Option<AttributeValue<'_>> {
        let info = self.registry.attributes().get(attribute as usize)?;
        match &self.source {
            Source::Own(view) => view.values.get(attribute as usize)?.shown(info.ty()),
            Source::Other(view, table) => other(view, table, attribute)?.shown(info.ty()),
            Source::Named => self.context.attribute(info.name()),
        }
    }

    /// Whether the context keeps an attribute to itself, or the registry does.
    pub(super) fn hides(&self, attribute: u32) -> bool {
        match self.registry.attributes().get(attribute as usize) {
            Some(info) => info.is_private() || self.context.is_private(info.name()),
            None => true,
        }
    }

    /// The registry of the context, where that is another one.
    pub(super) fn other_registry(&self) -> Option<&'static Registry> {
        match &self.source {
            Source::Other(view, _) => view.registry,
            _ => None,
        }
    }

    pub(super) const fn registry(&self) -> &'static Registry {
        self.registry
    }
}

fn other<'c>(
    view: &'c ContextView<'c>,
    table: &[Option<u32>],
    attribute: u32,
) -> Option<&'c StoredValue<'c>> {
    let index = (*table.get(attribute as usize)?)?;
    view.values.get(index as usize)
}
