//! A flat context as LaunchDarkly's, which has kinds.

use std::collections::{BTreeMap, BTreeSet};

use flags_runtime::{AttributeType, AttributeValue, EvaluationContext, Registry};
use launchdarkly_server_sdk_evaluation::{
    AttributeValue as Theirs, Context, ContextBuilder, MultiContextBuilder,
};

/// Which attribute goes to which kind of context, and by what name.
#[derive(Clone, Debug)]
pub(crate) struct Subjects {
    /// The kind that the targeting key identifies.
    pub(crate) kind: String,
    /// Attributes that are the key of a context of another kind.
    pub(crate) keys: BTreeMap<String, String>,
    /// Kind and name there of attributes that go elsewhere than to the first kind, or by another name.
    pub(crate) places: BTreeMap<String, (String, String)>,
    /// Attributes that are declared private and are used all the same.
    pub(crate) private: BTreeSet<String>,
    /// The key of subjects that have none.
    pub(crate) anonymous_key: Option<String>,
}

impl Default for Subjects {
    fn default() -> Self {
        Self {
            kind: "user".to_owned(),
            keys: BTreeMap::new(),
            places: BTreeMap::new(),
            private: BTreeSet::new(),
            anonymous_key: None,
        }
    }
}

/// There is no key, and LaunchDarkly identifies each subject by one.
pub(crate) struct Unidentified;

impl Subjects {
    pub(crate) fn context(
        &self,
        registry: &Registry,
        context: &dyn EvaluationContext,
    ) -> Result<Context, Unidentified> {
        let mut kinds: BTreeMap<&str, ContextBuilder> = BTreeMap::new();
        let key = context.targeting_key().filter(|key| !key.is_empty());
        match (key, &self.anonymous_key) {
            (Some(key), _) => {
                kinds.insert(&self.kind, of_kind(&self.kind, key));
            }
            (None, Some(key)) => {
                let mut builder = of_kind(&self.kind, key);
                builder.anonymous(true);
                kinds.insert(&self.kind, builder);
            }
            (None, None) => {}
        }
        let known = || {
            registry.attributes().iter().filter_map(|attribute| {
                let name = attribute.name();
                let is_private = attribute.is_private() || context.is_private(name);
                let is_shared = !is_private || self.private.contains(name);
                let value = context.attribute(name).filter(|_| is_shared)?;
                Some((name, is_private, value_of(attribute.ty(), value)?))
            })
        };
        for (name, _, value) in known() {
            if let (Some(kind), Theirs::String(key)) = (self.keys.get(name), &value)
                && !key.is_empty()
            {
                kinds.insert(kind, of_kind(kind, key));
            }
        }
        for (name, is_private, value) in known().filter(|(name, ..)| !self.keys.contains_key(*name))
        {
            let place = self.places.get(name);
            let (kind, theirs) =
                place.map_or((self.kind.as_str(), name), |(kind, theirs)| (kind, theirs));
            if let Some(builder) = kinds.get_mut(kind) {
                // What LaunchDarkly has another meaning for is left out.
                builder.try_set_value(theirs, value);
                if is_private {
                    builder.add_private_attribute(theirs);
                }
            }
        }
        let contexts: Result<Vec<_>, _> = kinds.values().map(ContextBuilder::build).collect();
        let mut contexts = contexts.map_err(|_| Unidentified)?;
        match contexts.len() {
            0 => Err(Unidentified),
            1 => Ok(contexts.remove(0)),
            _ => MultiContextBuilder::of(contexts)
                .build()
                .map_err(|_| Unidentified),
        }
    }
}

fn of_kind(kind: &str, key: &str) -> ContextBuilder {
    let mut builder = ContextBuilder::new(key);
    builder.kind(kind);
    builder
}

/// A value in their terms; `None` where it is not of the declared type, as rules have it.
fn value_of(ty: AttributeType, value: AttributeValue<'_>) -> Option<Theirs> {
    Some(match (ty, value) {
        (AttributeType::Boolean, AttributeValue::Boolean(value)) => Theirs::Bool(value),
        #[expect(
            clippy::cast_precision_loss,
            reason = "LaunchDarkly's numbers are floats"
        )]
        (AttributeType::Integer, AttributeValue::Integer(value)) => Theirs::Number(value as f64),
        (AttributeType::Float, AttributeValue::Float(value)) => Theirs::Number(value),
        (
            AttributeType::Text | AttributeType::Variants(_) | AttributeType::Semver,
            AttributeValue::Text(value),
        ) => Theirs::String(value.to_owned()),
        (AttributeType::Semver, AttributeValue::Version(value)) => {
            Theirs::String(value.to_string())
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "LaunchDarkly's dates are such numbers"
        )]
        (AttributeType::Datetime, AttributeValue::Datetime(value)) => {
            Theirs::Number(value.milliseconds() as f64)
        }
        (AttributeType::Strings, AttributeValue::Strings(list)) => {
            Theirs::Array(list.iter().map(Theirs::from).collect())
        }
        _ => return None,
    })
}
