//! What is told of a subject.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use flags_http::attribute_to_json;
use flags_runtime::{AttributeValue, EvaluationContext};
use serde_json::{Map, Value as Json};
use xxhash_rust::xxh3::Xxh3;

use crate::error::{NO_TARGETING_KEY, OfrepError};

/// What may be told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disclosure {
    /// Private attributes that are sent all the same.
    pub(crate) shared: BTreeSet<String>,
    /// From our names to theirs.
    pub(crate) renames: BTreeMap<String, String>,
    /// Instead of a targeting key where there is none.
    pub(crate) anonymous_key: Option<String>,
}

impl Disclosure {
    fn may_tell(&self, context: &dyn EvaluationContext, name: &str) -> bool {
        name != TARGETING_KEY && (!context.is_private(name) || self.shared.contains(name))
    }

    fn targeting_key<'c>(&'c self, context: &'c dyn EvaluationContext) -> Option<&'c str> {
        context.targeting_key().or(self.anonymous_key.as_deref())
    }

    /// The body of a request.
    pub(crate) fn body(&self, context: &dyn EvaluationContext) -> Result<String, OfrepError> {
        let Some(key) = self.targeting_key(context) else {
            return Err(OfrepError::new(
                flags_runtime::ErrorKind::TargetingKeyMissing,
                NO_TARGETING_KEY,
            ));
        };
        let mut told = Map::new();
        context.visit_attributes(&mut |name, value| {
            if self.may_tell(context, name)
                && let Some(json) = attribute_to_json(value)
            {
                let name = self.renames.get(name).map_or(name, String::as_str);
                told.insert(name.to_owned(), json);
            }
        });
        told.insert(TARGETING_KEY.to_owned(), key.into());
        let mut body = Map::new();
        body.insert("context".to_owned(), Json::Object(told));
        Ok(Json::Object(body).to_string())
    }

    /// Tells contexts apart by what is told of them. It allocates nothing.
    pub(crate) fn fingerprint(&self, context: &dyn EvaluationContext, seed: u64) -> u128 {
        let mut hash = Hash::new(seed, TARGETING_KEY);
        hash.text(self.targeting_key(context).unwrap_or_default());
        // A sum, because attributes may be visited in any order.
        let mut sum = hash.0.digest128();
        context.visit_attributes(&mut |name, value| {
            if self.may_tell(context, name) {
                let mut hash = Hash::new(seed, name);
                hash.value(value);
                sum = sum.wrapping_add(hash.0.digest128());
            }
        });
        sum
    }
}

const TARGETING_KEY: &str = "targetingKey";

struct Hash(Xxh3);

impl Hash {
    fn new(seed: u64, name: &str) -> Self {
        let mut hash = Self(Xxh3::with_seed(seed));
        hash.text(name);
        hash
    }

    /// Texts are told apart by their lengths, too.
    fn text(&mut self, text: &str) {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    fn value(&mut self, value: AttributeValue<'_>) {
        match value {
            AttributeValue::Boolean(value) => self.0.update(&[0, u8::from(value)]),
            AttributeValue::Integer(value) => self.tagged(1, &value.to_le_bytes()),
            AttributeValue::Float(value) => self.tagged(2, &value.to_le_bytes()),
            AttributeValue::Text(value) => {
                self.0.update(&[3]);
                self.text(value);
            }
            AttributeValue::Strings(value) => {
                self.0.update(&[4]);
                value.iter().for_each(|text| self.text(text));
            }
            // Versions and date-times are told as texts.
            other => {
                self.0.update(&[5]);
                fmt::write(self, format_args!("{other}")).unwrap_or_default();
            }
        }
    }

    fn tagged(&mut self, tag: u8, bytes: &[u8]) {
        self.0.update(&[tag]);
        self.0.update(bytes);
    }
}

impl fmt::Write for Hash {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

/// A context without a registry: a program that asks as itself.
///
/// ```
/// use flags_ofrep::Subject;
///
/// let service = Subject::new("checkout-service").with("region", "eu").with("canary", true);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    targeting_key: String,
    attributes: Vec<(String, Attribute)>,
}

/// Value of an attribute of a [`Subject`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Attribute {
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A float.
    Float(f64),
    /// A text.
    Text(String),
}

impl Subject {
    /// The subject with this targeting key.
    pub fn new(targeting_key: impl Into<String>) -> Self {
        Self {
            targeting_key: targeting_key.into(),
            attributes: Vec::new(),
        }
    }

    /// With this attribute: a boolean, an integer, a float or a text.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Attribute>) -> Self {
        let (name, value) = (name.into(), value.into());
        self.attributes.retain(|(known, _)| *known != name);
        self.attributes.push((name, value));
        self
    }
}

impl EvaluationContext for Subject {
    fn targeting_key(&self) -> Option<&str> {
        Some(&self.targeting_key)
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        let mut attributes = self.attributes.iter();
        let (_, value) = attributes.find(|(known, _)| known == name)?;
        Some(value.as_value())
    }

    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        for (name, value) in &self.attributes {
            visit(name, value.as_value());
        }
    }
}

impl Attribute {
    fn as_value(&self) -> AttributeValue<'_> {
        match self {
            Self::Boolean(value) => AttributeValue::Boolean(*value),
            Self::Integer(value) => AttributeValue::Integer(*value),
            Self::Float(value) => AttributeValue::Float(*value),
            Self::Text(value) => AttributeValue::Text(value),
        }
    }
}

impl From<bool> for Attribute {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Attribute {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Attribute {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Attribute {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Attribute {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
