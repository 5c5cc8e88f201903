//! What a context knows of an attribute.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::{Timestamp, Version};

/// Value of an attribute, as a context hands it out.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum AttributeValue<'c> {
    /// Of a boolean attribute.
    Boolean(bool),
    /// Of an integer attribute.
    Integer(i64),
    /// Of a float attribute.
    Float(f64),
    /// Of a string attribute; of a closed set, the name; of a version, the text where it is none.
    Text(&'c str),
    /// Of a version.
    Version(&'c Version),
    /// Of a date-time.
    Datetime(Timestamp),
    /// Of a list of strings.
    Strings(&'c Strings<'c>),
}

impl AttributeValue<'_> {
    /// What kind of value this is, for messages: `a boolean`, `an integer` …
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Text(_) => "a string",
            Self::Version(_) => "a version",
            Self::Datetime(_) => "a date-time",
            Self::Strings(_) => "a list of strings",
        }
    }
}

/// As it would stand in TOML.
impl fmt::Display for AttributeValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(value) => write!(f, "{value:?}"),
            Self::Version(value) => write!(f, "\"{value}\""),
            Self::Datetime(value) => write!(f, "{value}"),
            Self::Strings(value) => f.debug_list().entries(value.iter()).finish(),
        }
    }
}

/// List of texts, borrowed or shared. What it borrows is not copied.
///
/// ```
/// use flags_runtime::Strings;
///
/// let tags = ["a", "b"];
/// assert_eq!(Strings::from(&tags).iter().collect::<Vec<_>>(), ["a", "b"]);
/// assert_eq!(Strings::from(vec!["a".to_owned()]).len(), 1);
/// ```
#[derive(Clone)]
pub struct Strings<'a>(Repr<'a>);

#[derive(Clone)]
enum Repr<'a> {
    Texts(&'a [&'a str]),
    Strings(&'a [String]),
    Shared(Arc<[Cow<'a, str>]>),
}

impl<'a> Strings<'a> {
    /// The texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.at(index))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Repr::Texts(texts) => texts.len(),
            Repr::Strings(texts) => texts.len(),
            Repr::Shared(texts) => texts.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same for longer than what it borrows from.
    #[must_use]
    pub fn into_owned(self) -> Strings<'static> {
        Strings(Repr::Shared(
            self.iter()
                .map(|text| Cow::Owned(text.to_owned()))
                .collect(),
        ))
    }

    /// How many share it, for tests of what becomes of it.
    #[cfg(test)]
    pub(crate) fn owners(&self) -> usize {
        match &self.0 {
            Repr::Texts(_) | Repr::Strings(_) => 0,
            Repr::Shared(texts) => Arc::strong_count(texts),
        }
    }

    fn at(&self, index: usize) -> &str {
        match &self.0 {
            Repr::Texts(texts) => texts[index],
            Repr::Strings(texts) => &texts[index],
            Repr::Shared(texts) => &texts[index],
        }
    }
}

impl fmt::Debug for Strings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq for Strings<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Strings<'_> {}

impl<'a> From<&'a [&'a str]> for Strings<'a> {
    fn from(texts: &'a [&'a str]) -> Self {
        Self(Repr::Texts(texts))
    }
}

impl<'a, const N: usize> From<&'a [&'a str; N]> for Strings<'a> {
    fn from(texts: &'a [&'a str; N]) -> Self {
        Self(Repr::Texts(texts))
    }
}

impl<'a> From<&'a [String]> for Strings<'a> {
    fn from(texts: &'a [String]) -> Self {
        Self(Repr::Strings(texts))
    }
}

impl<'a> From<&'a Vec<String>> for Strings<'a> {
    fn from(texts: &'a Vec<String>) -> Self {
        Self(Repr::Strings(texts))
    }
}

impl<'a> From<&'a Vec<&'a str>> for Strings<'a> {
    fn from(texts: &'a Vec<&'a str>) -> Self {
        Self(Repr::Texts(texts))
    }
}

impl<'a, T: Into<Cow<'a, str>>, const N: usize> From<[T; N]> for Strings<'a> {
    fn from(texts: [T; N]) -> Self {
        texts.into_iter().collect()
    }
}

impl<'a, T: Into<Cow<'a, str>>> From<Vec<T>> for Strings<'a> {
    fn from(texts: Vec<T>) -> Self {
        texts.into_iter().collect()
    }
}

impl<'a, T: Into<Cow<'a, str>>> FromIterator<T> for Strings<'a> {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        Self(Repr::Shared(texts.into_iter().map(Into::into).collect()))
    }
}
