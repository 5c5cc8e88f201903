//! Conditions on attributes, compiled.

use std::cmp::Ordering;

use serde_json::Value;

use crate::subject::{Attribute, LARGEST_NUMBER};
use crate::version::Version;

/// Conditions that are joined. Each part is true, false, or unknown (`None`).
#[derive(Debug)]
pub(crate) enum Tree<L> {
    And(Box<[Self]>),
    Or(Box<[Self]>),
    /// Unknown, where there is nothing to negate.
    Not(Option<Box<Self>>),
    Leaf(L),
    Unknown,
}

impl<L> Tree<L> {
    /// Compiles what stands in a datafile. `leaf` reads what is not a list.
    pub(super) fn read<'v>(
        value: &'v Value,
        leaf: &mut impl FnMut(&'v Value) -> Result<Self, String>,
    ) -> Result<Self, String> {
        let Value::Array(items) = value else {
            return leaf(value);
        };
        let operator = match items.first() {
            Some(Value::String(first)) => match first.as_str() {
                "and" | "or" | "not" => Some(first.as_str()),
                _ => None,
            },
            Some(_) => None,
            None => return Err("a list of conditions is empty".to_owned()),
        };
        // Without an operator, any of them.
        let operands = &items[usize::from(operator.is_some())..];
        if operator == Some("not") {
            let first = operands.first();
            let first = first.map(|first| Self::read(first, leaf)).transpose()?;
            return Ok(Self::Not(first.map(Box::new)));
        }
        let operands = operands
            .iter()
            .map(|operand| Self::read(operand, leaf))
            .collect::<Result<_, _>>()?;
        Ok(match operator {
            Some("and") => Self::And(operands),
            _ => Self::Or(operands),
        })
    }

    pub(crate) fn evaluate(&self, leaf: &mut impl FnMut(&L) -> Option<bool>) -> Option<bool> {
        match self {
            Self::And(operands) => all(operands, leaf, true),
            // Some is true where not all are false.
            Self::Or(operands) => all(operands, leaf, false).map(|all_false| !all_false),
            Self::Not(operand) => operand.as_ref()?.evaluate(leaf).map(|holds| !holds),
            Self::Leaf(of) => leaf(of),
            Self::Unknown => None,
        }
    }

    pub(super) fn each_leaf(&self, visit: &mut impl FnMut(&L)) {
        match self {
            Self::And(operands) | Self::Or(operands) => {
                for operand in operands {
                    operand.each_leaf(visit);
                }
            }
            Self::Not(Some(operand)) => operand.each_leaf(visit),
            Self::Leaf(of) => visit(of),
            Self::Not(None) | Self::Unknown => {}
        }
    }
}

/// Whether all operands are `wanted`; unknown, where one is and no other decides.
fn all<L>(
    operands: &[Tree<L>],
    leaf: &mut impl FnMut(&L) -> Option<bool>,
    wanted: bool,
) -> Option<bool> {
    let mut known = true;
    for operand in operands {
        match operand.evaluate(leaf) {
            Some(found) if found != wanted => return Some(false),
            Some(_) => {}
            None => known = false,
        }
    }
    known.then_some(true)
}

/// What is asked of one attribute.
#[derive(Debug)]
pub(crate) struct Leaf {
    /// Index into the names of attributes.
    pub(crate) attribute: usize,
    pub(crate) test: Test,
}

#[derive(Debug)]
pub(crate) enum Test {
    Exists,
    Is(Operand),
    Contains(Box<str>),
    /// The attribute stands to the number in one of these ways.
    Number(Ways, f64),
    Version(Ways, Version),
}

#[derive(Debug)]
pub(crate) enum Operand {
    Boolean(bool),
    Number(f64),
    Text(Box<str>),
}

/// Which outcomes of a comparison are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ways {
    less: bool,
    equal: bool,
    greater: bool,
}

impl Ways {
    const fn new(less: bool, equal: bool, greater: bool) -> Self {
        Self {
            less,
            equal,
            greater,
        }
    }

    const fn hold(self, ordering: Ordering) -> bool {
        match ordering {
            Ordering::Less => self.less,
            Ordering::Equal => self.equal,
            Ordering::Greater => self.greater,
        }
    }
}

/// What a leaf of an audience says.
pub(super) enum Read<'v> {
    /// Of the attribute of this name.
    Test(&'v str, Test),
    /// Nothing that this version knows, and why.
    Unknown(String),
    /// It asks for a segment of the vendor's data platform.
    Qualified,
}

/// Reads a leaf.
pub(super) fn read(value: &Value) -> Result<Read<'_>, String> {
    let Value::Object(fields) = value else {
        return Err(format!("a condition is {}, not an object", kind(value)));
    };
    let ty = fields.get("type").and_then(Value::as_str);
    if !matches!(ty, Some("custom_attribute" | "third_party_dimension")) {
        return Ok(Read::Unknown(format!(
            "a condition is of the unknown type `{}`",
            ty.unwrap_or_default()
        )));
    }
    let matching = match fields.get("match") {
        None | Some(Value::Null) => "exact",
        Some(Value::String(matching)) => matching,
        Some(other) => return Err(format!("the `match` of a condition is {}", kind(other))),
    };
    let operand = fields.get("value").unwrap_or(&Value::Null);
    if matching == "qualified" {
        return Ok(Read::Qualified);
    }
    let Some(Value::String(name)) = fields.get("name") else {
        return Err("a condition has no `name`".to_owned());
    };
    let test = match matching {
        "exists" => Some(Test::Exists),
        "exact" => exact(operand).map(Test::Is),
        "substring" => operand.as_str().map(|text| Test::Contains(text.into())),
        "lt" | "le" | "gt" | "ge" => {
            number(operand).map(|number| Test::Number(ways(matching), number))
        }
        "semver_lt" | "semver_le" | "semver_gt" | "semver_ge" | "semver_eq" => operand
            .as_str()
            .and_then(Version::read)
            .map(|version| Test::Version(ways(&matching["semver_".len()..]), version)),
        _ => {
            return Ok(Read::Unknown(format!(
                "a condition on `{name}` is of the unknown match type `{matching}`"
            )));
        }
    };
    Ok(match test {
        Some(test) => Read::Test(name, test),
        None => Read::Unknown(format!(
            "a condition on `{name}` compares by `{matching}` with {}, which it cannot",
            kind(operand)
        )),
    })
}

fn ways(name: &str) -> Ways {
    match name {
        "lt" => Ways::new(true, false, false),
        "le" => Ways::new(true, true, false),
        "gt" => Ways::new(false, false, true),
        "ge" => Ways::new(false, true, true),
        _ => Ways::new(false, true, false),
    }
}

fn exact(operand: &Value) -> Option<Operand> {
    Some(match operand {
        Value::Bool(value) => Operand::Boolean(*value),
        Value::String(text) => Operand::Text(text.as_str().into()),
        other => Operand::Number(number(other)?),
    })
}

/// Numbers beyond 2^53 in size compare with nothing.
fn number(operand: &Value) -> Option<f64> {
    if let Some(whole) = operand.as_i64() {
        return crate::subject::number(whole);
    }
    operand
        .as_f64()
        .filter(|number| number.abs() <= LARGEST_NUMBER)
}

/// What kind of value this is, for messages.
pub(super) const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

impl Test {
    /// Unknown where the attribute is missing, or cannot be compared so.
    pub(crate) fn evaluate(&self, attribute: Option<Attribute<'_>>) -> Option<bool> {
        match self {
            Self::Exists => Some(attribute.is_some()),
            Self::Is(Operand::Boolean(wanted)) => match attribute? {
                Attribute::Boolean(value) => Some(value == *wanted),
                _ => None,
            },
            #[expect(clippy::float_cmp, reason = "the vendor's comparison is exact")]
            Self::Is(Operand::Number(wanted)) => {
                attribute?.number().map(|number| number == *wanted)
            }
            Self::Is(Operand::Text(wanted)) => attribute?.with_text(|text| text == &**wanted),
            Self::Contains(part) => attribute?.with_text(|text| text.contains(&**part)),
            Self::Number(ways, bound) => {
                let ordering = attribute?.number()?.partial_cmp(bound)?;
                Some(ways.hold(ordering))
            }
            Self::Version(ways, target) => attribute?
                .with_text(|text| target.compare(text))?
                .map(|ordering| ways.hold(ordering)),
        }
    }
}
