//! A table feature as the text of a JSON object, which is how ConfigCat's users store one.

use flags_runtime::{Text, Value};
use serde_json::Value as Json;

pub(crate) fn table(text: &str) -> Result<Value, String> {
    let json: serde_json::Map<String, Json> =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    fields(json)
}

fn fields(json: serde_json::Map<String, Json>) -> Result<Value, String> {
    let mut fields = json
        .into_iter()
        .map(|(name, value)| Ok((name.into(), value_of(value)?)))
        .collect::<Result<Vec<(Text, Value)>, String>>()?;
    // Whatever order serde_json keeps, which another crate of the program may choose.
    fields.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(Value::Table(fields.into()))
}

fn value_of(json: Json) -> Result<Value, String> {
    Ok(match json {
        Json::Bool(value) => value.into(),
        Json::String(value) => value.into(),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(value), _) => value.into(),
            (None, Some(value)) => value.into(),
            (None, None) => return Err(format!("the number {number} is out of range")),
        },
        Json::Array(items) => {
            let items: Result<Vec<_>, _> = items.into_iter().map(value_of).collect();
            Value::List(items?.into())
        }
        Json::Object(object) => fields(object)?,
        Json::Null => return Err("there is no null in a table".to_owned()),
    })
}
