//! Generated enums.

use std::error::Error;
use std::fmt;

use super::text_value;
use crate::feature_value::{Form, read_variant, variant_from_payload};
use crate::payload::Payload;
use crate::{Slot, Value, Variants};

/// An enum that `features!` generated.
pub trait VariantSet: Copy + PartialEq + 'static {
    /// Name of the enum, names of the variants, and the variants.
    const DATA: (&'static str, &'static [&'static str], &'static [Self]);
    /// The same as data.
    const TYPE: &'static Variants = &Variants::new(Self::DATA.0, Self::DATA.1);
}

/// Form of generated enums.
#[derive(Clone, Copy, Debug)]
pub struct OfVariants;

impl<E: VariantSet> Form<E> for OfVariants {
    #[inline]
    fn read(slot: &Slot) -> Option<E> {
        read_variant(E::DATA.2, slot)
    }

    const IS_WORD: bool = true;

    #[inline]
    fn from_bits(bits: u64) -> Option<E> {
        E::DATA.2.get(usize::try_from(bits).ok()?).copied()
    }

    fn from_payload(payload: &Payload) -> Option<E> {
        variant_from_payload(E::DATA.2, payload)
    }

    fn to_value(value: &E) -> Value {
        let position = E::DATA.2.iter().position(|variant| variant == value);
        text_value(position.map_or("", |position| E::DATA.1[position]))
    }
}

/// The variant of this name.
///
/// # Errors
///
/// When there is none.
pub fn parse_variant<E: VariantSet>(name: &str) -> Result<E, ParseVariantError> {
    E::TYPE
        .index_of(name)
        .map(|index| E::DATA.2[index])
        .ok_or_else(|| ParseVariantError {
            name: name.to_owned(),
            variants: E::TYPE,
        })
}

/// A text is not the name of any variant.
#[derive(Clone, Debug)]
pub struct ParseVariantError {
    name: String,
    variants: &'static Variants,
}

impl fmt::Display for ParseVariantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "unknown variant `{}` of `{}`: expected one of `{}`",
            self.name,
            self.variants.type_name(),
            self.variants.names().join("`, `")
        )
    }
}

impl Error for ParseVariantError {}

/// The implementations of a generated enum that it does not derive.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_variants {
    ($vis:vis $name:ident { $($variant:ident = $text:literal,)+ }) => {
        #[allow(dead_code, unreachable_pub)]
        impl $name {
            /// All variants, in the order of `features.toml`.
            $vis const ALL: &'static [Self] = &[$($name::$variant),+];

            /// The name as in `features.toml`.
            #[inline]
            #[must_use]
            $vis const fn as_str(self) -> &'static $crate::__private::core::primitive::str {
                <Self as $crate::__private::generated::VariantSet>::DATA.1
                    [self as $crate::__private::core::primitive::usize]
            }
        }

        impl $crate::__private::generated::VariantSet for $name {
            const DATA: (
                &'static $crate::__private::core::primitive::str,
                &'static [&'static $crate::__private::core::primitive::str],
                &'static [Self],
            ) = ($crate::__private::core::stringify!($name), &[$($text),+], Self::ALL);
        }

        impl $crate::FeatureValue for $name {
            type Form = $crate::__private::generated::OfVariants;
        }

        // What derives would say, in fewer implementations and calls.
        impl $crate::__private::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        impl $crate::__private::core::marker::Copy for $name {}

        impl $crate::__private::core::cmp::Eq for $name {}

        impl $crate::__private::core::hash::Hash for $name {
            fn hash<__H: $crate::__private::core::hash::Hasher>(&self, state: &mut __H) {
                state.write_isize(*self as $crate::__private::core::primitive::isize);
            }
        }

        impl $crate::__private::core::fmt::Display for $name {
            fn fmt(
                &self,
                f: &mut $crate::__private::core::fmt::Formatter<'_>,
            ) -> $crate::__private::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::__private::core::str::FromStr for $name {
            type Err = $crate::ParseVariantError;

            fn from_str(
                name: &$crate::__private::core::primitive::str,
            ) -> $crate::__private::core::result::Result<Self, $crate::ParseVariantError> {
                $crate::__private::generated::parse_variant(name)
            }
        }

        $crate::__implement_serde_for_variants! { $name }
    };
}

/// A feature's enum cannot be without variants, so this is the whole of it without serde.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serde_for_variants {
    ($name:ident) => {};
}

/// `Serialize` and `Deserialize` of a generated enum: its name as text.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serde_for_variants {
    ($name:ident) => {
        impl $crate::__private::generated::serde::Serialize for $name {
            fn serialize<S: $crate::__private::generated::serde::Serializer>(
                &self,
                serializer: S,
            ) -> $crate::__private::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::generated::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::generated::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> $crate::__private::core::result::Result<Self, D::Error> {
                $crate::__private::generated::deserialize_variant(deserializer)
            }
        }
    };
}
