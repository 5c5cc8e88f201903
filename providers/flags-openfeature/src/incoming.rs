//! What an OpenFeature context says, as rules read it.

use flags_runtime::{
    AttributeInfo, AttributeType, AttributeValue, EvaluationContext, Registry, Strings, Timestamp,
};
use open_feature::{EvaluationContext as TheirContext, EvaluationContextFieldValue as Field};

/// Their context, read by the attributes that a registry declares.
pub(crate) struct Incoming<'c> {
    theirs: &'c TheirContext,
    registry: &'static Registry,
    /// The lists, which are handed out by reference.
    lists: Vec<(&'static str, Strings<'c>)>,
}

impl<'c> Incoming<'c> {
    pub(crate) fn new(registry: &'static Registry, theirs: &'c TheirContext) -> Self {
        let lists = registry.attributes().iter().filter_map(|attribute| {
            let Field::Struct(any) = theirs.custom_fields.get(attribute.name())? else {
                return None;
            };
            let list = any.downcast_ref::<Vec<String>>()?;
            Some((attribute.name(), Strings::from(list)))
        });
        Self {
            theirs,
            registry,
            lists: lists.collect(),
        }
    }

    fn declared(&self, name: &str) -> Option<&'static AttributeInfo> {
        let mut attributes = self.registry.attributes().iter();
        attributes.find(|attribute| attribute.name() == name)
    }
}

impl EvaluationContext for Incoming<'_> {
    fn targeting_key(&self) -> Option<&str> {
        self.theirs.targeting_key.as_deref()
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        let ty = self.declared(name)?.ty();
        let list = || self.lists.iter().find(|(known, _)| *known == name);
        Some(match (ty, self.theirs.custom_fields.get(name)?) {
            (AttributeType::Boolean, Field::Bool(value)) => AttributeValue::Boolean(*value),
            (AttributeType::Integer, Field::Int(value)) => AttributeValue::Integer(*value),
            (AttributeType::Integer, Field::Float(value)) => {
                AttributeValue::Integer(whole(*value)?)
            }
            (AttributeType::Float, Field::Float(value)) => AttributeValue::Float(*value),
            #[expect(
                clippy::cast_precision_loss,
                reason = "a float attribute has the precision of a float"
            )]
            (AttributeType::Float, Field::Int(value)) => AttributeValue::Float(*value as f64),
            (AttributeType::Datetime, Field::DateTime(value)) => {
                let milliseconds = value.unix_timestamp_nanos().div_euclid(1_000_000);
                AttributeValue::Datetime(Timestamp::from_milliseconds(
                    i64::try_from(milliseconds).ok()?,
                ))
            }
            (AttributeType::Datetime, Field::String(value)) => {
                AttributeValue::Datetime(value.parse().ok()?)
            }
            (
                AttributeType::Text | AttributeType::Variants(_) | AttributeType::Semver,
                Field::String(value),
            ) => AttributeValue::Text(value),
            (AttributeType::Strings, Field::Struct(_)) => AttributeValue::Strings(&list()?.1),
            _ => return None,
        })
    }

    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        for attribute in self.registry.attributes() {
            if let Some(value) = self.attribute(attribute.name()) {
                visit(attribute.name(), value);
            }
        }
    }

    fn is_private(&self, name: &str) -> bool {
        self.declared(name).is_some_and(AttributeInfo::is_private)
    }
}

/// OpenFeature has one kind of number. A whole float of at most 53 bits names one integer.
fn whole(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number of at most 53 bits fits"
    )]
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}
