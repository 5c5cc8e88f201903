//! JSON and values of features.

use flags_runtime::{AttributeValue, FieldType, List, Scalar, Text, Value, ValueType};
use serde_json::Value as Json;

/// The value of a feature of this type that a JSON value stands for; `None` where it is of another
/// type.
///
/// An integer is fine where a float is asked for, and `3.0` where an integer is. A field of a table
/// that is `null` is left out, as are fields that the table does not declare.
#[must_use]
pub fn value_from_json(json: &Json, ty: ValueType) -> Option<Value> {
    match ty {
        ValueType::Boolean => scalar(json, Scalar::Boolean),
        ValueType::Integer => scalar(json, Scalar::Integer),
        ValueType::Float => scalar(json, Scalar::Float),
        ValueType::Text | ValueType::Variants(_) => scalar(json, Scalar::Text),
        ValueType::Table(table) => field(json, FieldType::Table(table)),
        _ => None,
    }
}

fn field(json: &Json, ty: FieldType) -> Option<Value> {
    match ty {
        FieldType::Scalar(ty) => scalar(json, ty),
        FieldType::List(ty) => {
            let items = json.as_array()?.iter().map(|item| scalar(item, ty));
            Some(Value::List(items.collect::<Option<Vec<_>>>()?.into()))
        }
        FieldType::Table(table) => {
            let object = json.as_object()?;
            let mut fields = Vec::new();
            for declared in table.fields() {
                match object.get(declared.name()) {
                    None | Some(Json::Null) => {}
                    Some(json) => {
                        let value = field(json, declared.ty())?;
                        fields.push((Text::literal(declared.name()), value));
                    }
                }
            }
            Some(Value::Table(List::from(fields)))
        }
        _ => None,
    }
}

fn scalar(json: &Json, ty: Scalar) -> Option<Value> {
    match ty {
        Scalar::Boolean => json.as_bool().map(Value::Boolean),
        Scalar::Integer => json
            .as_i64()
            .or_else(|| whole(json.as_f64()?))
            .map(Value::Integer),
        Scalar::Float => json
            .as_f64()
            .filter(|float| float.is_finite())
            .map(Value::Float),
        Scalar::Text => json.as_str().map(|text| text.to_owned().into()),
        _ => None,
    }
}

/// A float that is an integer, as far as floats can tell integers apart: up to 2^53.
fn whole(float: f64) -> Option<i64> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is whole, and within the limit"
    )]
    (float.fract() == 0.0 && float.abs() <= LIMIT).then_some(float as i64)
}

/// An attribute as JSON: a version and a date-time are texts. `None` for a float that JSON cannot
/// write.
#[must_use]
pub fn attribute_to_json(value: AttributeValue<'_>) -> Option<Json> {
    Some(match value {
        AttributeValue::Boolean(value) => Json::Bool(value),
        AttributeValue::Integer(value) => value.into(),
        AttributeValue::Float(value) => serde_json::Number::from_f64(value)?.into(),
        AttributeValue::Text(value) => value.into(),
        AttributeValue::Version(value) => value.to_string().into(),
        AttributeValue::Datetime(value) => value.to_string().into(),
        AttributeValue::Strings(value) => value.iter().collect::<Vec<_>>().into(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use flags_runtime::{Strings, Timestamp, Value, ValueType};
    use serde_json::json;

    use super::{AttributeValue, attribute_to_json, value_from_json};

    #[track_caller]
    fn check(json: &serde_json::Value, ty: ValueType, expected: Option<Value>) {
        assert_eq!(value_from_json(json, ty), expected, "{json}");
    }

    #[test]
    fn numbers() {
        check(&json!(3), ValueType::Integer, Some(Value::Integer(3)));
        check(&json!(3.0), ValueType::Integer, Some(Value::Integer(3)));
        check(&json!(3.5), ValueType::Integer, None);
        check(&json!(1e300), ValueType::Integer, None);
        check(&json!(u64::MAX), ValueType::Integer, None);
        check(
            &json!(i64::MIN),
            ValueType::Integer,
            Some(Value::Integer(i64::MIN)),
        );
        check(&json!(3), ValueType::Float, Some(Value::Float(3.0)));
    }

    #[test]
    fn what_is_of_another_type_is_no_value() {
        check(&json!("true"), ValueType::Boolean, None);
        check(&json!(1), ValueType::Boolean, None);
        check(&json!(true), ValueType::Text, None);
        check(&json!(null), ValueType::Text, None);
        check(&json!(["a"]), ValueType::Text, None);
    }

    #[test]
    fn attributes() {
        let tags = Strings::from(["a", "b"]);
        let json = |value| attribute_to_json(value).map(|json| json.to_string());
        assert_eq!(
            json(AttributeValue::Strings(&tags)).unwrap(),
            r#"["a","b"]"#
        );
        assert_eq!(json(AttributeValue::Float(f64::NAN)), None);
        let moment = AttributeValue::Datetime(Timestamp::from_milliseconds(0));
        assert_eq!(json(moment).unwrap(), r#""1970-01-01T00:00:00Z""#);
    }
}
