//! What the code that `features!` generates is made of. Not public API.
//!
//! Generated code holds data; whatever needs more than one expression is here.

mod context;
mod declaration;
#[cfg(feature = "serde")]
mod deserialize;
mod key;
mod matrix;
mod retired;
pub mod rules;
pub mod table;
mod value;
mod values;
mod variants;

pub use declaration::declare;
pub use matrix::{EachValue, matrix_case, matrix_value};
pub use retired::{Retired, StillDeclared};
pub use table::{DescribedTable, OfTable, TableStruct};
pub use value::{boolean_value, float_value, integer_value, list_value, table_value, text_value};
pub use values::{
    FeatureValues, GROUP, OwnField, Parts, ValuesField, Which, declared_in, values_answers,
    values_clone, values_debug, values_declared, values_equal, values_resolve,
};
pub use variants::{OfVariants, ParseVariantError, VariantSet, parse_variant};

#[cfg(feature = "serde")]
pub use deserialize::{deserialize_table, deserialize_values, deserialize_variant};
#[cfg(feature = "serde")]
pub use serde;

use crate::{Date, RetiredInfo, Text, Value};

/// Name of a field.
#[must_use]
pub const fn literal(text: &'static str) -> Text {
    Text::literal(text)
}

/// The operator `matches` is in the manifest: a build script may have been given what the program was
/// not.
///
/// # Panics
///
/// At build, without the Cargo feature `matches`.
pub const fn matches() {
    if !cfg!(feature = "matches") {
        panic!("the operator `matches` needs the Cargo feature `matches` of typed-flags");
    }
}

/// Entry of a retired feature.
#[must_use]
pub const fn retired(
    key: &'static str,
    year: u16,
    month: u8,
    day: u8,
    value: Value,
    reason: &'static str,
) -> RetiredInfo {
    RetiredInfo::new(key, Date::new(year, month, day), value, reason)
}
