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
pub struct ContextData<'a, const N: usize = 0> {
    registry: Option<&'static Registry>,
    targeting_key: Option<Cow<'a, str>>,
    /// Hash of the targeting key.
    subject: u64,
    values: [StoredValue<'a>; N],
}

/// Of no registry: without attributes.
impl<'a> ContextData<'a> {
    #[must_use]
    pub fn new(targeting_key: impl Into<Cow<'a, str>>) -> Self {
        Self::none().with_key(targeting_key.into())
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
        Self::anonymous_of(registry).with_key(targeting_key.into())
    }

    #[inline]
    #[must_use]
    pub const fn anonymous_of(registry: &'static Registry) -> Self {
        let mut none = Self::none();
        none.registry = Some(registry);
        none
    }

    #[must_use]
    pub fn into_owned(self) -> ContextData<'static, N> {
        ContextData {
            registry: self.registry,
            targeting_key: self.targeting_key.map(|key| Cow::Owned(key.into_owned())),
            subject: self.subject,
            values: self.values.map(StoredValue::into_owned),
        }
    }

    #[must_use]
    pub fn targeting_key(&self) -> Option<&str> {
        self.targeting_key.as_deref()
    }

    #[inline]
    #[must_use]
    pub fn with_boolean(self, index: usize, value: bool) -> Self {
        self.with(index, StoredValue::Boolean(value))
    }

    #[inline]
    #[must_use]
    pub fn with_integer(self, index: usize, value: i64) -> Self {
        self.with(index, StoredValue::Integer(value))
    }

    #[inline]
    #[must_use]
    pub fn with_float(self, index: usize, value: f64) -> Self {
        self.with(index, StoredValue::Float(value))
    }

    #[inline]
    #[must_use]
    pub fn with_text(self, index: usize, value: impl Into<Cow<'a, str>>) -> Self {
        self.with(index, StoredValue::Text(value.into()))
    }

    /// A text that is no version is kept: rules cannot use it, and explanations say so.
    #[inline]
    #[must_use]
    pub fn with_semver(self, index: usize, value: impl Into<Cow<'a, str>>) -> Self {
        let text = value.into();
        let value = match text.parse() {
            Ok(version) => StoredValue::Version(version),
            Err(_) => StoredValue::Text(text),
        };
        self.with(index, value)
    }

    #[inline]
    #[must_use]
    pub fn with_datetime(self, index: usize, value: impl Into<Timestamp>) -> Self {
        self.with(index, StoredValue::Datetime(value.into()))
    }

    #[inline]
    #[must_use]
    pub fn with_strings(self, index: usize, value: impl Into<Strings<'a>>) -> Self {
        self.with(index, StoredValue::Strings(value.into()))
    }

    #[inline]
    #[must_use]
    pub fn with_variant(self, index: usize, variant: u32) -> Self {
        self.with(index, StoredValue::Variant(variant))
    }

    const fn none() -> Self {
        Self {
            registry: None,
            targeting_key: None,
            subject: 0,
            values: [const { StoredValue::Missing }; N],
        }
    }

    #[inline]
    fn with_key(mut self, key: Cow<'a, str>) -> Self {
        self.subject = bucketing::subject(key.as_bytes());
        self.targeting_key = Some(key);
        self
    }

    #[inline]
    fn with(mut self, index: usize, value: StoredValue<'a>) -> Self {
        self.values[index] = value;
        self
    }

    fn attributes(&self) -> &'static [AttributeInfo] {
        self.registry.map_or(&[], Registry::attributes)
    }
}

impl<const N: usize> EvaluationContext for ContextData<'_, N> {
    fn targeting_key(&self) -> Option<&str> {
        self.targeting_key()
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        let mut pairs = self.attributes().iter().zip(&self.values);
        let (info, value) = pairs.find(|(info, _)| info.name() == name)?;
        value.shown(info.ty())
    }

    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        for (info, value) in self.attributes().iter().zip(&self.values) {
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
    fn view(&self) -> Option<ContextView<'_>> {
        Some(ContextView {
            registry: self.registry,
            targeting_key: self.targeting_key.as_deref(),
            subject: self.subject,
            values: &self.values,
        })
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
        let registries = match (self.registry, other.registry) {
            (Some(one), Some(two)) => std::ptr::eq(one, two),
            (one, two) => one.is_none() && two.is_none(),
        };
        registries && self.targeting_key == other.targeting_key && self.values == other.values
    }
}

/// Private attributes are there, and what they are is not shown.
impl<const N: usize> fmt::Debug for ContextData<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Context");
        shown.field("targeting_key", &self.targeting_key());
        for (info, value) in self.attributes().iter().zip(&self.values) {
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

/// A generated context, as rules read it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct ContextView<'c> {
    /// Whose attributes the values are; `None` where there are none.
    pub(crate) registry: Option<&'static Registry>,
    pub(crate) targeting_key: Option<&'c str>,
    /// Hash of the targeting key.
    pub(crate) subject: u64,
    pub(crate) values: &'c [StoredValue<'c>],
}
