//! Generated structs.

use crate::feature_value::FromValue;
use crate::{FieldType, List, Scalar, TableType, Text};

/// A struct that `features!` generated.
pub trait TableStruct: FromValue + Send + Sync + 'static {
    /// Its name and its fields.
    const TYPE: &'static TableType;
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
            const TYPE: &'static $crate::TableType = &$crate::TableType::new(
                $crate::__private::core::stringify!($name),
                const {
                    &[$($crate::Field::new(
                        $text,
                        <$ty as $crate::__private::generated::FieldValue>::TYPE,
                    )),+]
                },
                $crate::__private::build_table::<Self>,
            );
        }

        impl $crate::__private::generated::FieldValue for $name {
            const TYPE: $crate::FieldType = $crate::FieldType::Table(
                <Self as $crate::__private::generated::TableStruct>::TYPE,
            );
        }

        impl $crate::__private::FromValue for $name {
            fn from_value(
                value: &$crate::Value,
            ) -> $crate::__private::core::option::Option<Self> {
                $crate::__private::core::option::Option::Some(Self {
                    $($field: $crate::__private::field(value, $index, $text)?,)+
                })
            }
        }

        impl $crate::FeatureValue for $name {
            #[inline]
            fn read(_: &$crate::__private::Slot) -> $crate::__private::core::option::Option<Self> {
                $crate::__private::core::option::Option::None
            }

            fn from_payload(
                payload: &$crate::__private::Payload,
            ) -> $crate::__private::core::option::Option<Self> {
                $crate::__private::table_from_payload(payload)
            }

            fn to_value(&self) -> $crate::Value {
                $crate::__private::table_value(&[$(($text, &self.$field as &dyn $crate::__private::ToValue)),+])
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
