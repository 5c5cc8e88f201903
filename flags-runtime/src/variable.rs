//! `FLAGS_<KEY>` environment variables.

use std::cmp::Ordering;
use std::fmt::Write as _;

use crate::{FeatureInfo, Text, Value, ValueType};

/// What all of ours are called at the start.
pub(crate) const PREFIX: &str = "FLAGS_";

/// Environment variables of features, in the order of their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Variables(Vec<(String, Text)>);

impl Variables {
    /// Those whose names begin with `FLAGS_`; of several with one name the last.
    pub(crate) fn new(vars: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut vars: Vec<_> = vars
            .into_iter()
            .filter(|(name, _)| name.starts_with(PREFIX))
            .map(|(name, text)| (name, Text::from(text)))
            .collect();
        vars.reverse();
        vars.sort_by(|(one, _), (two, _)| one.cmp(two));
        vars.dedup_by(|(later, _), (earlier, _)| later == earlier);
        Self(vars)
    }

    /// Those of the process. What is not Unicode cannot name a feature or be its value.
    pub(crate) fn of_process() -> Self {
        Self::new(std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        }))
    }

    /// What stands in the variable of this feature. Does not allocate.
    pub(crate) fn get(&self, feature: &FeatureInfo) -> Option<&Text> {
        match feature.declared_variable() {
            Some(declared) => self.find(|name| name.cmp(declared)),
            None => self.find(|name| name.bytes().cmp(name_bytes(feature.key()))),
        }
    }

    pub(crate) fn raw(&self, name: &str) -> Option<&str> {
        self.find(|known| known.cmp(name)).map(Text::as_str)
    }

    /// The names of all.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    fn find(&self, compare: impl Fn(&str) -> Ordering) -> Option<&Text> {
        let index = self.0.binary_search_by(|(name, _)| compare(name)).ok()?;
        Some(&self.0[index].1)
    }
}

/// Name of a feature's variable unless its declaration has another: `FLAGS_` and the key in capitals,
/// with `_` for whatever is neither an ASCII letter nor a digit.
pub(crate) fn simple_name(key: &str) -> String {
    name_bytes(key).map(char::from).collect()
}

/// The same without allocating: its bytes, which are ASCII.
fn name_bytes(key: &str) -> impl Iterator<Item = u8> {
    PREFIX.bytes().chain(key.chars().map(|c| {
        u8::try_from(c)
            .ok()
            .filter(u8::is_ascii_alphanumeric)
            .map_or(b'_', |c| c.to_ascii_uppercase())
    }))
}

/// Reads a variable as a value of its feature, or says what it must be.
///
/// Allocates for a message only.
pub(crate) fn parse(feature: &FeatureInfo, text: &Text) -> Result<Value, String> {
    let expected = match feature.value_type() {
        ValueType::Boolean => {
            let is_one_of = |words: [&str; 4]| words.iter().any(|w| w.eq_ignore_ascii_case(text));
            if is_one_of(["true", "1", "on", "yes"]) {
                return Ok(Value::Boolean(true));
            }
            if is_one_of(["false", "0", "off", "no"]) {
                return Ok(Value::Boolean(false));
            }
            "`true` or `false` (also 1, 0, on, off, yes, no)".to_owned()
        }
        ValueType::Integer => match text.trim().parse() {
            Ok(value) => return Ok(Value::Integer(value)),
            Err(_) => "an integer".to_owned(),
        },
        ValueType::Float => match text.trim().parse::<f64>() {
            Ok(value) if value.is_finite() => return Ok(Value::Float(value)),
            _ => "a number".to_owned(),
        },
        ValueType::Text => return Ok(Value::Text(text.clone())),
        ValueType::Variants(variants) => {
            if variants.index_of(text).is_some() {
                return Ok(Value::Text(text.clone()));
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

#[cfg(test)]
mod tests {
    use super::{Variables, name_bytes, simple_name};

    #[test]
    fn a_name_is_ascii_whatever_the_key() {
        assert_eq!(simple_name("dark_mode"), "FLAGS_DARK_MODE");
        assert_eq!(simple_name("new-checkout.v2"), "FLAGS_NEW_CHECKOUT_V2");
        assert_eq!(simple_name("größe 🤓"), "FLAGS_GR__E__");
    }

    #[test]
    fn every_variable_is_found_by_its_name_and_by_its_key() {
        let keys = ["b", "a", "a_b", "ab", "A", "zebra", "a-a"];
        let texts = keys.iter().enumerate().rev();
        let variables = Variables::new(texts.map(|(at, key)| (simple_name(key), format!("{at}"))));
        // `a` and `A` have one name; the first of `keys` comes last.
        for (key, text) in [
            ("b", "0"),
            ("A", "1"),
            ("a_b", "2"),
            ("ab", "3"),
            ("a-a", "6"),
        ] {
            assert_eq!(variables.raw(&simple_name(key)), Some(text), "{key}");
            let found = variables.find(|known| known.bytes().cmp(name_bytes(key)));
            assert_eq!(found.map(|text| text.as_str()), Some(text), "{key}");
        }
        assert_eq!(variables.names().count(), 6);
        assert_eq!(variables.raw("FLAGS_"), None);
        assert_eq!(variables.raw("HOME"), None);
    }
}
