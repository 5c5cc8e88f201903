//! Generated types from and to serde's data model.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};

use super::values::values_with;
use super::{DescribedTable, FeatureValues, VariantSet};
use crate::feature_value::FromValue;
use crate::payload::{Payload, table_mismatch};
use crate::{List, Text, Value};

/// A variant by its name.
///
/// # Errors
///
/// When it is not text, or not the name of a variant.
pub fn deserialize_variant<'de, E: VariantSet, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<E, D::Error> {
    let name = Text::deserialize(deserializer)?;
    super::parse_variant(&name).map_err(D::Error::custom)
}

/// A struct by the names of its fields, all of which must be there.
///
/// # Errors
///
/// When a field is missing, unknown or of another type.
pub fn deserialize_table<'de, S: DescribedTable, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<S, D::Error> {
    let value = Value::deserialize(deserializer)?;
    if let Some((field, expected)) = table_mismatch(S::TYPE, &value) {
        let name = S::TYPE.type_name();
        return Err(D::Error::custom(match field {
            "" => format!("`{name}` must be {expected}, found {value}"),
            _ => format!("`{field}` of `{name}` must be {expected}, found {value}"),
        }));
    }
    S::from_value(&value)
        .ok_or_else(|| D::Error::custom(format_args!("not a `{}`", S::TYPE.type_name())))
}

/// `Values` by flag key; missing ones keep their declared values.
///
/// # Errors
///
/// When a key is unknown or frozen, or its value does not fit its feature.
pub fn deserialize_values<'de, V: FeatureValues, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<V, D::Error> {
    deserializer.deserialize_map(ValuesVisitor(PhantomData))
}

struct ValuesVisitor<V>(PhantomData<fn() -> V>);

impl<'de, V: FeatureValues> Visitor<'de> for ValuesVisitor<V> {
    type Value = V;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "values of the features of `{}` by key",
            V::REGISTRY.name()
        )
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<V, A::Error> {
        let mut given = HashMap::new();
        while let Some(key) = map.next_key::<Text>()? {
            let feature = V::REGISTRY.find(&key).ok_or_else(|| {
                A::Error::custom(format_args!(
                    "unknown feature `{key}` of `{}`",
                    V::REGISTRY.name()
                ))
            })?;
            if feature.is_frozen() {
                return Err(A::Error::custom(format_args!(
                    "feature `{key}` is frozen: its value is decided at build"
                )));
            }
            let payload = Payload::load(feature, &map.next_value()?).map_err(A::Error::custom)?;
            given.insert(feature.index(), payload);
        }
        Ok(values_with(&given))
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Text(value) => value.serialize(serializer),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Table(fields) => {
                let mut table = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    table.serialize_entry(name, value)?;
                }
                table.end()
            }
        }
    }
}

/// Needs a format that says what its values are, such as JSON or TOML.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean, a number, a string, a list or a table")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        i64::try_from(value)
            .map(Value::Integer)
            .map_err(|_| E::custom(format_args!("`{value}` does not fit 64 bits with a sign")))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(Text::from(value.to_owned())))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(Text::from(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Value::Table(fields.into()))
    }
}
