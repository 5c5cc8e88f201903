//! A value in the form that evaluations serve it in: checked and converted once, when it is loaded.

use std::any::Any;
use std::sync::Arc;

use crate::value_type::{FieldType, Scalar, TableType};
use crate::{ErrorKind, EvaluationError, FeatureInfo, Slot, Text, Value, ValueType};

/// Value of a feature, ready to be served.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Payload {
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(Text),
    /// Index of the variant.
    Variant(u32),
    /// The generated struct, and the value it was made from.
    Table(Arc<dyn Any + Send + Sync>, Value),
    /// A checked value that the generated struct can be made from.
    Unbuilt(Value),
}

impl Payload {
    /// Checks a value against the declaration of its feature, without allocating.
    ///
    /// A whole float is taken for an integer and an integer for a float, because JSON does not tell
    /// them apart; nothing else is converted.
    pub(crate) fn check(feature: &FeatureInfo, value: &Value) -> Option<Self> {
        let payload = match (feature.value_type(), value) {
            (ValueType::Boolean, Value::Boolean(value)) => Self::Boolean(*value),
            (ValueType::Integer, value) => Self::Integer(as_integer(value)?),
            (ValueType::Float, value) => Self::Float(as_float(value)?),
            (ValueType::Text, Value::Text(text)) => Self::Text(text.clone()),
            (ValueType::Variants(variants), Value::Text(name)) => {
                Self::Variant(u32::try_from(variants.index_of(name)?).ok()?)
            }
            (ValueType::Table(ty), value) => table_mismatch(ty, value)
                .is_none()
                .then(|| Self::Unbuilt(value.clone()))?,
            _ => return None,
        };
        match feature.range() {
            Some(range) if !payload.is_within(range) => None,
            _ => Some(payload),
        }
    }

    /// Checks a value and makes it ready to be served often.
    pub(crate) fn load(feature: &FeatureInfo, value: &Value) -> Result<Self, EvaluationError> {
        let payload = Self::check(feature, value);
        match (feature.value_type(), payload) {
            (ValueType::Table(ty), Some(Self::Unbuilt(value))) => {
                ty.build(&value).map(|table| Self::Table(table, value))
            }
            (_, payload) => payload,
        }
        .ok_or_else(|| {
            let key = feature.key();
            EvaluationError::new(
                ErrorKind::TypeMismatch,
                format!(
                    "feature `{key}` must be {}, found {value}",
                    expectation(feature, value)
                ),
            )
        })
    }

    fn is_within(&self, range: &(Value, Value)) -> bool {
        match (self, range) {
            (Self::Integer(value), (Value::Integer(low), Value::Integer(high))) => {
                (low..=high).contains(&value)
            }
            (Self::Float(value), (Value::Float(low), Value::Float(high))) => {
                (low..=high).contains(&value)
            }
            _ => true,
        }
    }

    /// The value again, a variant as its name.
    pub(crate) fn to_value(&self, feature: &FeatureInfo) -> Value {
        match self {
            Self::Boolean(value) => Value::Boolean(*value),
            Self::Integer(value) => Value::Integer(*value),
            Self::Float(value) => Value::Float(*value),
            Self::Text(value) => Value::Text(value.clone()),
            Self::Variant(index) => Value::Text(variant_name(feature, *index).unwrap_or_default()),
            Self::Table(_, value) | Self::Unbuilt(value) => value.clone(),
        }
    }

    /// Name of the variant, of a feature that has some.
    pub(crate) fn variant(&self, feature: &FeatureInfo) -> Option<Text> {
        match self {
            Self::Variant(index) => variant_name(feature, *index),
            _ => None,
        }
    }

    /// Whether two payloads of one feature serve the same value.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Boolean(one), Self::Boolean(two)) => one == two,
            (Self::Integer(one), Self::Integer(two)) => one == two,
            (Self::Float(one), Self::Float(two)) => one.to_bits() == two.to_bits(),
            (Self::Text(one), Self::Text(two)) => one == two,
            (Self::Variant(one), Self::Variant(two)) => one == two,
            (
                Self::Table(_, one) | Self::Unbuilt(one),
                Self::Table(_, two) | Self::Unbuilt(two),
            ) => one == two,
            _ => false,
        }
    }

    /// Makes this the slot's answer, or leaves it at *ask* where a slot cannot hold it.
    pub(crate) fn publish(&self, slot: &Slot) {
        match self {
            Self::Boolean(on) => slot.set_boolean(*on),
            Self::Variant(index) => slot.set_index(*index),
            Self::Integer(value) => slot.set_bits(value.cast_unsigned()),
            Self::Float(value) => slot.set_bits(value.to_bits()),
            Self::Text(_) | Self::Table(..) | Self::Unbuilt(_) => slot.ask(),
        }
    }
}

fn variant_name(feature: &FeatureInfo, index: u32) -> Option<Text> {
    match feature.value_type() {
        ValueType::Variants(variants) => variants
            .names()
            .get(index as usize)
            .copied()
            .map(Text::literal),
        _ => None,
    }
}

/// Whole floats up to 2^53 in size are exact; beyond that a float does not name one integer.
pub(crate) fn as_integer(value: &Value) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Integer(value) => Some(*value),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number of at most 53 bits fits"
        )]
        Value::Float(value) if value.fract() == 0.0 && value.abs() <= EXACT => Some(*value as i64),
        _ => None,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a float feature has the precision of a float"
)]
pub(crate) fn as_float(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(*value as f64),
        Value::Float(value) if value.is_finite() => Some(*value),
        _ => None,
    }
}

/// Which field of a table is wrong, and what it must be.
pub(crate) fn table_mismatch(
    ty: &TableType,
    value: &Value,
) -> Option<(&'static str, &'static str)> {
    let Value::Table(given) = value else {
        return Some(("", "a table"));
    };
    let mismatch = ty.fields().iter().find_map(|field| {
        let name = field.name();
        let Some((_, value)) = given.iter().find(|(given, _)| given.as_str() == name) else {
            return Some((name, "there"));
        };
        match (field.ty(), value) {
            (FieldType::Scalar(scalar), value) => {
                (!fits(scalar, value)).then_some((name, scalar.name()))
            }
            (FieldType::List(scalar), Value::List(items)) => items
                .iter()
                .any(|item| !fits(scalar, item))
                .then_some((name, "a list of one type")),
            (FieldType::List(_), _) => Some((name, "a list")),
            (FieldType::Table(inner), value) => table_mismatch(inner, value)
                .map(|(inner, expected)| (if inner.is_empty() { name } else { inner }, expected)),
        }
    });
    // With every declared field there, one more is one that is not declared.
    mismatch.or_else(|| {
        (given.len() != ty.fields().len()).then_some(("", "a table of the declared fields only"))
    })
}

fn fits(scalar: Scalar, value: &Value) -> bool {
    match (scalar, value) {
        (Scalar::Boolean, Value::Boolean(_)) | (Scalar::Text, Value::Text(_)) => true,
        (Scalar::Integer, value) => as_integer(value).is_some(),
        (Scalar::Float, value) => as_float(value).is_some(),
        _ => false,
    }
}

/// What a feature must be, given a value that it cannot be.
fn expectation(feature: &FeatureInfo, value: &Value) -> String {
    match (feature.value_type(), feature.range()) {
        (ValueType::Variants(variants), _) => {
            format!("one of `{}`", variants.names().join("`, `"))
        }
        (ValueType::Table(ty), _) => match table_mismatch(ty, value) {
            None | Some(("", _)) => {
                let names: Vec<_> = ty.fields().iter().map(|field| field.name()).collect();
                format!("a table of `{}`", names.join("`, `"))
            }
            Some((field, expected)) => format!("a table whose `{field}` is {expected}"),
        },
        (ty, Some((low, high))) => format!("{} from {low} to {high}", ty.name()),
        (ty, None) => ty.name().to_owned(),
    }
}
