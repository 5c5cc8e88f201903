//! Our values as minijinja's.

use std::collections::BTreeMap;

use flags_runtime as flags;
use minijinja::Value;

pub(crate) fn value_of(value: &flags::Value) -> Result<Value, &'static str> {
    Ok(match value {
        flags::Value::Boolean(value) => Value::from(*value),
        flags::Value::Integer(value) => Value::from(*value),
        flags::Value::Float(value) => Value::from(*value),
        flags::Value::Text(value) => Value::from(value.as_str()),
        flags::Value::List(items) => items.iter().map(value_of).collect::<Result<Value, _>>()?,
        flags::Value::Table(fields) => fields
            .iter()
            .map(|(name, value)| Ok((name.as_str(), value_of(value)?)))
            .collect::<Result<BTreeMap<_, _>, _>>()?
            .into(),
        // `Value` may grow: the user of a newer runtime must hear of it.
        other => return Err(other.type_name()),
    })
}
