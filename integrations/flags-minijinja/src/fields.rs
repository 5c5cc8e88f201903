//! A table in templates: the fields that it declares, and no others.

use std::collections::BTreeMap;
use std::sync::Arc;

use flags_runtime::FeatureInfo;
use minijinja::value::{Enumerator, Object};
use minijinja::{Error, ErrorKind, Value};

use crate::check::wrong_field;

/// The value of a feature that is a table.
#[derive(Debug)]
pub(crate) struct Fields {
    /// As the template calls the feature.
    pub(crate) name: String,
    pub(crate) feature: &'static FeatureInfo,
    pub(crate) fields: BTreeMap<String, Value>,
}

impl Object for Fields {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let wrong = match key.as_str() {
            Some(field) => match self.fields.get(field) {
                Some(value) => return Some(value.clone()),
                None => wrong_field(self.feature, &self.name, field)?,
            },
            None => format!("a field is named by a string, not by {}", key.kind()),
        };
        // An invalid value, which minijinja raises: `None` would be undefined, silently off.
        Some(Value::from(Error::new(ErrorKind::UndefinedError, wrong)))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.fields.keys().map(Value::from).collect())
    }
}
