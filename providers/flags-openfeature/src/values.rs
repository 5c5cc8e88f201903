//! Values, in their terms and ours.

use flags_runtime::{Text, Value};
use open_feature::{StructValue, Value as Theirs};

/// A structure as a table, in the order of its names.
pub(crate) fn from_struct(value: StructValue) -> Value {
    let mut fields: Vec<(Text, Value)> = value
        .fields
        .into_iter()
        .map(|(name, value)| (name.into(), from_theirs(value)))
        .collect();
    fields.sort_by(|(one, _), (other, _)| one.cmp(other));
    Value::Table(fields.into())
}

fn from_theirs(value: Theirs) -> Value {
    match value {
        Theirs::Bool(value) => Value::Boolean(value),
        Theirs::Int(value) => Value::Integer(value),
        Theirs::Float(value) => Value::Float(value),
        Theirs::String(value) => Value::from(value),
        Theirs::Array(items) => Value::List(items.into_iter().map(from_theirs).collect()),
        Theirs::Struct(value) => from_struct(value),
    }
}

/// A table as a structure; `None` where the value is no table.
pub(crate) fn to_struct(value: &Value) -> Option<StructValue> {
    let Value::Table(fields) = value else {
        return None;
    };
    let fields = fields.iter();
    let fields = fields.map(|(name, value)| Some((name.as_str().to_owned(), to_theirs(value)?)));
    Some(StructValue {
        fields: fields.collect::<Option<_>>()?,
    })
}

/// `None` for a kind of value that OpenFeature has none of.
fn to_theirs(value: &Value) -> Option<Theirs> {
    Some(match value {
        Value::Boolean(value) => Theirs::Bool(*value),
        Value::Integer(value) => Theirs::Int(*value),
        Value::Float(value) => Theirs::Float(*value),
        Value::Text(value) => Theirs::String(value.as_str().to_owned()),
        Value::List(items) => Theirs::Array(items.iter().map(to_theirs).collect::<Option<_>>()?),
        Value::Table(_) => Theirs::Struct(to_struct(value)?),
        _ => return None,
    })
}
