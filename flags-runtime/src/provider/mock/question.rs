//! What a mock was asked.

use std::borrow::Cow;
use std::fmt;

use crate::context::StoredValue;
use crate::{AttributeType, AttributeValue, EvaluationContext, FeatureInfo};

/// One question that a [`MockProvider`](crate::MockProvider) was asked: the feature, and all that the
/// context knew, as a context of its own.
#[derive(Clone)]
pub struct Question {
    feature: &'static FeatureInfo,
    targeting_key: Option<String>,
    environment: Option<String>,
    attributes: Vec<Known>,
}

#[derive(Clone)]
struct Known {
    name: String,
    value: StoredValue<'static>,
    private: bool,
}

impl Question {
    pub(super) fn new(feature: &FeatureInfo, context: &dyn EvaluationContext) -> Self {
        let registry = feature.registry();
        let mut attributes = Vec::new();
        let mut keep = |name: &str, value: AttributeValue<'_>| {
            attributes.push(Known {
                name: name.to_owned(),
                value: kept(value),
                private: context.is_private(name),
            });
        };
        context.visit_attributes(&mut keep);
        // A context of one's own may only answer by name.
        for info in registry.attributes() {
            if !attributes.iter().any(|known| known.name == info.name())
                && let Some(value) = context.attribute(info.name())
            {
                attributes.push(Known {
                    name: info.name().to_owned(),
                    value: kept(value),
                    private: info.is_private() || context.is_private(info.name()),
                });
            }
        }
        Self {
            feature: &registry.features()[feature.index()],
            targeting_key: context.targeting_key().map(str::to_owned),
            environment: context.environment().map(str::to_owned),
            attributes,
        }
    }

    /// What was asked for.
    #[must_use]
    pub const fn feature(&self) -> &'static FeatureInfo {
        self.feature
    }

    /// Whether another context has all that this one has.
    pub(super) fn is_met_by(&self, context: &dyn EvaluationContext) -> bool {
        let key = self.targeting_key.as_deref();
        (key.is_none() || key == context.targeting_key())
            && self
                .attributes
                .iter()
                .all(|known| context.attribute(&known.name) == known.shown())
    }

    /// For whom, as a complaint says it.
    pub(super) fn who(&self) -> String {
        let mut who = match &self.targeting_key {
            Some(key) => format!("for {key:?}"),
            None => "for nobody in particular".to_owned(),
        };
        for (position, known) in self.attributes.iter().enumerate() {
            who += if position == 0 { " with " } else { ", " };
            who += &known.to_string();
        }
        who
    }
}

impl EvaluationContext for Question {
    fn targeting_key(&self) -> Option<&str> {
        self.targeting_key.as_deref()
    }

    fn environment(&self) -> Option<&str> {
        self.environment.as_deref()
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        self.attributes
            .iter()
            .find(|known| known.name == name)
            .and_then(Known::shown)
    }

    fn visit_attributes(&self, visit: &mut dyn FnMut(&str, AttributeValue<'_>)) {
        for known in &self.attributes {
            if let Some(value) = known.shown() {
                visit(&known.name, value);
            }
        }
    }

    fn is_private(&self, name: &str) -> bool {
        self.attributes
            .iter()
            .any(|known| known.private && known.name == name)
    }
}

/// `checkout_button for "user-42" with is_staff = true`; private attributes are not shown.
impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.feature.key(), self.who())
    }
}

impl Known {
    fn shown(&self) -> Option<AttributeValue<'_>> {
        self.value.shown(AttributeType::Text)
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shown() {
            Some(value) if !self.private => write!(f, "{} = {value}", self.name),
            _ => write!(f, "{} = (private)", self.name),
        }
    }
}

/// For longer than the context that it comes from; a variant is its name.
fn kept(value: AttributeValue<'_>) -> StoredValue<'static> {
    match value {
        AttributeValue::Boolean(value) => StoredValue::Boolean(value),
        AttributeValue::Integer(value) => StoredValue::Integer(value),
        AttributeValue::Float(value) => StoredValue::Float(value),
        AttributeValue::Text(value) => StoredValue::Text(Cow::Owned(value.to_owned())),
        AttributeValue::Version(value) => StoredValue::Version(value.clone()),
        AttributeValue::Datetime(value) => StoredValue::Datetime(value),
        AttributeValue::Strings(value) => StoredValue::Strings(value.clone().into_owned()),
    }
}
