//! A value of a context, read as each type.

use crate::context::StoredValue;
use crate::{AttributeType, AttributeValue, Strings, Version};

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
pub(super) struct Named<'c> {
    pub(super) value: Option<AttributeValue<'c>>,
    pub(super) ty: AttributeType,
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
