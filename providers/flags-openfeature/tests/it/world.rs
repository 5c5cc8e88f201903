//! Contexts and registries of the tests.

use std::collections::BTreeMap;

use flags_runtime::{AttributeValue, EvaluationContext, Registry};
use toml::Value;

#[track_caller]
pub(crate) fn registry(text: &str) -> &'static Registry {
    flags_file::registry_from_text("features.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

/// A subject whose attributes are as in TOML.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subject {
    pub(crate) key: Option<String>,
    pub(crate) attributes: BTreeMap<String, Value>,
}

impl EvaluationContext for Subject {
    fn targeting_key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        Some(match self.attributes.get(name)? {
            Value::Boolean(value) => AttributeValue::Boolean(*value),
            Value::Integer(value) => AttributeValue::Integer(*value),
            Value::Float(value) => AttributeValue::Float(*value),
            Value::String(value) => AttributeValue::Text(value),
            other => panic!("no attribute of the tests is {other}"),
        })
    }
}
