//! The Rust types that a feature can have.

use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

use crate::payload::{Payload, as_float, as_integer};
use crate::{List, Slot, Text, Value};

/// A type that a feature can have: `bool`, `i64`, `f64`, [`Text`], and the enums and structs that
/// `features!` generates. It is not to be implemented by hand, so that the list can grow.
pub trait FeatureValue: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// What its values are made of. Generated types only name it, which costs a build less than
    /// functions of their own.
    #[doc(hidden)]
    type Form: Form<Self>;

    /// The answer that the slot holds, or `None` for *ask*.
    #[doc(hidden)]
    #[inline]
    fn read(slot: &Slot) -> Option<Self> {
        Self::Form::read(slot)
    }

    /// Whether its values fit a word, and so are handed over as bits.
    #[doc(hidden)]
    const IS_WORD: bool = Self::Form::IS_WORD;

    /// The value that these bits are, of a type whose values fit a word.
    #[doc(hidden)]
    #[inline]
    fn from_bits(bits: u64) -> Option<Self> {
        Self::Form::from_bits(bits)
    }

    /// The value that was converted when it was loaded; `None` only for another type's payload.
    #[doc(hidden)]
    fn from_payload(payload: &Payload) -> Option<Self> {
        Self::Form::from_payload(payload)
    }

    /// As data; a variant is its name.
    fn to_value(&self) -> Value {
        Self::Form::to_value(self)
    }
}

/// How the values of a type are read and converted.
#[doc(hidden)]
pub trait Form<T> {
    /// Whether `from_bits` makes the values.
    const IS_WORD: bool = false;
    fn read(slot: &Slot) -> Option<T>;
    fn from_bits(bits: u64) -> Option<T> {
        let _ = bits;
        None
    }
    fn from_payload(payload: &Payload) -> Option<T>;
    fn to_value(value: &T) -> Value;
}

/// Form of the types that come with the runtime.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Plain;

macro_rules! plain {
    ($ty:ty, $payload:ident, $convert:expr, |$slot:ident| $read:expr $(, |$bits:ident| $of:expr)?) => {
        impl FeatureValue for $ty {
            type Form = Plain;
        }

        impl Form<$ty> for Plain {
            #[inline]
            fn read($slot: &Slot) -> Option<$ty> {
                $read
            }

            $(
                const IS_WORD: bool = true;

                #[inline]
                fn from_bits($bits: u64) -> Option<$ty> {
                    Some($of)
                }
            )?

            fn from_payload(payload: &Payload) -> Option<$ty> {
                match payload {
                    Payload::$payload(value) => Some(value.clone()),
                    _ => None,
                }
            }

            fn to_value(value: &$ty) -> Value {
                $convert(value.clone())
            }
        }
    };
}

plain!(
    bool,
    Boolean,
    Value::Boolean,
    |slot| slot.boolean(),
    // The lowest bit, not `!= 0`, spares a comparison.
    |bits| bits & 1 != 0
);
plain!(
    i64,
    Integer,
    Value::Integer,
    |slot| slot.bits().map(u64::cast_signed),
    |bits| bits.cast_signed()
);
plain!(
    f64,
    Float,
    Value::Float,
    |slot| slot.bits().map(f64::from_bits),
    |bits| f64::from_bits(bits)
);
plain!(Text, Text, Value::Text, |_slot| None);

/// The generated enum's answer that the slot holds.
#[doc(hidden)]
#[inline]
pub fn read_variant<E: Copy>(all: &'static [E], slot: &Slot) -> Option<E> {
    all.get(slot.index()? as usize).copied()
}

/// The generated enum's value that was converted when it was loaded.
#[doc(hidden)]
pub fn variant_from_payload<E: Copy>(all: &'static [E], payload: &Payload) -> Option<E> {
    match payload {
        Payload::Variant(index) => all.get(*index as usize).copied(),
        _ => None,
    }
}

/// The generated struct that was converted when it was loaded.
#[doc(hidden)]
pub fn table_from_payload<S: FromValue + Clone + 'static>(payload: &Payload) -> Option<S> {
    match payload {
        Payload::Table(table, _) => table.downcast_ref::<S>().cloned(),
        Payload::Unbuilt(value) => S::from_value(value),
        _ => None,
    }
}

/// What a generated struct and the values of its fields can be made from.
#[doc(hidden)]
pub trait FromValue: Sized {
    fn from_value(value: &Value) -> Option<Self>;
}

/// What the values of a generated struct's fields can be turned into.
#[doc(hidden)]
pub trait ToValue {
    fn to_value(&self) -> Value;
}

/// [`BuildTable`](crate::value_type::BuildTable) of a generated struct.
#[doc(hidden)]
pub fn build_table<S: FromValue + Send + Sync + 'static>(
    value: &Value,
) -> Option<Arc<dyn Any + Send + Sync>> {
    S::from_value(value).map(|table| Arc::new(table) as _)
}

/// The field of this index and name of a table value.
#[doc(hidden)]
pub fn field<T: FromValue>(table: &Value, index: usize, name: &str) -> Option<T> {
    let Value::Table(fields) = table else {
        return None;
    };
    let (_, value) = fields
        .get(index)
        .filter(|(found, _)| found.as_str() == name)
        .or_else(|| fields.iter().find(|(found, _)| found.as_str() == name))?;
    T::from_value(value)
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Boolean(value) => Some(*value),
            _ => None,
        }
    }
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Option<Self> {
        as_integer(value)
    }
}

impl FromValue for f64 {
    fn from_value(value: &Value) -> Option<Self> {
        as_float(value)
    }
}

impl FromValue for Text {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(value) => Some(value.clone()),
            _ => None,
        }
    }
}

impl<T: FromValue> FromValue for List<T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::List(items) => items.iter().map(T::from_value).collect(),
            _ => None,
        }
    }
}

impl<T: FeatureValue> ToValue for T {
    fn to_value(&self) -> Value {
        FeatureValue::to_value(self)
    }
}

impl<T: FeatureValue> ToValue for List<T> {
    fn to_value(&self) -> Value {
        Value::List(self.iter().map(FeatureValue::to_value).collect())
    }
}
