//! The context, as rules read it.

use std::fmt;

use once_cell::race::OnceBox;

use super::check::Check;
use super::node::Truth;
use crate::context::{ContextView, StoredValue};
use crate::{
    AttributeType, AttributeValue, EvaluationContext, Registry, Strings, Version, bucketing,
};

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

/// A generated context of the registry itself: the shortest way.
pub(crate) struct Own<'c> {
    registry: &'static Registry,
    view: &'c ContextView<'c>,
}

impl<'c> Own<'c> {
    /// The context, if it is one.
    #[inline]
    pub(crate) fn new(
        registry: &'static Registry,
        context: &'c dyn EvaluationContext,
    ) -> Option<Self> {
        let view = context.view()?;
        std::ptr::eq(view.registry?, registry).then_some(Self { registry, view })
    }
}

impl Facts for Own<'_> {
    #[inline]
    fn key_hash(&self) -> Option<u64> {
        self.view.subject
    }

    fn attribute_hash(&self, attribute: u32) -> Option<u64> {
        let ty = self.registry.attributes().get(attribute as usize)?.ty();
        attribute_hash(ty, self.view.values.get(attribute as usize)?.shown(ty)?)
    }

    #[inline]
    fn read(&self, attribute: u32, check: &Check) -> Truth {
        match self.view.values.get(attribute as usize) {
            Some(value) => check.test(value),
            None => Truth::Unknown,
        }
    }

    #[inline(always)]
    fn holds(&self, attribute: u32, check: &Check) -> bool {
        let value = self.view.values.get(attribute as usize);
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

/// A value that can be read as each type; `None` as a type that it does not have.
pub(super) trait Read {
    /// Whether there is a value; `None` where it is of another type.
    fn exists(&self) -> Option<bool>;
    fn boolean(&self) -> Option<bool>;
    fn integer(&self) -> Option<i64>;
    /// A number; what is none compares with nothing.
    fn float(&self) -> Option<f64>;
    fn text(&self) -> Option<&str>;
    fn version(&self, test: impl FnOnce(&Version) -> bool) -> Option<bool>;
    fn datetime(&self) -> Option<i64>;
    fn strings(&self) -> Option<&Strings<'_>>;
    fn variant(&self) -> Option<u32>;
}

macro_rules! read {
    ($self:ident as $kind:ident($value:ident) => $read:expr) => {
        match $self {
            StoredValue::$kind($value) => Some($read),
            _ => None,
        }
    };
}

impl Read for StoredValue<'_> {
    fn exists(&self) -> Option<bool> {
        Some(!matches!(self, StoredValue::Missing))
    }

    #[inline]
    fn boolean(&self) -> Option<bool> {
        read!(self as Boolean(value) => *value)
    }

    #[inline]
    fn integer(&self) -> Option<i64> {
        read!(self as Integer(value) => *value)
    }

    fn float(&self) -> Option<f64> {
        read!(self as Float(value) => *value).filter(|value| !value.is_nan())
    }

    #[inline]
    fn text(&self) -> Option<&str> {
        read!(self as Text(value) => value)
    }

    fn version(&self, test: impl FnOnce(&Version) -> bool) -> Option<bool> {
        read!(self as Version(value) => test(value))
    }

    fn datetime(&self) -> Option<i64> {
        read!(self as Datetime(value) => value.milliseconds())
    }

    fn strings(&self) -> Option<&Strings<'_>> {
        read!(self as Strings(value) => value)
    }

    #[inline]
    fn variant(&self) -> Option<u32> {
        read!(self as Variant(value) => *value)
    }
}

/// An attribute that was found by name, and what it should be.
struct Named<'c> {
    value: Option<AttributeValue<'c>>,
    ty: AttributeType,
}

macro_rules! named {
    ($self:ident as $ty:ident, $kind:ident($value:ident) => $read:expr) => {
        match ($self.ty, &$self.value) {
            (AttributeType::$ty, Some(AttributeValue::$kind($value))) => Some($read),
            _ => None,
        }
    };
}

impl Read for Named<'_> {
    fn exists(&self) -> Option<bool> {
        let Some(value) = &self.value else {
            return Some(false);
        };
        let fits = match (self.ty, value) {
            (AttributeType::Boolean, AttributeValue::Boolean(_))
            | (AttributeType::Integer, AttributeValue::Integer(_))
            | (AttributeType::Float, AttributeValue::Float(_) | AttributeValue::Integer(_))
            | (AttributeType::Text, AttributeValue::Text(_))
            // A text that is no version is there, if of no use.
            | (AttributeType::Semver, AttributeValue::Text(_) | AttributeValue::Version(_))
            | (AttributeType::Datetime, AttributeValue::Datetime(_))
            | (AttributeType::Strings, AttributeValue::Strings(_)) => true,
            (AttributeType::Variants(variants), AttributeValue::Text(name)) => {
                variants.index_of(name).is_some()
            }
            _ => false,
        };
        fits.then_some(true)
    }

    fn boolean(&self) -> Option<bool> {
        named!(self as Boolean, Boolean(value) => *value)
    }

    fn integer(&self) -> Option<i64> {
        named!(self as Integer, Integer(value) => *value)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a float attribute has the precision of a float"
    )]
    fn float(&self) -> Option<f64> {
        match (self.ty, self.value) {
            (AttributeType::Float, Some(AttributeValue::Float(value))) if !value.is_nan() => {
                Some(value)
            }
            (AttributeType::Float, Some(AttributeValue::Integer(value))) => Some(value as f64),
            _ => None,
        }
    }

    fn text(&self) -> Option<&str> {
        named!(self as Text, Text(value) => value)
    }

    fn version(&self, test: impl FnOnce(&Version) -> bool) -> Option<bool> {
        match (self.ty, &self.value) {
            (AttributeType::Semver, Some(AttributeValue::Version(version))) => Some(test(version)),
            (AttributeType::Semver, Some(AttributeValue::Text(text))) => {
                Some(test(&text.parse().ok()?))
            }
            _ => None,
        }
    }

    fn datetime(&self) -> Option<i64> {
        named!(self as Datetime, Datetime(value) => value.milliseconds())
    }

    fn strings(&self) -> Option<&Strings<'_>> {
        named!(self as Strings, Strings(value) => value)
    }

    fn variant(&self) -> Option<u32> {
        match (self.ty, &self.value) {
            (AttributeType::Variants(variants), Some(AttributeValue::Text(name))) => {
                u32::try_from(variants.index_of(name)?).ok()
            }
            _ => None,
        }
    }
}

/// Tables for contexts of other registries, each made when a context is first met, and kept.
#[derive(Default)]
pub(crate) struct Crossings(OnceBox<Crossing>);

struct Crossing {
    other: &'static Registry,
    /// For each attribute, which of the other registry's has its name and type.
    table: Box<[Option<u32>]>,
    next: Crossings,
}

impl Crossings {
    pub(crate) const fn new() -> Self {
        Self(OnceBox::new())
    }

    /// The table of a pair. Making it, at their first meeting, allocates.
    fn to(&'static self, registry: &Registry, other: &'static Registry) -> &'static [Option<u32>] {
        let mut crossings = self;
        loop {
            let crossing = crossings
                .0
                .get_or_init(|| Box::new(Crossing::new(registry, other)));
            if std::ptr::eq(crossing.other, other) {
                return &crossing.table;
            }
            crossings = &crossing.next;
        }
    }
}

impl Crossing {
    fn new(registry: &Registry, other: &'static Registry) -> Self {
        let table = registry.attributes().iter().map(|wanted| {
            let found = other
                .attributes()
                .iter()
                .position(|info| info.name() == wanted.name() && info.ty().is_same_as(wanted.ty()));
            found.and_then(|index| u32::try_from(index).ok())
        });
        Self {
            other,
            table: table.collect(),
            next: Crossings::new(),
        }
    }
}

impl fmt::Debug for Crossings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Crossings").finish_non_exhaustive()
    }
}
