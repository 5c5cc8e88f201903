//! What the code that `features!` generates is made of. Not public API.
//!
//! Generated code holds data; whatever needs more than one expression is here.

mod context;
#[cfg(feature = "serde")]
mod deserialize;
mod key;
mod retired;
pub mod rules;
mod table;
mod value;
mod values;
mod variants;

pub use retired::{Retired, StillDeclared};
pub use table::{FieldValue, TableStruct};
pub use value::{boolean_value, float_value, integer_value, list_value, table_value, text_value};
pub use values::{
    FeatureValues, FieldsOfValues, ValuesField, declared_in, values_answers, values_debug,
    values_equal, values_resolve,
};
pub use variants::{ParseVariantError, VariantSet, parse_variant};

#[cfg(feature = "serde")]
pub use deserialize::{deserialize_table, deserialize_values, deserialize_variant};
#[cfg(feature = "serde")]
pub use serde;

use crate::{Date, FeatureInfo, FeatureKind, Need, Registry, RetiredInfo, Text, Value, ValueType};

/// Declaration of a boolean feature.
#[must_use]
pub const fn boolean(
    registry: &'static Registry,
    index: u32,
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: bool,
) -> FeatureInfo {
    let default = boolean_value(default);
    FeatureInfo::new(
        registry,
        index,
        line,
        key,
        constant,
        ValueType::Boolean,
        default,
    )
}

/// Declaration of an integer feature.
#[must_use]
pub const fn integer(
    registry: &'static Registry,
    index: u32,
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: i64,
) -> FeatureInfo {
    let default = integer_value(default);
    FeatureInfo::new(
        registry,
        index,
        line,
        key,
        constant,
        ValueType::Integer,
        default,
    )
}

/// Declaration of a float feature.
#[must_use]
pub const fn float(
    registry: &'static Registry,
    index: u32,
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: f64,
) -> FeatureInfo {
    let default = float_value(default);
    FeatureInfo::new(
        registry,
        index,
        line,
        key,
        constant,
        ValueType::Float,
        default,
    )
}

/// Declaration of a string feature.
#[must_use]
pub const fn text(
    registry: &'static Registry,
    index: u32,
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: &'static str,
) -> FeatureInfo {
    let default = text_value(default);
    FeatureInfo::new(
        registry,
        index,
        line,
        key,
        constant,
        ValueType::Text,
        default,
    )
}

/// Declaration of a feature with variants.
#[must_use]
pub const fn variants<E: VariantSet>(
    registry: &'static Registry,
    index: u32,
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: &'static str,
) -> FeatureInfo {
    let ty = ValueType::Variants(E::TYPE);
    let default = text_value(default);
    FeatureInfo::new(registry, index, line, key, constant, ty, default)
}

/// Declaration of a table feature.
#[must_use]
pub const fn table<S: TableStruct>(
    registry: &'static Registry,
    index: u32,
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: &'static [(Text, Value)],
) -> FeatureInfo {
    let ty = ValueType::Table(S::TYPE);
    let default = table_value(default);
    FeatureInfo::new(registry, index, line, key, constant, ty, default)
}

/// `FeatureInfo::life` in words that need no imports.
#[must_use]
pub const fn day(year: u16, month: u8, day: u8) -> Option<Date> {
    Some(Date::new(year, month, day))
}

/// No day was declared.
#[must_use]
pub const fn no_day() -> Option<Date> {
    None
}

/// The `kind` of a feature.
#[must_use]
pub const fn release() -> Option<FeatureKind> {
    Some(FeatureKind::Release)
}

/// The `kind` of a feature.
#[must_use]
pub const fn experiment() -> Option<FeatureKind> {
    Some(FeatureKind::Experiment)
}

/// The `kind` of a feature.
#[must_use]
pub const fn ops() -> Option<FeatureKind> {
    Some(FeatureKind::Ops)
}

/// The `kind` of a feature.
#[must_use]
pub const fn kill_switch() -> Option<FeatureKind> {
    Some(FeatureKind::KillSwitch)
}

/// The `kind` of a feature.
#[must_use]
pub const fn permission() -> Option<FeatureKind> {
    Some(FeatureKind::Permission)
}

/// No kind was declared.
#[must_use]
pub const fn no_kind() -> Option<FeatureKind> {
    None
}

/// The other feature must be on.
#[must_use]
pub const fn needs(feature: u32) -> Need {
    Need::on(feature)
}

/// The other feature must be off.
#[must_use]
pub const fn needs_not(feature: u32) -> Need {
    Need::off(feature)
}

/// Name of a field.
#[must_use]
pub const fn literal(text: &'static str) -> Text {
    Text::literal(text)
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
