//! The values that a flag can have.

use serde_json::Value as Json;
use toml_edit::{InlineTable, Value};

use crate::import::draft::{one, toml};

/// Variations of a flag, all of one type.
#[derive(Clone, Debug)]
pub(super) struct Values {
    values: Vec<Json>,
    is_boolean: bool,
    is_named: bool,
}

impl Values {
    /// # Errors
    ///
    /// When they are of no type that a feature can have.
    pub(super) fn new(values: Vec<Json>) -> Result<Self, String> {
        let are = |is: fn(&Json) -> bool| values.iter().all(is);
        if values.is_empty() {
            return Err("it has no variations".to_owned());
        }
        let is_boolean = are(Json::is_boolean);
        let is_known = is_boolean || are(Json::is_string) || are(Json::is_number);
        let is_table = are(Json::is_object) && {
            let fields = |value: &Json| -> Option<Vec<String>> {
                Some(value.as_object()?.keys().cloned().collect())
            };
            values
                .iter()
                .all(|it| fields(it) == fields(&values[0]) && toml(it).is_some())
        };
        if !is_known && !is_table {
            return Err(if are(Json::is_object) {
                "its variations are objects of different shapes".to_owned()
            } else {
                "its variations are of several types, or lists".to_owned()
            });
        }
        // A single text, or one that is no name, is a text that somebody may change.
        let is_name = |text: &str| {
            text.starts_with(|c: char| c.is_ascii_alphabetic())
                && text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_ ".contains(c))
        };
        let is_named = values.len() > 1 && values.iter().all(|it| it.as_str().is_some_and(is_name));
        Ok(Self {
            is_boolean,
            is_named,
            values,
        })
    }

    /// Names of the variants, where that is what it has.
    pub(super) fn variants(&self) -> Vec<String> {
        if !self.is_named {
            return Vec::new();
        }
        let names = self.values.iter().filter_map(Json::as_str);
        let mut variants: Vec<String> = Vec::new();
        for name in names {
            if !variants.iter().any(|known| known == name) {
                variants.push(name.to_owned());
            }
        }
        variants
    }

    pub(super) fn get(&self, index: usize) -> Option<Value> {
        // One float among integers makes all of them floats.
        let is_float = self.values.iter().any(|it| it.is_f64());
        match self.values.get(index)? {
            Json::Number(number) if is_float => Some(Value::from(number.as_f64()?)),
            value => toml(value),
        }
    }

    /// The value of a flag that is off.
    pub(super) fn off(&self, settings: &Json) -> Option<Value> {
        match settings["offVariation"]
            .as_u64()
            .and_then(|it| usize::try_from(it).ok())
        {
            Some(index) => self.get(index),
            // Without one an SDK gives what the program says, which for a boolean is off.
            None if self.is_boolean => Some(Value::from(false)),
            None => self.get(0),
        }
    }

    /// What serves these shares, in thousandths of a per cent by index of the variation.
    ///
    /// # Errors
    ///
    /// When a rule cannot serve that.
    pub(super) fn shares(&self, shares: &[(usize, u64)]) -> Result<InlineTable, String> {
        let total: u64 = shares.iter().map(|(_, share)| share).sum();
        if total != 100_000 {
            return Err(format!(
                "the weights of a rollout sum to {total}, not to 100000"
            ));
        }
        if let [(only, _)] = shares
            .iter()
            .filter(|(_, share)| *share > 0)
            .collect::<Vec<_>>()[..]
        {
            let value = self
                .get(*only)
                .ok_or("it serves a variation that it does not have")?;
            return Ok(one("serve", value));
        }
        if self.is_boolean {
            let on: u64 = shares
                .iter()
                .filter(|(index, _)| self.values.get(*index) == Some(&Json::Bool(true)))
                .map(|(_, share)| share)
                .sum();
            return Ok(one("rollout", percent(on)));
        }
        if !self.is_named {
            return Err("it splits values that have no names".to_owned());
        }
        let mut split = InlineTable::new();
        for name in self.variants() {
            let of_name = shares.iter().filter(|(index, _)| {
                self.values.get(*index).and_then(Json::as_str) == Some(&*name)
            });
            let share = of_name.map(|(_, share)| share).sum();
            if share > 0 {
                split.insert(&name, percent(share));
            }
        }
        Ok(one("split", split))
    }
}

/// Thousandths of a per cent as per cent.
fn percent(thousandths: u64) -> Value {
    let whole = i64::try_from(thousandths / 1_000).unwrap_or(100);
    match thousandths % 1_000 {
        0 => Value::from(whole),
        #[expect(clippy::cast_precision_loss, reason = "at most 100,000")]
        _ => Value::from(thousandths as f64 / 1_000.0),
    }
}
