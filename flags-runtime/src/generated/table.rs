//! Generated structs.

use crate::feature_value::{Form, FromValue, build_table, table_from_payload};
use crate::payload::Payload;
use crate::{Field, FieldType, List, Scalar, Slot, TableType, Text, Value};

/// A struct that `features!` generated.
pub trait TableStruct: FromValue + Send + Sync + 'static {
    /// Name of the struct, and its fields.
    const DATA: (&'static str, &'static [Field]);
    /// The same as data.
    const TYPE: &'static TableType =
        &TableType::new(Self::DATA.0, Self::DATA.1, build_table::<Self>);
    /// As data.
    fn to_table(&self) -> Value;
}

/// Form of generated structs.
#[derive(Clone, Copy, Debug)]
pub struct OfTable;

impl<S: TableStruct + Clone> Form<S> for OfTable {
    #[inline]
    fn read(_: &Slot) -> Option<S> {
        None
    }

    fn from_payload(payload: &Payload) -> Option<S> {
        table_from_payload(payload)
    }

    fn to_value(value: &S) -> Value {
        value.to_table()
    }
}

impl<S: TableStruct> FieldValue for S {
    const TYPE: FieldType = FieldType::Table(<S as TableStruct>::TYPE);
}

/// A type that a field of a generated struct can have.
pub trait FieldValue {
    /// The same as data.
    const TYPE: FieldType;
}

impl FieldValue for bool {
    const TYPE: FieldType = FieldType::Scalar(Scalar::Boolean);
}

impl FieldValue for i64 {
    const TYPE: FieldType = FieldType::Scalar(Scalar::Integer);
}

impl FieldValue for f64 {
    const TYPE: FieldType = FieldType::Scalar(Scalar::Float);
}

impl FieldValue for Text {
    const TYPE: FieldType = FieldType::Scalar(Scalar::Text);
}

impl FieldValue for List<bool> {
    const TYPE: FieldType = FieldType::List(Scalar::Boolean);
}

impl FieldValue for List<i64> {
    const TYPE: FieldType = FieldType::List(Scalar::Integer);
}

impl FieldValue for List<f64> {
    const TYPE: FieldType = FieldType::List(Scalar::Float);
}

impl FieldValue for List<Text> {
    const TYPE: FieldType = FieldType::List(Scalar::Text);
}

/// The implementations of a generated struct: index, Rust name, type and name of each field.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_table {
    ($name:ident { $($index:literal $field:ident: $ty:ty = $text:literal,)+ }) => {
        impl $crate::__private::generated::TableStruct for $name {
            const DATA: (
                &'static $crate::__private::core::primitive::str,
                &'static [$crate::Field],
            ) = (
                $crate::__private::core::stringify!($name),
                &[$($crate::Field::new(
                    $text,
                    <$ty as $crate::__private::generated::FieldValue>::TYPE,
                )),+],
            );

            fn to_table(&self) -> $crate::Value {
                $crate::__private::table_value(
                    &[$(($text, &self.$field as &dyn $crate::__private::ToValue)),+],
                )
            }
        }

        impl $crate::FeatureValue for $name {
            type Form = $crate::__private::generated::OfTable;
        }

        impl $crate::__private::FromValue for $name {
            #[allow(clippy::question_mark)]
            fn from_value(
                value: &$crate::Value,
            ) -> $crate::__private::core::option::Option<Self> {
                // `?` would cost a build the more traits.
                $(let $crate::__private::core::option::Option::Some($field) =
                    $crate::__private::field(value, $index, $text)
                else {
                    return $crate::__private::core::option::Option::None;
                };)+
                $crate::__private::core::option::Option::Some(Self { $($field,)+ })
            }
        }

        $crate::__implement_serde_for_table! { $name }
    };
}

/// Without serde a generated struct has nothing of it.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serde_for_table {
    ($name:ident) => {};
}

/// `Serialize` and `Deserialize` of a generated struct: a map of its fields by their names in
/// `features.toml`.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serde_for_table {
    ($name:ident) => {
        impl $crate::__private::generated::serde::Serialize for $name {
            fn serialize<S: $crate::__private::generated::serde::Serializer>(
                &self,
                serializer: S,
            ) -> $crate::__private::core::result::Result<S::Ok, S::Error> {
                $crate::__private::generated::serde::Serialize::serialize(
                    &$crate::FeatureValue::to_value(self),
                    serializer,
                )
            }
        }

        impl<'de> $crate::__private::generated::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::generated::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> $crate::__private::core::result::Result<Self, D::Error> {
                $crate::__private::generated::deserialize_table(deserializer)
            }
        }
    };
}
