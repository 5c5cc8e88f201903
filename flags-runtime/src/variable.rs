//! `FLAGS_<KEY>` environment variables.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::{FeatureInfo, Text, Value, ValueType};

/// What all of ours are called at the start.
pub(crate) const PREFIX: &str = "FLAGS_";

/// Environment variables of features, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Variables(HashMap<String, String>);

impl Variables {
    /// Those whose names begin with `FLAGS_`.
    pub(crate) fn new(vars: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(
            vars.into_iter()
                .filter(|(name, _)| name.starts_with(PREFIX))
                .collect(),
        )
    }

    /// Those of the process. What is not Unicode cannot name a feature or be its value.
    pub(crate) fn of_process() -> Self {
        Self::new(std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        }))
    }

    /// What stands in the variable of this feature.
    pub(crate) fn get(&self, feature: &FeatureInfo) -> Option<&str> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&name(feature.key())).map(String::as_str)
    }

    pub(crate) fn raw(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// Name of a feature's variable: `FLAGS_` and the key in capitals, with `_` for whatever is neither
/// an ASCII letter nor a digit.
pub(crate) fn name(key: &str) -> String {
    let mut name = String::with_capacity(PREFIX.len() + key.len());
    name.push_str(PREFIX);
    name.extend(key.chars().map(|c| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_uppercase()
        } else {
            '_'
        }
    }));
    name
}

/// Reads a variable as a value of its feature, or says what it must be.
pub(crate) fn parse(feature: &FeatureInfo, text: &str) -> Result<Value, String> {
    let expected = match feature.value_type() {
        ValueType::Boolean => match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "on" | "yes" => return Ok(Value::Boolean(true)),
            "false" | "0" | "off" | "no" => return Ok(Value::Boolean(false)),
            _ => "`true` or `false` (also 1, 0, on, off, yes, no)".to_owned(),
        },
        ValueType::Integer => match text.trim().parse() {
            Ok(value) => return Ok(Value::Integer(value)),
            Err(_) => "an integer".to_owned(),
        },
        ValueType::Float => match text.trim().parse::<f64>() {
            Ok(value) if value.is_finite() => return Ok(Value::Float(value)),
            _ => "a number".to_owned(),
        },
        ValueType::Text => return Ok(Value::Text(Text::from(text.to_owned()))),
        ValueType::Variants(variants) => {
            if variants.index_of(text).is_some() {
                return Ok(Value::Text(Text::from(text.to_owned())));
            }
            format!("one of `{}`", variants.names().join("`, `"))
        }
        ValueType::Table(_) => {
            return Err(
                "a table cannot be set by an environment variable; use a state file".to_owned(),
            );
        }
    };
    let mut message = format!("it must be {expected}, found `");
    // A variable may hold anything; what is shown of it is bounded.
    for c in text.chars().take(40) {
        let _ = write!(message, "{}", c.escape_debug());
    }
    message.push('`');
    Err(message)
}
