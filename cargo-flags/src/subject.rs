//! The subject that a person asks about: a context written as JSON.

use flags_manifest::diagnostic::suggest;
use flags_runtime::{
    AttributeInfo, AttributeType, AttributeValue, EvaluationContext, Registry, Strings, Timestamp,
    Version,
};
use serde_json::{Map, Value};

use crate::failure::Failure;

/// Name of the targeting key, as OpenFeature has it in JSON.
const TARGETING_KEY: &str = "targetingKey";

/// A context for one registry.
#[derive(Debug)]
pub struct Subject {
    key: Option<String>,
    attributes: Vec<(AttributeInfo, Given)>,
}

/// What was given for an attribute.
#[derive(Debug)]
enum Given {
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Datetime(Timestamp),
    Strings(Strings<'static>),
}

impl Subject {
    /// Reads a JSON object: `targetingKey`, and attributes that the registry declares.
    ///
    /// # Errors
    ///
    /// When it is no JSON object, or has an attribute that is not declared or of another type.
    pub fn parse(text: &str, registry: &Registry) -> Result<Self, Failure> {
        let object: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
            Failure::new(format!("the context is not a JSON object: {error}")).with_help(format!(
                "write it as `{{\"{TARGETING_KEY}\": \"user-42\"{}}}`",
                example(registry)
            ))
        })?;
        let mut subject = Self {
            key: None,
            attributes: Vec::new(),
        };
        for (name, value) in object {
            match registry
                .attributes()
                .iter()
                .find(|info| info.name() == name)
            {
                Some(info) => subject.attributes.push((*info, read(info, value)?)),
                None if name == TARGETING_KEY => {
                    let Value::String(key) = value else {
                        return Err(Failure::new(format!(
                            "`{TARGETING_KEY}` must be a string, found {value}"
                        )));
                    };
                    subject.key = Some(key);
                }
                None => return Err(unknown(&name, registry)),
            }
        }
        Ok(subject)
    }
}

impl EvaluationContext for Subject {
    fn targeting_key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
        let (_, given) = self
            .attributes
            .iter()
            .find(|(info, _)| info.name() == name)?;
        Some(match given {
            Given::Boolean(value) => AttributeValue::Boolean(*value),
            Given::Integer(value) => AttributeValue::Integer(*value),
            Given::Float(value) => AttributeValue::Float(*value),
            Given::Text(value) => AttributeValue::Text(value),
            Given::Datetime(value) => AttributeValue::Datetime(*value),
            Given::Strings(value) => AttributeValue::Strings(value),
        })
    }

    fn is_private(&self, name: &str) -> bool {
        let mut attributes = self.attributes.iter();
        attributes.any(|(info, _)| info.name() == name && info.is_private())
    }
}

fn read(info: &AttributeInfo, value: Value) -> Result<Given, Failure> {
    let wrong = |allowed: &str| {
        Failure::new(format!(
            "attribute `{}` must be {allowed}, found {}",
            info.name(),
            if info.is_private() {
                "something else".to_owned()
            } else {
                value.to_string()
            }
        ))
    };
    let given = match (info.ty(), &value) {
        (AttributeType::Boolean, Value::Bool(value)) => Some(Given::Boolean(*value)),
        (AttributeType::Integer, Value::Number(number)) => number.as_i64().map(Given::Integer),
        (AttributeType::Float, Value::Number(number)) => number.as_f64().map(Given::Float),
        (AttributeType::Text, Value::String(text)) => Some(Given::Text(text.clone())),
        (AttributeType::Semver, Value::String(text)) => text
            .parse::<Version>()
            .ok()
            .map(|_| Given::Text(text.clone())),
        (AttributeType::Datetime, Value::String(text)) => {
            text.parse::<Timestamp>().ok().map(Given::Datetime)
        }
        (AttributeType::Variants(set), Value::String(text)) => {
            set.index_of(text).map(|_| Given::Text(text.clone()))
        }
        (AttributeType::Strings, Value::Array(items)) => items
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
            .map(|texts| Given::Strings(Strings::from(texts))),
        _ => None,
    };
    given.ok_or_else(|| wrong(&allowed(info.ty())))
}

fn allowed(ty: AttributeType) -> String {
    match ty {
        AttributeType::Semver => "a version such as \"2.1.0\"".to_owned(),
        AttributeType::Datetime => "a date-time such as \"2026-11-22T09:00:00Z\"".to_owned(),
        AttributeType::Variants(set) => {
            let names: Vec<String> = set.names().iter().map(|name| format!("{name:?}")).collect();
            format!("one of {}", names.join(", "))
        }
        ty => ty.name().to_owned(),
    }
}

fn unknown(name: &str, registry: &Registry) -> Failure {
    let names = registry.attributes().iter().map(AttributeInfo::name);
    let failure = Failure::new(format!(
        "registry `{}` has no attribute `{name}`",
        registry.name()
    ));
    match suggest(name, names.clone().chain([TARGETING_KEY])) {
        Some(near) => failure.with_help(format!("did you mean `{near}`?")),
        None => {
            let names: Vec<String> = [TARGETING_KEY]
                .into_iter()
                .chain(names)
                .map(|name| format!("`{name}`"))
                .collect();
            failure.with_help(format!("known are {}", names.join(", ")))
        }
    }
}

/// An attribute of this registry, as it would stand behind the targeting key.
fn example(registry: &Registry) -> String {
    let Some(info) = registry.attributes().first() else {
        return String::new();
    };
    let value = match info.ty() {
        AttributeType::Boolean => "true".to_owned(),
        AttributeType::Integer => "3".to_owned(),
        AttributeType::Float => "0.5".to_owned(),
        AttributeType::Semver => "\"2.1.0\"".to_owned(),
        AttributeType::Datetime => "\"2026-11-22T09:00:00Z\"".to_owned(),
        AttributeType::Strings => "[\"a\"]".to_owned(),
        AttributeType::Variants(set) => format!("{:?}", set.names()[0]),
        _ => "\"a\"".to_owned(),
    };
    format!(", \"{}\": {value}", info.name())
}
