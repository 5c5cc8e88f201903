//! The declarations of all features, as constants.

use super::{
    TableStruct, VariantSet, boolean_value, float_value, integer_value, table_value, text_value,
};
use crate::{
    Date, FeatureInfo, FeatureKind, Need, Registry, Rule, TableType, Text, Value, ValueType,
    Variants,
};

/// What a [`FeatureInfo`] is made of. It has nothing to drop: rustc takes time in proportion to the
/// square of an array's length for elements that have.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: Default,
    texts: [&'static str; 3],
    life: [u32; 3],
    provider_key: Option<&'static str>,
    variable: Option<&'static str>,
    range: Range,
    environments: &'static [(u32, Value)],
    needs: &'static [Need],
    rules: &'static [Rule],
    rules_in: &'static [(u32, &'static [Rule])],
    frozen: bool,
}

#[derive(Clone, Copy, Debug)]
enum Default {
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(&'static str),
    Variant(&'static Variants, &'static str),
    Table(&'static TableType, &'static [(Text, Value)]),
}

#[derive(Clone, Copy, Debug)]
enum Range {
    None,
    Integers(i64, i64),
    Floats(f64, f64),
}

/// The declarations of a registry, in the order of `features.toml`. They come in groups, because
/// rustc takes time in proportion to the square of an expression's length.
///
/// # Panics
///
/// If there are not `N` of them, which fails the build.
#[must_use]
pub const fn declare<const N: usize>(
    registry: &'static Registry,
    groups: &[&[Declaration]],
) -> [FeatureInfo; N] {
    let mut features = [const { PLACEHOLDER }; N];
    let mut index = 0;
    let mut group = 0;
    while group < groups.len() {
        let mut position = 0;
        while position < groups[group].len() {
            let feature = groups[group][position].info(registry, index as u32);
            // Assigning would drop the placeholder, which constants cannot do.
            std::mem::forget(std::mem::replace(&mut features[index], feature));
            index += 1;
            position += 1;
        }
        group += 1;
    }
    assert!(index == N, "as many declarations as features");
    features
}

static NOWHERE: Registry = Registry::new("", "", 0, &[], &[], &[], &[]);
const PLACEHOLDER: FeatureInfo = FeatureInfo::new(
    &NOWHERE,
    0,
    0,
    "",
    "",
    ValueType::Boolean,
    Value::Boolean(false),
);

/// Declaration of a feature of type boolean.
#[must_use]
pub const fn boolean(
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: bool,
    texts: [&'static str; 3],
    life: [u32; 3],
) -> Declaration {
    Declaration::new(line, key, constant, Default::Boolean(default), texts, life)
}

/// Declaration of a feature of type integer.
#[must_use]
pub const fn integer(
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: i64,
    texts: [&'static str; 3],
    life: [u32; 3],
) -> Declaration {
    Declaration::new(line, key, constant, Default::Integer(default), texts, life)
}

/// Declaration of a feature of type float.
#[must_use]
pub const fn float(
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: f64,
    texts: [&'static str; 3],
    life: [u32; 3],
) -> Declaration {
    Declaration::new(line, key, constant, Default::Float(default), texts, life)
}

/// Declaration of a feature of type string.
#[must_use]
pub const fn text(
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: &'static str,
    texts: [&'static str; 3],
    life: [u32; 3],
) -> Declaration {
    Declaration::new(line, key, constant, Default::Text(default), texts, life)
}

/// Declaration of a feature with variants.
#[must_use]
pub const fn variants<E: VariantSet>(
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: &'static str,
    texts: [&'static str; 3],
    life: [u32; 3],
) -> Declaration {
    let default = Default::Variant(E::TYPE, default);
    Declaration::new(line, key, constant, default, texts, life)
}

/// Declaration of a table feature.
#[must_use]
pub const fn table<S: TableStruct>(
    line: u32,
    key: &'static str,
    constant: &'static str,
    default: &'static [(Text, Value)],
    texts: [&'static str; 3],
    life: [u32; 3],
) -> Declaration {
    let default = Default::Table(S::TYPE, default);
    Declaration::new(line, key, constant, default, texts, life)
}

impl Declaration {
    /// `texts` are description, owner and issue, empty where there is none; `life` is the kind (from
    /// 1, as in [`FeatureKind`]), the day of creation and of expiry (2026-11-22 as 20261122), 0 where
    /// there is none.
    const fn new(
        line: u32,
        key: &'static str,
        constant: &'static str,
        default: Default,
        texts: [&'static str; 3],
        life: [u32; 3],
    ) -> Self {
        Self {
            line,
            key,
            constant,
            default,
            texts,
            life,
            provider_key: None,
            variable: None,
            range: Range::None,
            environments: &[],
            needs: &[],
            rules: &[],
            rules_in: &[],
            frozen: false,
        }
    }

    /// The key that providers know it by.
    #[must_use]
    pub const fn known_as(mut self, provider_key: &'static str) -> Self {
        self.provider_key = Some(provider_key);
        self
    }

    /// Its environment variable, where that does not follow from the key by the simple rule.
    #[must_use]
    pub const fn read_from(mut self, variable: &'static str) -> Self {
        self.variable = Some(variable);
        self
    }

    /// Inclusive bounds.
    #[must_use]
    pub const fn within_integers(mut self, low: i64, high: i64) -> Self {
        self.range = Range::Integers(low, high);
        self
    }

    /// Inclusive bounds.
    #[must_use]
    pub const fn within_floats(mut self, low: f64, high: f64) -> Self {
        self.range = Range::Floats(low, high);
        self
    }

    /// Values by index of the environment.
    #[must_use]
    pub const fn in_environments(mut self, environments: &'static [(u32, Value)]) -> Self {
        self.environments = environments;
        self
    }

    /// Prerequisites.
    #[must_use]
    pub const fn needing(mut self, needs: &'static [Need]) -> Self {
        self.needs = needs;
        self
    }

    /// Who gets what, in every environment without rules of its own.
    #[must_use]
    pub const fn with_rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    /// Rules by index of the environment.
    #[must_use]
    pub const fn with_rules_in(mut self, rules: &'static [(u32, &'static [Rule])]) -> Self {
        self.rules_in = rules;
        self
    }

    /// Decided at build.
    #[must_use]
    pub const fn freeze(mut self) -> Self {
        self.frozen = true;
        self
    }

    const fn info(self, registry: &'static Registry, index: u32) -> FeatureInfo {
        let ty = match self.default {
            Default::Boolean(_) => ValueType::Boolean,
            Default::Integer(_) => ValueType::Integer,
            Default::Float(_) => ValueType::Float,
            Default::Text(_) => ValueType::Text,
            Default::Variant(variants, _) => ValueType::Variants(variants),
            Default::Table(table, _) => ValueType::Table(table),
        };
        let default = match self.default {
            Default::Boolean(value) => boolean_value(value),
            Default::Integer(value) => integer_value(value),
            Default::Float(value) => float_value(value),
            Default::Text(value) | Default::Variant(_, value) => text_value(value),
            Default::Table(_, fields) => table_value(fields),
        };
        let [description, owner, issue] = self.texts;
        let [kind, created, expires] = self.life;
        let info = FeatureInfo::new(
            registry,
            index,
            self.line,
            self.key,
            self.constant,
            ty,
            default,
        )
        .about(description, owner, issue)
        .life(kind_of(kind), day(created), day(expires))
        .in_environments(self.environments)
        .needing(self.needs)
        .with_rules(self.rules)
        .with_rules_in(self.rules_in);
        let info = match self.provider_key {
            Some(key) => info.known_as(key),
            None => info,
        };
        let info = match self.variable {
            Some(variable) => info.read_from(variable),
            None => info,
        };
        let info = match self.range {
            Range::None => info,
            Range::Integers(low, high) => info.within_integers(low, high),
            Range::Floats(low, high) => info.within_floats(low, high),
        };
        if self.frozen { info.freeze() } else { info }
    }
}

const fn kind_of(number: u32) -> Option<FeatureKind> {
    match number {
        1 => Some(FeatureKind::Release),
        2 => Some(FeatureKind::Experiment),
        3 => Some(FeatureKind::Ops),
        4 => Some(FeatureKind::KillSwitch),
        5 => Some(FeatureKind::Permission),
        _ => None,
    }
}

const fn day(number: u32) -> Option<Date> {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    match number {
        0 => None,
        _ => Some(Date::new(year as u16, month as u8, day as u8)),
    }
}
