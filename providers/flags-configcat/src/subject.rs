//! A context as ConfigCat's user object.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::DateTime;
use configcat::{User, UserValue};
use flags_runtime::{AttributeType, AttributeValue, EvaluationContext, Registry};

/// Which attributes ConfigCat's rules may read, and by what name.
#[derive(Clone, Debug)]
pub(crate) struct Subjects {
    /// Their names of attributes that have another one there.
    pub(crate) names: BTreeMap<String, String>,
    /// Attributes that are declared private and are used all the same.
    pub(crate) private: BTreeSet<String>,
}

impl Default for Subjects {
    fn default() -> Self {
        let names = [("email", User::EMAIL), ("country", User::COUNTRY)];
        let names = names.map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned()));
        Self {
            names: names.into(),
            private: BTreeSet::new(),
        }
    }
}

impl Subjects {
    /// The user object; `None` where nothing is known of the subject.
    pub(crate) fn user(
        &self,
        registry: &Registry,
        context: &dyn EvaluationContext,
    ) -> Option<User> {
        let mut known = HashMap::new();
        if let Some(key) = context.targeting_key() {
            known.insert(User::IDENTIFIER.to_owned(), UserValue::from(key));
        }
        for attribute in registry.attributes() {
            let name = attribute.name();
            let is_private = attribute.is_private() || context.is_private(name);
            if is_private && !self.private.contains(name) {
                continue;
            }
            let value = context.attribute(name);
            if let Some(value) = value.and_then(|value| value_of(attribute.ty(), value)) {
                let theirs = self.names.get(name).map_or(name, String::as_str);
                known.insert(theirs.to_owned(), value);
            }
        }
        (!known.is_empty()).then(|| User::from(known))
    }
}

/// A value in their terms; `None` where it is not of the declared type, as rules have it.
fn value_of(ty: AttributeType, value: AttributeValue<'_>) -> Option<UserValue> {
    Some(match (ty, value) {
        // They have no booleans; their rules compare texts.
        (AttributeType::Boolean, AttributeValue::Boolean(value)) => value.to_string().into(),
        (AttributeType::Integer, AttributeValue::Integer(value)) => value.into(),
        (AttributeType::Float, AttributeValue::Float(value)) => value.into(),
        (
            AttributeType::Text | AttributeType::Variants(_) | AttributeType::Semver,
            AttributeValue::Text(value),
        ) => value.into(),
        (AttributeType::Semver, AttributeValue::Version(value)) => value.to_string().into(),
        (AttributeType::Datetime, AttributeValue::Datetime(value)) => {
            DateTime::from_timestamp_millis(value.milliseconds())?.into()
        }
        (AttributeType::Strings, AttributeValue::Strings(list)) => {
            let list: Vec<String> = list.iter().map(str::to_owned).collect();
            list.into()
        }
        _ => return None,
    })
}
