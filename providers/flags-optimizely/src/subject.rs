//! Whom a decision is for.

use std::fmt::Write;

use flags_runtime::{AttributeValue, EvaluationContext, Version};

/// Numbers beyond this are not exact, and compare with nothing: 2^53.
pub(crate) const LARGEST_NUMBER: f64 = 9_007_199_254_740_992.0;

/// What a decision may ask.
pub(crate) trait Subject {
    /// What the vendor calls the user's id.
    fn key(&self) -> Option<&str>;

    /// The attribute of this name.
    fn attribute(&self, name: &str) -> Option<Attribute<'_>>;
}

/// The subject of an evaluation.
pub(crate) struct Person<'c>(pub(crate) &'c dyn EvaluationContext);

impl Subject for Person<'_> {
    fn key(&self) -> Option<&str> {
        self.0.targeting_key()
    }

    fn attribute(&self, name: &str) -> Option<Attribute<'_>> {
        self.0.attribute(name).map(Attribute::from)
    }
}

/// Attribute, in the vendor's terms.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Attribute<'c> {
    Boolean(bool),
    /// `None` where it is not exact.
    Number(Option<f64>),
    Text(&'c str),
    /// A version is a text to the vendor.
    Version(&'c Version),
    /// It is there, and compares with nothing.
    Other,
}

/// A date-time is the number of its milliseconds, and a list compares with nothing.
impl<'c> From<AttributeValue<'c>> for Attribute<'c> {
    fn from(value: AttributeValue<'c>) -> Self {
        match value {
            AttributeValue::Boolean(value) => Self::Boolean(value),
            AttributeValue::Integer(value) => Self::Number(number(value)),
            AttributeValue::Float(value) => {
                Self::Number((value.abs() <= LARGEST_NUMBER).then_some(value))
            }
            AttributeValue::Text(text) => Self::Text(text),
            AttributeValue::Version(version) => Self::Version(version),
            AttributeValue::Datetime(moment) => Self::Number(number(moment.milliseconds())),
            _ => Self::Other,
        }
    }
}

impl<'c> Attribute<'c> {
    pub(crate) const fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => number,
            _ => None,
        }
    }

    /// Calls `read` with the text, if it is one.
    pub(crate) fn with_text<R>(self, read: impl FnOnce(&str) -> R) -> Option<R> {
        match self {
            Self::Text(text) => Some(read(text)),
            Self::Version(version) => {
                let mut buffer = Buffer::new();
                // Only a version that is longer than any sensible one is put together elsewhere.
                Some(match write!(buffer, "{version}") {
                    Ok(()) => read(buffer.as_str()),
                    Err(_) => read(&version.to_string()),
                })
            }
            Self::Boolean(_) | Self::Number(_) | Self::Other => None,
        }
    }

    /// The text, if it is one that is at hand.
    pub(crate) const fn text(self) -> Option<&'c str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "what is not exact is left out")]
pub(crate) fn number(value: i64) -> Option<f64> {
    const LARGEST: u64 = 1 << 53;
    (value.unsigned_abs() <= LARGEST).then_some(value as f64)
}

/// Where a version is put together without allocation.
struct Buffer {
    bytes: [u8; 128],
    length: usize,
}

impl Buffer {
    const fn new() -> Self {
        Self {
            bytes: [0; 128],
            length: 0,
        }
    }

    fn as_str(&self) -> &str {
        // Only whole texts are written to it.
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

impl Write for Buffer {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.length + text.len();
        let free = self.bytes.get_mut(self.length..end);
        free.ok_or(std::fmt::Error)?
            .copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}
