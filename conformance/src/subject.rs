//! Contexts of cases.

use flags_runtime::__private::ContextData;
use flags_runtime::{AttributeType, AttributeValue, EvaluationContext, Registry};

use crate::case::{Attribute, Case};

/// A context that is asked by name, as an application's own is.
pub(crate) struct Named<'c>(pub(crate) &'c Case);

impl EvaluationContext for Named<'_> {
    fn targeting_key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        let mut attributes = self.0.attributes.iter();
        let (_, attribute) = attributes.find(|(known, _)| known == name)?;
        Some(match attribute {
            Attribute::Boolean(value) => AttributeValue::Boolean(*value),
            Attribute::Integer(value) => AttributeValue::Integer(*value),
            Attribute::Float(value) => AttributeValue::Float(*value),
            Attribute::Text(value) => AttributeValue::Text(value),
            Attribute::Datetime(value) => AttributeValue::Datetime(*value),
            Attribute::Strings(value) => AttributeValue::Strings(value),
        })
    }
}

/// Most attributes that a registry of the cases has.
const ATTRIBUTES: usize = 16;

/// The same as `features!` makes it, asked by index; `None` where its setters would not compile.
pub(crate) fn indexed(
    case: &Case,
    registry: &'static Registry,
) -> Option<ContextData<'static, ATTRIBUTES>> {
    let mut context = match &case.key {
        Some(key) => ContextData::of(registry, key.clone()),
        None => ContextData::anonymous_of(registry),
    };
    for (name, attribute) in &case.attributes {
        let mut attributes = registry.attributes().iter();
        let index = attributes.position(|info| info.name() == name)?;
        let ty = registry.attributes()[index].ty();
        match (ty, attribute) {
            (AttributeType::Boolean, Attribute::Boolean(value)) => {
                context.set_boolean(index, *value);
            }
            (AttributeType::Integer, Attribute::Integer(value)) => {
                context.set_integer(index, *value);
            }
            (AttributeType::Float, Attribute::Float(value)) => context.set_float(index, *value),
            (AttributeType::Text, Attribute::Text(value)) => context.set_text(index, value.clone()),
            (AttributeType::Semver, Attribute::Text(value)) => {
                context.set_semver(index, value.clone());
            }
            (AttributeType::Datetime, Attribute::Datetime(value)) => {
                context.set_datetime(index, *value);
            }
            (AttributeType::Strings, Attribute::Strings(value)) => {
                context.set_strings(index, value.clone());
            }
            (AttributeType::Variants(set), Attribute::Text(value)) => {
                context.set_variant(index, u32::try_from(set.index_of(value)?).ok()?);
            }
            _ => return None,
        }
    }
    Some(context)
}
