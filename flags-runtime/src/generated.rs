//! What the code that `features!` generates is made of. Not public API.
//!
//! Generated code holds data; whatever needs more than one expression is here.

mod context;
#[cfg(feature = "serde")]
mod deserialize;
mod key;
mod retired;
mod table;
mod value;
mod values;
mod variants;

pub use retired::{Retired, StillDeclared};
pub use table::{FieldValue, OfTable, TableStruct};
pub use value::{boolean_value, float_value, integer_value, list_value, table_value, text_value};
pub use values::{
    FeatureValues, FieldsOfValues, ValuesField, declared_in, values_answers, values_debug,
    values_equal, values_resolve,
};
pub use variants::{OfVariants, ParseVariantError, VariantSet, parse_variant};

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
    texts: [&'static str; 3],
    life: [u32; 3],
) -> FeatureInfo {
    let default = boolean_value(default);
    let info = FeatureInfo::new(
        registry,
        index,
        line,
        key,
        constant,
        ValueType::Boolean,
        default,
    );
    describe(info, texts, life)
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
    texts: [&'static str; 3],
    life: [u32; 3],
) -> FeatureInfo {
    let default = integer_value(default);
    let info = FeatureInfo::new(
        registry,
        index,
        line,
        key,
        constant,
        ValueType::Integer,
        default,
    );
    describe(info, texts, life)
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
    texts: [&'static str; 3],
    life: [u32; 3],
) -> FeatureInfo {
    let default = float_value(default);
    let info = FeatureInfo::new(
        registry,
        index,
        line,
        key,
        constant,
        ValueType::Float,
        default,
    );
    describe(info, texts, life)
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
    texts: [&'static str; 3],
    life: [u32; 3],
) -> FeatureInfo {
    let default = text_value(default);
    let info = FeatureInfo::new(
        registry,
        index,
        line,
        key,
        constant,
        ValueType::Text,
        default,
    );
    describe(info, texts, life)
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
    texts: [&'static str; 3],
    life: [u32; 3],
) -> FeatureInfo {
    let ty = ValueType::Variants(E::TYPE);
    let default = text_value(default);
    let info = FeatureInfo::new(registry, index, line, key, constant, ty, default);
    describe(info, texts, life)
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
    texts: [&'static str; 3],
    life: [u32; 3],
) -> FeatureInfo {
    let ty = ValueType::Table(S::TYPE);
    let default = table_value(default);
    let info = FeatureInfo::new(registry, index, line, key, constant, ty, default);
    describe(info, texts, life)
}

/// Description, owner and issue (empty where there is none); kind (from 1, as in [`FeatureKind`]),
/// day of creation and of expiry (2026-11-22 as 20261122), 0 where there is none.
const fn describe(info: FeatureInfo, texts: [&'static str; 3], life: [u32; 3]) -> FeatureInfo {
    let kind = match life[0] {
        1 => Some(FeatureKind::Release),
        2 => Some(FeatureKind::Experiment),
        3 => Some(FeatureKind::Ops),
        4 => Some(FeatureKind::KillSwitch),
        5 => Some(FeatureKind::Permission),
        _ => None,
    };
    info.about(texts[0], texts[1], texts[2])
        .life(kind, day(life[1]), day(life[2]))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a year has four digits, the rest two"
)]
const fn day(number: u32) -> Option<Date> {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    match number {
        0 => None,
        _ => Some(Date::new(year as u16, month as u8, day as u8)),
    }
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
