//! A test of one attribute, compiled.

use std::sync::Arc;

use super::node::Truth;
use super::read::Read;
use super::requirement::Requirement;
use super::text_set::TextSet;
use crate::Version;
use crate::context::StoredValue;

/// What a value must be. A value of another type than the check's is unknown.
#[derive(Debug)]
pub(crate) enum Check {
    Exists(bool),
    Boolean(bool),
    /// Any of several, which says no more than that there is one.
    AnyBoolean,
    Integer(Order, i64),
    /// Sorted.
    IntegerIn(Box<[i64]>),
    Float(Order, f64),
    FloatIn(Box<[f64]>),
    /// Shared with the rule as data where that is made at run time.
    Text(Arc<str>),
    TextIn(Box<TextSet>),
    StartsWith(Box<[Box<str>]>),
    EndsWith(Box<[Box<str>]>),
    Contains(Box<[Box<str>]>),
    #[cfg(feature = "matches")]
    Matches(Box<super::pattern::Pattern>),
    Version(Box<Version>),
    VersionIn(Box<[Version]>),
    Semver(Box<Requirement>),
    Datetime(Order, i64),
    /// Sorted.
    DatetimeIn(Box<[i64]>),
    Variant(u32),
    /// Sorted.
    VariantIn(Box<[u32]>),
    Has(Arc<str>),
    HasAny(Box<TextSet>),
}

/// How two values must compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Is,
    Above,
    NotBelow,
    Below,
    NotAbove,
}

impl Order {
    #[inline]
    fn holds<T: PartialOrd>(self, value: &T, operand: &T) -> bool {
        match self {
            Self::Is => value == operand,
            Self::Above => value > operand,
            Self::NotBelow => value >= operand,
            Self::Below => value < operand,
            Self::NotAbove => value <= operand,
        }
    }
}

impl Check {
    /// Whether it is known to hold of a stored value: the same as [`Check::test`], for those who need
    /// not tell false from unknown.
    #[inline(always)]
    pub(super) fn holds(&self, value: &StoredValue<'_>) -> bool {
        match (self, value) {
            (Self::Boolean(wanted), StoredValue::Boolean(value)) => value == wanted,
            (Self::Variant(wanted), StoredValue::Variant(value)) => value == wanted,
            (Self::Integer(order, wanted), StoredValue::Integer(value)) => {
                order.holds(value, wanted)
            }
            (Self::Boolean(_) | Self::Variant(_) | Self::Integer(..), _) => false,
            _ => self.holds_otherwise(value),
        }
    }

    #[inline(never)]
    fn holds_otherwise(&self, value: &StoredValue<'_>) -> bool {
        match (self, value) {
            (Self::Text(wanted), StoredValue::Text(value)) => same(value, wanted),
            (Self::TextIn(wanted), StoredValue::Text(value)) => wanted.has(value),
            (Self::StartsWith(wanted), StoredValue::Text(value)) => {
                wanted.iter().any(|wanted| starts_with(value, wanted))
            }
            (Self::EndsWith(wanted), StoredValue::Text(value)) => {
                wanted.iter().any(|wanted| ends_with(value, wanted))
            }
            (Self::VariantIn(wanted), StoredValue::Variant(value)) => wanted.contains(value),
            (Self::Semver(wanted), StoredValue::Version(value)) => wanted.is_met_by(value),
            (
                Self::Text(_)
                | Self::TextIn(_)
                | Self::StartsWith(_)
                | Self::EndsWith(_)
                | Self::VariantIn(_)
                | Self::Semver(_),
                _,
            ) => false,
            _ => self.test_rarer(value) == Some(true),
        }
    }

    /// What it says of a value.
    #[inline]
    pub(super) fn test(&self, value: &impl Read) -> Truth {
        let answer = match self {
            Self::Boolean(wanted) => value.boolean().map(|value| value == *wanted),
            Self::Text(wanted) => value.text().map(|value| same(value, wanted)),
            Self::Variant(wanted) => value.variant().map(|value| value == *wanted),
            Self::Integer(order, wanted) => {
                value.integer().map(|value| order.holds(&value, wanted))
            }
            _ => self.test_rarer(value),
        };
        answer.map_or(Truth::Unknown, Truth::from)
    }

    fn test_rarer(&self, value: &impl Read) -> Option<bool> {
        match self {
            Self::Boolean(_) | Self::Text(_) | Self::Variant(_) | Self::Integer(..) => None,
            Self::Exists(wanted) => value.exists().map(|exists| exists == *wanted),
            Self::AnyBoolean => value.boolean().map(|_| true),
            Self::IntegerIn(wanted) => {
                let value = value.integer()?;
                Some(wanted.binary_search(&value).is_ok())
            }
            Self::Float(order, wanted) => value.float().map(|value| order.holds(&value, wanted)),
            Self::FloatIn(wanted) => {
                let value = value.float()?;
                Some(wanted.contains(&value))
            }
            Self::TextIn(wanted) => value.text().map(|value| wanted.has(value)),
            Self::StartsWith(wanted) => {
                let value = value.text()?;
                Some(wanted.iter().any(|wanted| starts_with(value, wanted)))
            }
            Self::EndsWith(wanted) => {
                let value = value.text()?;
                Some(wanted.iter().any(|wanted| ends_with(value, wanted)))
            }
            Self::Contains(wanted) => {
                let value = value.text()?;
                Some(wanted.iter().any(|wanted| value.contains(&**wanted)))
            }
            #[cfg(feature = "matches")]
            Self::Matches(pattern) => value.text().map(|value| pattern.is_match(value)),
            Self::Version(wanted) => value.version(|value| *value == **wanted),
            Self::VersionIn(wanted) => value.version(|value| wanted.contains(value)),
            Self::Semver(wanted) => value.version(|value| wanted.is_met_by(value)),
            Self::Datetime(order, wanted) => {
                value.datetime().map(|value| order.holds(&value, wanted))
            }
            Self::DatetimeIn(wanted) => {
                let value = value.datetime()?;
                Some(wanted.binary_search(&value).is_ok())
            }
            Self::VariantIn(wanted) => {
                let value = value.variant()?;
                Some(wanted.binary_search(&value).is_ok())
            }
            Self::Has(wanted) => {
                let texts = value.strings()?;
                Some(texts.iter().any(|text| *text == **wanted))
            }
            Self::HasAny(wanted) => {
                let texts = value.strings()?;
                Some(texts.iter().any(|text| wanted.has(text)))
            }
        }
    }
}

/// Equality. Most texts that are compared differ, and then mostly at once, which spares a call.
#[inline]
pub(super) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.as_bytes().first() == other.as_bytes().first() && one == other
}

#[inline]
fn starts_with(text: &str, start: &str) -> bool {
    match start.as_bytes() {
        [] => true,
        [first, ..] => text.as_bytes().first() == Some(first) && text.starts_with(start),
    }
}

#[inline]
fn ends_with(text: &str, end: &str) -> bool {
    match end.as_bytes() {
        [] => true,
        [.., last] => text.as_bytes().last() == Some(last) && text.ends_with(end),
    }
}
