//! Generated structs.

use std::cell::Cell;

use crate::feature_value::{Form, FromValue, ToValue, build_table, field, table_from_payload};
use crate::payload::Payload;
use crate::{Field, FieldType, List, Scalar, Slot, TableType, Text, Value};

/// A struct that `features!` generated.
pub trait TableStruct: Send + Sync + Sized + 'static {
    /// Every field from the table.
    fn of(fields: &FieldsOfTable<'_>) -> Self;
    /// Adds every field to the list.
    fn list(&self, fields: &mut FieldList);
}

/// The same with what it is as data.
pub trait DescribedTable: TableStruct {
    /// Name of the struct, and its fields.
    const DATA: (&'static str, &'static [Field]);
    /// The same as data.
    const TYPE: &'static TableType =
        &TableType::new(Self::DATA.0, Self::DATA.1, build_table::<Self>);
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
        let mut fields = FieldList(Vec::new());
        value.list(&mut fields);
        Value::Table(fields.0.into())
    }
}

impl<S: TableStruct> FromValue for S {
    fn from_value(table: &Value) -> Option<Self> {
        let fields = FieldsOfTable {
            table,
            are_complete: Cell::new(true),
        };
        let value = Self::of(&fields);
        fields.are_complete.get().then_some(value)
    }
}

/// The fields of a table by index and name, for [`TableStruct::of`]. A method that cannot fail and has no
/// type parameter costs a build less than one that can or has.
#[derive(Debug)]
pub struct FieldsOfTable<'a> {
    table: &'a Value,
    /// Whether every field that was asked for was there, and of its type.
    are_complete: Cell<bool>,
}

/// The fields of a generated struct as data, for [`TableStruct::list`].
#[derive(Debug)]
pub struct FieldList(Vec<(Text, Value)>);

impl FieldsOfTable<'_> {
    fn get<T: FromValue>(&self, index: usize, name: &str) -> Option<T> {
        let value = field(self.table, index, name);
        if value.is_none() {
            self.are_complete.set(false);
        }
        value
    }

    /// A table in the table.
    #[must_use]
    pub fn own<S: TableStruct>(&self, index: usize, name: &str) -> S {
        self.get(index, name).unwrap_or_else(|| {
            // Nobody sees it, since this table is not complete.
            S::of(&FieldsOfTable {
                table: &Value::Table(List::EMPTY),
                are_complete: Cell::new(false),
            })
        })
    }
}

impl FieldList {
    fn add(&mut self, name: &'static str, value: Value) {
        self.0.push((Text::literal(name), value));
    }

    /// A table in the table.
    pub fn own<S: TableStruct + Clone>(&mut self, name: &'static str, value: &S) {
        self.add(name, OfTable::to_value(value));
    }
}

/// The words that generated code has for a type of field.
macro_rules! word {
    ($word:ident, $words:ident, $ty:ty, $scalar:ident) => {
        impl FieldsOfTable<'_> {
            #[doc = concat!("A field of type `", stringify!($ty), "`.")]
            #[must_use]
            pub fn $word(&self, index: usize, name: &str) -> $ty {
                self.get(index, name).unwrap_or_default()
            }

            #[doc = concat!("A list of `", stringify!($ty), "`.")]
            #[must_use]
            pub fn $words(&self, index: usize, name: &str) -> List<$ty> {
                self.get(index, name).unwrap_or_default()
            }
        }

        impl FieldList {
            #[doc = concat!("A field of type `", stringify!($ty), "`.")]
            pub fn $word(&mut self, name: &'static str, value: &$ty) {
                self.add(name, value.to_value());
            }

            #[doc = concat!("A list of `", stringify!($ty), "`.")]
            pub fn $words(&mut self, name: &'static str, value: &List<$ty>) {
                self.add(name, value.to_value());
            }
        }

        #[doc = concat!("What a field of type `", stringify!($ty), "` is.")]
        #[must_use]
        pub const fn $word() -> FieldType {
            FieldType::Scalar(Scalar::$scalar)
        }

        #[doc = concat!("What a list of `", stringify!($ty), "` is.")]
        #[must_use]
        pub const fn $words() -> FieldType {
            FieldType::List(Scalar::$scalar)
        }
    };
}

word!(boolean, booleans, bool, Boolean);
word!(integer, integers, i64, Integer);
word!(float, floats, f64, Float);
word!(text, texts, Text, Text);

/// What a field is that is a table.
#[must_use]
pub const fn own<S: DescribedTable>() -> FieldType {
    FieldType::Table(S::TYPE)
}

/// The implementations of a generated struct: index, Rust name, word of its type and name of each field.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_table {
    ($name:ident { $($index:literal $field:ident $word:ident $(($own:ty))? $text:literal,)+ }) => {
        impl $crate::__private::generated::table::TableStruct for $name {
            fn of(fields: &$crate::__private::generated::table::FieldsOfTable<'_>) -> Self {
                Self { $($field: fields.$word($index, $text),)+ }
            }

            fn list(&self, fields: &mut $crate::__private::generated::table::FieldList) {
                $(fields.$word($text, &self.$field);)+
            }
        }

        impl $crate::FeatureValue for $name {
            type Form = $crate::__private::generated::table::OfTable;
        }

        $crate::__implement_serde_for_table! { $name { $($word $(($own))? $text,)+ } }
    };
}

/// Without serde a generated struct has nothing of it.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serde_for_table {
    ($($ignored:tt)*) => {};
}

/// `Serialize` and `Deserialize` of a generated struct: a map of its fields by their names in
/// `features.toml`.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serde_for_table {
    ($name:ident { $($word:ident $(($own:ty))? $text:literal,)+ }) => {
        impl $crate::__private::generated::table::DescribedTable for $name {
            const DATA: (
                &'static $crate::__private::core::primitive::str,
                &'static [$crate::Field],
            ) = (
                $crate::__private::core::stringify!($name),
                &[$($crate::Field::new(
                    $text,
                    $crate::__private::generated::table::$word$(::<$own>)?(),
                )),+],
            );
        }

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
