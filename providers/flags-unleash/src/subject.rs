//! A context as Unleash sees it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use flags_runtime::{AttributeValue, EvaluationContext};
use unleash_yggdrasil::state::{EnrichedContext, PropertiesRef};

/// Which attribute is what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mapping {
    pub(crate) app_name: Option<String>,
    pub(crate) environment: Option<String>,
    /// From our names to theirs.
    pub(crate) renames: BTreeMap<String, String>,
    /// Private attributes that flags may ask for all the same.
    pub(crate) shared: BTreeSet<String>,
}

/// The fields and properties of one context.
#[derive(Debug, Default)]
pub(crate) struct Subject {
    user_id: Option<String>,
    session_id: Option<String>,
    environment: Option<String>,
    app_name: Option<String>,
    current_time: Option<String>,
    remote_address: Option<String>,
    properties: HashMap<Cow<'static, str>, Cow<'static, str>>,
}

impl Subject {
    pub(crate) fn new(mapping: &Mapping, context: &dyn EvaluationContext) -> Self {
        let mut subject = Self {
            app_name: mapping.app_name.clone(),
            environment: mapping.environment.clone(),
            ..Self::default()
        };
        context.visit_attributes(&mut |name, value| {
            if context.is_private(name) && !mapping.shared.contains(name) {
                return;
            }
            let name = mapping.renames.get(name).map_or(name, String::as_str);
            let Some(text) = text(value) else {
                return;
            };
            let field = match name {
                "userId" | "user_id" => &mut subject.user_id,
                "sessionId" | "session_id" => &mut subject.session_id,
                "remoteAddress" | "remote_address" => &mut subject.remote_address,
                "appName" | "app_name" => &mut subject.app_name,
                "environment" => &mut subject.environment,
                "currentTime" | "current_time" => &mut subject.current_time,
                _ => {
                    let name = Cow::Owned(name.to_owned());
                    subject.properties.insert(name, Cow::Owned(text));
                    return;
                }
            };
            *field = Some(text);
        });
        if let Some(key) = context.targeting_key() {
            subject.user_id = Some(key.to_owned());
        }
        subject
    }

    pub(crate) fn asking<'s>(&'s self, flag: &'s str) -> EnrichedContext<'s> {
        EnrichedContext {
            user_id: self.user_id.as_deref(),
            session_id: self.session_id.as_deref(),
            environment: self.environment.as_deref(),
            app_name: self.app_name.as_deref(),
            current_time: self.current_time.as_deref(),
            remote_address: self.remote_address.as_deref(),
            properties: Some(PropertiesRef::Cows(&self.properties)),
            external_results: None,
            toggle_name: flag,
            runtime_hostname: None,
        }
    }
}

fn text(value: AttributeValue<'_>) -> Option<String> {
    Some(match value {
        AttributeValue::Boolean(value) => value.to_string(),
        AttributeValue::Integer(value) => value.to_string(),
        AttributeValue::Float(value) => value.to_string(),
        AttributeValue::Text(value) => value.to_owned(),
        AttributeValue::Version(value) => value.to_string(),
        AttributeValue::Datetime(value) => value.to_string(),
        AttributeValue::Strings(value) => value.iter().collect::<Vec<_>>().join(","),
        _ => return None,
    })
}
