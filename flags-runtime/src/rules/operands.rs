//! From operands as data to checks.

use super::check::{Check, Order};
use super::requirement::Requirement;
use super::text_set::TextSet;
use crate::{AttributeInfo, AttributeType, Operand, Text, Version};

type Made = Result<Check, String>;

/// The value is this one; on a list, one of them is.
pub(super) fn is(info: &AttributeInfo, operand: &Operand) -> Made {
    Ok(match (info.ty(), operand) {
        (AttributeType::Boolean, Operand::Boolean(value)) => Check::Boolean(*value),
        (AttributeType::Integer, Operand::Integer(value)) => Check::Integer(Order::Is, *value),
        (AttributeType::Float, Operand::Float(value)) => Check::Float(Order::Is, *value),
        (AttributeType::Text, Operand::Text(value)) => Check::Text(value.to_shared()),
        (AttributeType::Semver, Operand::Text(value)) => Check::Version(Box::new(version(value)?)),
        (AttributeType::Datetime, Operand::Datetime(value)) => {
            Check::Datetime(Order::Is, value.milliseconds())
        }
        (AttributeType::Strings, Operand::Text(value)) => Check::Has(value.to_shared()),
        (AttributeType::Variants(set), Operand::Variant(index)) => {
            if *index as usize >= set.names().len() {
                return Err(format!("it has no variant {index}"));
            }
            Check::Variant(*index)
        }
        _ => return Err(unfit(info)),
    })
}

/// The value is one of these; on a list, one of them is.
pub(super) fn any_of(info: &AttributeInfo, operands: &[Operand]) -> Made {
    match operands {
        [] => return Err("a list is empty".to_owned()),
        [one] => return is(info, one),
        _ => {}
    }
    let every = |value: &dyn Fn(&Operand) -> Option<i64>| {
        let values: Option<Vec<i64>> = operands.iter().map(value).collect();
        values
            .map(|mut values| {
                values.sort_unstable();
                values.dedup();
                values
            })
            .ok_or_else(|| unfit(info))
    };
    Ok(match info.ty() {
        AttributeType::Boolean => {
            let values = every(&|operand| match operand {
                Operand::Boolean(value) => Some(i64::from(*value)),
                _ => None,
            })?;
            match values[..] {
                [value] => Check::Boolean(value == 1),
                _ => Check::AnyBoolean,
            }
        }
        AttributeType::Integer => Check::IntegerIn(
            every(&|operand| match operand {
                Operand::Integer(value) => Some(*value),
                _ => None,
            })?
            .into(),
        ),
        AttributeType::Datetime => Check::DatetimeIn(
            every(&|operand| match operand {
                Operand::Datetime(value) => Some(value.milliseconds()),
                _ => None,
            })?
            .into(),
        ),
        AttributeType::Variants(set) => {
            let count = set.names().len();
            let mut indices = Vec::with_capacity(operands.len());
            for operand in operands {
                match operand {
                    Operand::Variant(index) if (*index as usize) < count => indices.push(*index),
                    _ => return Err(unfit(info)),
                }
            }
            indices.sort_unstable();
            indices.dedup();
            Check::VariantIn(indices.into())
        }
        AttributeType::Float => {
            let values: Option<Box<[f64]>> = operands
                .iter()
                .map(|operand| match operand {
                    Operand::Float(value) => Some(*value),
                    _ => None,
                })
                .collect();
            Check::FloatIn(values.ok_or_else(|| unfit(info))?)
        }
        AttributeType::Text => Check::TextIn(Box::new(set(info, operands)?)),
        AttributeType::Strings => Check::HasAny(Box::new(set(info, operands)?)),
        AttributeType::Semver => {
            let versions: Result<Box<[Version]>, String> = operands
                .iter()
                .map(|operand| match operand {
                    Operand::Text(text) => version(text),
                    _ => Err(unfit(info)),
                })
                .collect();
            Check::VersionIn(versions?)
        }
    })
}

pub(super) fn number(info: &AttributeInfo, order: Order, operand: &Operand) -> Made {
    match (info.ty(), operand) {
        (AttributeType::Integer, Operand::Integer(value)) => Ok(Check::Integer(order, *value)),
        (AttributeType::Float, Operand::Float(value)) => Ok(Check::Float(order, *value)),
        _ => Err(unfit(info)),
    }
}

pub(super) fn moment(info: &AttributeInfo, order: Order, operand: &Operand) -> Made {
    match (info.ty(), operand) {
        (AttributeType::Datetime, Operand::Datetime(value)) => {
            Ok(Check::Datetime(order, value.milliseconds()))
        }
        _ => Err(unfit(info)),
    }
}

pub(super) fn texts(info: &AttributeInfo, texts: &[Text]) -> Result<Box<[Box<str>]>, String> {
    match (info.ty(), texts) {
        (AttributeType::Text, []) => Err("a list is empty".to_owned()),
        (AttributeType::Text, texts) => Ok(texts.iter().map(|text| (**text).into()).collect()),
        _ => Err(unfit(info)),
    }
}

pub(super) fn requirement(info: &AttributeInfo, text: &str) -> Made {
    let AttributeType::Semver = info.ty() else {
        return Err(unfit(info));
    };
    match Requirement::parse(text) {
        Ok(requirement) => Ok(Check::Semver(Box::new(requirement))),
        Err(error) => Err(format!("{text:?} is no requirement on a version: {error}")),
    }
}

#[cfg(feature = "matches")]
pub(super) fn pattern(info: &AttributeInfo, text: &str) -> Made {
    let AttributeType::Text = info.ty() else {
        return Err(unfit(info));
    };
    match super::pattern::Pattern::compile(text) {
        Ok(pattern) => Ok(Check::Matches(Box::new(pattern))),
        Err(error) => Err(format!("{text:?} is no pattern that can be used: {error}")),
    }
}

#[cfg(not(feature = "matches"))]
pub(super) fn pattern(_: &AttributeInfo, _: &str) -> Made {
    Err("`matches` needs the Cargo feature `matches` of typed-flags".to_owned())
}

fn set(info: &AttributeInfo, operands: &[Operand]) -> Result<TextSet, String> {
    let texts: Option<Vec<&str>> = operands
        .iter()
        .map(|operand| match operand {
            Operand::Text(text) => Some(&**text),
            _ => None,
        })
        .collect();
    texts
        .map(|texts| TextSet::new(texts.into_iter()))
        .ok_or_else(|| unfit(info))
}

fn version(text: &str) -> Result<Version, String> {
    text.parse()
        .map_err(|error| format!("{text:?} is no version: {error}"))
}

fn unfit(info: &AttributeInfo) -> String {
    format!(
        "an operator or operand does not apply to {}",
        info.ty().name()
    )
}
