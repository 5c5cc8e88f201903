//! What an OpenFeature provider is told of the subject.

use std::collections::BTreeSet;

use flags_runtime::{AttributeType, AttributeValue, EvaluationContext, Registry};
use open_feature::{EvaluationContext as TheirContext, EvaluationContextFieldValue};
use time::OffsetDateTime;

/// Which attributes go out.
#[derive(Default)]
pub(crate) struct Sharing {
    /// Attributes that are declared private and go out all the same.
    pub(crate) private: BTreeSet<String>,
}

impl Sharing {
    /// The context in OpenFeature's terms: what the registry declares, and nothing else.
    pub(crate) fn context(
        &self,
        registry: &Registry,
        context: &dyn EvaluationContext,
    ) -> TheirContext {
        let mut theirs = TheirContext {
            targeting_key: context.targeting_key().map(str::to_owned),
            ..TheirContext::default()
        };
        for attribute in registry.attributes() {
            let name = attribute.name();
            let is_private = attribute.is_private() || context.is_private(name);
            if is_private && !self.private.contains(name) {
                continue;
            }
            let value = context.attribute(name);
            if let Some(value) = value.and_then(|value| field(attribute.ty(), value)) {
                theirs.custom_fields.insert(name.to_owned(), value);
            }
        }
        theirs
    }
}

/// A value in their terms; `None` where it is not of the declared type, as rules have it.
fn field(ty: AttributeType, value: AttributeValue<'_>) -> Option<EvaluationContextFieldValue> {
    Some(match (ty, value) {
        (AttributeType::Boolean, AttributeValue::Boolean(value)) => value.into(),
        (AttributeType::Integer, AttributeValue::Integer(value)) => value.into(),
        (AttributeType::Float, AttributeValue::Float(value)) => value.into(),
        (
            AttributeType::Text | AttributeType::Variants(_) | AttributeType::Semver,
            AttributeValue::Text(value),
        ) => value.into(),
        (AttributeType::Semver, AttributeValue::Version(value)) => value.to_string().into(),
        (AttributeType::Datetime, AttributeValue::Datetime(value)) => {
            let nanoseconds = i128::from(value.milliseconds()) * 1_000_000;
            // Beyond the year 9999 they have no name for it.
            OffsetDateTime::from_unix_timestamp_nanos(nanoseconds)
                .ok()?
                .into()
        }
        (AttributeType::Strings, AttributeValue::Strings(list)) => {
            let list: Vec<String> = list.iter().map(str::to_owned).collect();
            EvaluationContextFieldValue::new_struct(list)
        }
        _ => return None,
    })
}
