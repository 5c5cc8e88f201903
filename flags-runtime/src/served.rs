//! A payload as snapshots keep it: in two words.

use std::borrow::Cow;

use crate::payload::Payload;
use crate::{EvaluationError, FeatureInfo, Value, ValueType};

/// What a rule, a declaration or a provider serves. Most values fit a word; what does not is apart.
#[derive(Clone, Debug)]
pub(crate) enum Served {
    Word(Kind, u64),
    Apart(Box<Payload>),
}

/// What the bits of a word are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Boolean,
    Integer,
    Float,
    /// Index of the variant.
    Variant,
}

impl From<Payload> for Served {
    fn from(payload: Payload) -> Self {
        match payload {
            Payload::Boolean(on) => Self::Word(Kind::Boolean, u64::from(on)),
            Payload::Integer(value) => Self::Word(Kind::Integer, value.cast_unsigned()),
            Payload::Float(value) => Self::Word(Kind::Float, value.to_bits()),
            Payload::Variant(index) => Self::Word(Kind::Variant, u64::from(index)),
            other => Self::Apart(Box::new(other)),
        }
    }
}

impl Served {
    /// Checks a value and makes it ready to be served often.
    #[inline]
    pub(crate) fn load(feature: &FeatureInfo, value: &Value) -> Result<Self, EvaluationError> {
        match (feature.value_type(), value) {
            // What is served most has no payload in between.
            (ValueType::Boolean, Value::Boolean(on)) => {
                Ok(Self::Word(Kind::Boolean, u64::from(*on)))
            }
            _ => Payload::load(feature, value).map(Self::from),
        }
    }

    /// The bits of a value that fits a word.
    #[inline]
    pub(crate) fn bits(&self) -> Option<u64> {
        match self {
            Self::Word(_, bits) => Some(*bits),
            Self::Apart(_) => None,
        }
    }

    pub(crate) fn payload(&self) -> Cow<'_, Payload> {
        match self {
            Self::Word(kind, bits) => Cow::Owned(kind.payload(*bits)),
            Self::Apart(payload) => Cow::Borrowed(payload),
        }
    }

    /// Whether it is the boolean `true`.
    pub(crate) fn is_on(&self) -> bool {
        matches!(self, Self::Word(Kind::Boolean, 1))
    }

    /// What a feature that serves this serves while one of its needs is unmet: off, or the same where
    /// it is not boolean.
    pub(crate) fn disabled(&self) -> Cow<'_, Payload> {
        match self {
            Self::Word(Kind::Boolean, _) => Cow::Owned(Payload::Boolean(false)),
            other => other.payload(),
        }
    }
}

impl Kind {
    fn payload(self, bits: u64) -> Payload {
        match self {
            Self::Boolean => Payload::Boolean(bits != 0),
            Self::Integer => Payload::Integer(bits.cast_signed()),
            Self::Float => Payload::Float(f64::from_bits(bits)),
            // Made from an index of this size.
            #[expect(clippy::cast_possible_truncation, reason = "it was made from a `u32`")]
            Self::Variant => Payload::Variant(bits as u32),
        }
    }
}
