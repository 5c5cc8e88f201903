//! Types, values and features.

use super::conditions;
use super::words::Words;
use crate::feature_info::Declaration;
use crate::value_type::BuildTable;
use crate::{
    Date, FeatureKind, Field, FieldType, List, Need, Scalar, TableType, Text, Value, ValueType,
    Variants,
};

/// Closed sets and tables: how many, then each. A table comes after those that it holds.
pub(super) fn types(words: &mut Words, tables: &[BuildTable]) -> Vec<ValueType> {
    let mut tables = tables.iter();
    let count = words.number();
    let mut types = Vec::new();
    for _ in 0..count {
        types.push(match words.word() {
            // `variants`, name of the enum, names of the variants
            "variants" => {
                let name = words.text();
                leak(
                    Variants::new(name, words.list(Words::text)),
                    ValueType::Variants,
                )
            }
            // `table`, name of the struct, fields
            _ => {
                let name = words.text();
                let fields = words.list(|words| Field::new(words.text(), field(words, &types)));
                let build = tables.next().expect("each table has a struct");
                leak(TableType::new(name, fields, *build), ValueType::Table)
            }
        });
    }
    types
}

fn leak<T>(ty: T, of: fn(&'static T) -> ValueType) -> ValueType {
    of(Box::leak(Box::new(ty)))
}

/// Type of a field: `table` and its index among the types; `list` and a scalar; a scalar.
fn field(words: &mut Words, types: &[ValueType]) -> FieldType {
    match words.word() {
        "table" => match types[words.index()] {
            ValueType::Table(inner) => FieldType::Table(inner),
            _ => unreachable!("a field is no closed set"),
        },
        "list" => FieldType::List(scalar(words.word())),
        word => FieldType::Scalar(scalar(word)),
    }
}

fn scalar(word: &str) -> Scalar {
    match word {
        "boolean" => Scalar::Boolean,
        "integer" => Scalar::Integer,
        "float" => Scalar::Float,
        _ => Scalar::Text,
    }
}

/// A value: what it is, then itself.
pub(super) fn value(words: &mut Words) -> Value {
    match words.word() {
        "boolean" => Value::Boolean(words.boolean()),
        "integer" => Value::Integer(words.integer()),
        "float" => Value::Float(words.float()),
        "list" => Value::List(List::literal(words.list(value))),
        "table" => {
            let field = |words: &mut Words| (Text::literal(words.text()), value(words));
            Value::Table(List::literal(words.list(field)))
        }
        _ => Value::Text(Text::literal(words.text())),
    }
}

/// A feature: line, constant; the default, after `own` and the index of its type where it has one of
/// its own; description, owner, issue; kind, days of creation and expiry; whatever else there is to say;
/// `end`.
pub(super) fn feature(words: &mut Words, types: &[ValueType]) -> Declaration {
    let line = words.number();
    let constant = words.text();
    let (ty, default) = match words.word() {
        "own" => (types[words.index()], value(words)),
        "boolean" => (ValueType::Boolean, Value::Boolean(words.boolean())),
        "integer" => (ValueType::Integer, Value::Integer(words.integer())),
        "float" => (ValueType::Float, Value::Float(words.float())),
        _ => (ValueType::Text, Value::Text(Text::literal(words.text()))),
    };
    let mut feature = Declaration {
        description: words.text(),
        owner: words.text(),
        issue: words.text(),
        kind: kind(words.number()),
        created: day(words.number()),
        expires: day(words.number()),
        ..Declaration::new(line, constant, ty, default)
    };
    let (mut needs, mut environments, mut rules_in) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        match words.word() {
            "end" => break,
            "known-as" => feature.provider_key = Some(words.text()),
            "read-from" => feature.variable = words.text(),
            "frozen" => feature.frozen = true,
            "range" => feature.range = Some((value(words), value(words))),
            "needs" => needs.push(Need::on(words.number())),
            "needs-not" => needs.push(Need::off(words.number())),
            "in" => environments.push((words.number(), value(words))),
            "rules" => feature.rules = words.list(conditions::rule),
            "rules-in" => rules_in.push((words.number(), words.list(conditions::rule))),
            word => unreachable!("`{word}` says nothing of a feature"),
        }
    }
    feature.needs = needs.leak();
    feature.environments = environments.leak();
    feature.rules_in = rules_in.leak();
    feature
}

/// As [`FeatureKind`], from 1; 0 where there is none.
const fn kind(number: u32) -> Option<FeatureKind> {
    match number {
        1 => Some(FeatureKind::Release),
        2 => Some(FeatureKind::Experiment),
        3 => Some(FeatureKind::Ops),
        4 => Some(FeatureKind::KillSwitch),
        5 => Some(FeatureKind::Permission),
        _ => None,
    }
}

/// 2026-11-22 is 20261122, no day 0.
const fn day(number: u32) -> Option<Date> {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    match number {
        0 => None,
        _ => Some(Date::new(year as u16, month as u8, day as u8)),
    }
}
