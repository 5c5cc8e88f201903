//! An attribute as a generated context keeps it.

use std::borrow::Cow;

use crate::{AttributeType, AttributeValue, Strings, Timestamp, Version};

#[doc(hidden)]
#[derive(Clone, Debug, PartialEq)]
pub enum StoredValue<'a> {
    Missing,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    /// Of a string attribute, or a version that is none.
    Text(Cow<'a, str>),
    Version(Version),
    Datetime(Timestamp),
    Strings(Strings<'a>),
    /// Index into the closed set.
    Variant(u32),
}

impl StoredValue<'_> {
    /// Drops it; what owns nothing without a call.
    #[inline]
    pub(super) fn discard(mut self) {
        match &self {
            Self::Text(Cow::Owned(_)) | Self::Version(_) | Self::Strings(_) => {
                discard(&mut self);
            }
            _ => {}
        }
        std::mem::forget(self);
    }

    /// Makes a text that is a version one.
    #[inline]
    pub(super) fn read_version(&mut self) {
        read_version(self);
    }

    /// As anybody but the rules of the context's own registry sees it.
    pub(crate) fn shown(&self, ty: AttributeType) -> Option<AttributeValue<'_>> {
        Some(match self {
            Self::Missing => return None,
            Self::Boolean(value) => AttributeValue::Boolean(*value),
            Self::Integer(value) => AttributeValue::Integer(*value),
            Self::Float(value) => AttributeValue::Float(*value),
            Self::Text(value) => AttributeValue::Text(value),
            Self::Version(value) => AttributeValue::Version(value),
            Self::Datetime(value) => AttributeValue::Datetime(*value),
            Self::Strings(value) => AttributeValue::Strings(value),
            Self::Variant(index) => match ty {
                AttributeType::Variants(variants) => {
                    AttributeValue::Text(variants.names().get(*index as usize)?)
                }
                _ => return None,
            },
        })
    }

    pub(crate) fn into_owned(self) -> StoredValue<'static> {
        match self {
            Self::Missing => StoredValue::Missing,
            Self::Boolean(value) => StoredValue::Boolean(value),
            Self::Integer(value) => StoredValue::Integer(value),
            Self::Float(value) => StoredValue::Float(value),
            Self::Text(value) => StoredValue::Text(Cow::Owned(value.into_owned())),
            Self::Version(value) => StoredValue::Version(value),
            Self::Datetime(value) => StoredValue::Datetime(value),
            Self::Strings(value) => StoredValue::Strings(value.into_owned()),
            Self::Variant(index) => StoredValue::Variant(index),
        }
    }
}

// With the C ABI because that tells callers in other crates that these do not unwind.

extern "C" fn discard(value: &mut StoredValue<'_>) {
    *value = StoredValue::Missing;
}

extern "C" fn read_version(value: &mut StoredValue<'_>) {
    if let StoredValue::Text(text) = value
        && let Ok(version) = text.parse()
    {
        *value = StoredValue::Version(version);
    }
}
