//! What a generated context holds.

use std::borrow::Cow;
use std::fmt;

use super::{EvaluationContext, StoredValue};
use crate::{AttributeInfo, AttributeValue, Registry, Strings, Timestamp, bucketing};

/// What a generated `Context` holds: the targeting key, and its registry's attributes by index.
///
/// The key is hashed once, here, and not in each evaluation.
#[doc(hidden)]
#[derive(Clone)]
pub struct ContextData<'a, const N: usize = 0>(Parts<'a, [StoredValue<'a>; N]>);

/// A generated context, as rules read it.
#[doc(hidden)]
#[derive(Clone)]
pub struct Parts<'a, V: ?Sized> {
    /// Whose attributes the values are; `None` where there are none.
    pub(crate) registry: Option<&'static Registry>,
    targeting_key: Option<Cow<'a, str>>,
    /// Hash of the targeting key, if there is one.
    pub(crate) subject: Option<u64>,
    pub(crate) values: V,
}

/// A generated context of however many attributes.
#[doc(hidden)]
pub type ContextView<'c> = Parts<'c, [StoredValue<'c>]>;

/// Of no registry: without attributes.
impl<'a> ContextData<'a> {
    #[must_use]
    pub fn new(targeting_key: impl Into<Cow<'a, str>>) -> Self {
        Self::with_key(None, targeting_key.into())
    }

    #[must_use]
    pub const fn anonymous() -> Self {
        Self::none()
    }
}

/// Of a registry with `N` attributes.
impl<'a, const N: usize> ContextData<'a, N> {
    #[inline]
    #[must_use]
    pub fn of(registry: &'static Registry, targeting_key: impl Into<Cow<'a, str>>) -> Self {
        Self::with_key(Some(registry), targeting_key.into())
    }

    #[inline]
    #[must_use]
    pub const fn anonymous_of(registry: &'static Registry) -> Self {
        let mut none = Self::none();
        none.0.registry = Some(registry);
        none
    }

    #[must_use]
    pub fn into_owned(self) -> ContextData<'static, N> {
        let Parts {
            registry,
            targeting_key,
            subject,
            values,
        } = self.0;
        ContextData(Parts {
            registry,
            targeting_key: targeting_key.map(|key| Cow::Owned(key.into_owned())),
            subject,
            values: values.map(StoredValue::into_owned),
        })
    }

    #[must_use]
    pub fn targeting_key(&self) -> Option<&str> {
        self.0.targeting_key.as_deref()
    }

    #[inline]
    pub fn set_boolean(&mut self, index: usize, value: bool) {
        self.set(index, StoredValue::Boolean(value));
    }

    #[inline]
    pub fn set_integer(&mut self, index: usize, value: i64) {
        self.set(index, StoredValue::Integer(value));
    }

    #[inline]
    pub fn set_float(&mut self, index: usize, value: f64) {
        self.set(index, StoredValue::Float(value));
    }

    #[inline]
    pub fn set_text(&mut self, index: usize, value: impl Into<Cow<'a, str>>) {
        self.set(index, StoredValue::Text(value.into()));
    }

    /// A text that is no version is kept: rules cannot use it, and explanations say so.
    #[inline]
    pub fn set_semver(&mut self, index: usize, value: impl Into<Cow<'a, str>>) {
        let mut value = StoredValue::Text(value.into());
        value.read_version();
        self.set(index, value);
    }

    #[inline]
    pub fn set_datetime(&mut self, index: usize, value: impl Into<Timestamp>) {
        self.set(index, StoredValue::Datetime(value.into()));
    }

    #[inline]
    pub fn set_strings(&mut self, index: usize, value: impl Into<Strings<'a>>) {
        self.set(index, StoredValue::Strings(value.into()));
    }

    #[inline]
    pub fn set_variant(&mut self, index: usize, variant: u32) {
        self.set(index, StoredValue::Variant(variant));
    }

    const fn none() -> Self {
        Self(Parts {
            registry: None,
            targeting_key: None,
            subject: None,
            values: [const { StoredValue::Missing }; N],
        })
    }

    #[inline]
    fn with_key(registry: Option<&'static Registry>, key: Cow<'a, str>) -> Self {
        Self(Parts {
            registry,
            subject: Some(bucketing::subject(key.as_bytes())),
            targeting_key: Some(key),
            values: [const { StoredValue::Missing }; N],
        })
    }

    /// A context is built by setters that take it and give it back. The compiler writes it in one
    /// place, and copies nothing, as long as no function that is called meanwhile could unwind, or is
    /// told where the context is.
    #[inline]
    fn set(&mut self, index: usize, value: StoredValue<'a>) {
        std::mem::replace(&mut self.0.values[index], value).discard();
    }

    fn attributes(&self) -> &'static [AttributeInfo] {
        self.0.registry.map_or(&[], Registry::attributes)
    }
}

impl<const N: usize> EvaluationContext for ContextData<'_, N> {
    fn targeting_key(&self) -> Option<&str> {
        self.targeting_key()
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        let mut pairs = self.attributes().iter().zip(&self.0.values);
        let (info, value) = pairs.find(|(info, _)| info.name() == name)?;
        value.shown(info.ty())
    }

    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        for (info, value) in self.attributes().iter().zip(&self.0.values) {
            if let Some(value) = value.shown(info.ty()) {
                visit(info.name(), value);
            }
        }
    }

    fn is_private(&self, name: &str) -> bool {
        let mut attributes = self.attributes().iter();
        attributes.any(|info| info.is_private() && info.name() == name)
    }

    #[inline]
    fn view(&self) -> Option<&ContextView<'_>> {
        Some(&self.0)
    }
}

impl Default for ContextData<'_> {
    fn default() -> Self {
        Self::none()
    }
}

impl Eq for ContextData<'_> {}

impl<const N: usize> PartialEq for ContextData<'_, N> {
    fn eq(&self, other: &Self) -> bool {
        let registries = match (self.0.registry, other.0.registry) {
            (Some(one), Some(two)) => std::ptr::eq(one, two),
            (one, two) => one.is_none() && two.is_none(),
        };
        registries
            && self.0.targeting_key == other.0.targeting_key
            && self.0.values == other.0.values
    }
}

/// Private attributes are there, and what they are is not shown.
impl<const N: usize> fmt::Debug for ContextData<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Context");
        shown.field("targeting_key", &self.targeting_key());
        for (info, value) in self.attributes().iter().zip(&self.0.values) {
            match value.shown(info.ty()) {
                None => {}
                Some(_) if info.is_private() => {
                    shown.field(info.name(), &format_args!("(private)"));
                }
                Some(value) => {
                    shown.field(info.name(), &format_args!("{value}"));
                }
            }
        }
        shown.finish()
    }
}

/// Shows no value, because it may be private.
impl<V: ?Sized> fmt::Debug for Parts<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}
