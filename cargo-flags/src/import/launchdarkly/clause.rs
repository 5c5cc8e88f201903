//! Clauses of rules as conditions.

use serde_json::Value as Json;
use toml_edit::{Array, Datetime, InlineTable, Value};

use crate::import::attributes::{Attributes, Kind, attribute_name};
use crate::import::draft::{key, one};
use crate::import::launchdarkly::rules::Others;

/// Notes what a clause asks for.
pub(super) fn note(clause: &Json, attributes: &mut Attributes) {
    let Ok(Some(name)) = attribute(clause) else {
        return;
    };
    let values = clause["values"].as_array().into_iter().flatten();
    for value in values {
        if let Some(kind) = kind(clause["op"].as_str().unwrap_or_default(), value) {
            attributes.note(name, kind);
        }
    }
}

/// The condition that a clause is.
///
/// # Errors
///
/// When there is none; it says why.
pub(super) fn condition(
    clause: &Json,
    attributes: &Attributes,
    others: &Others<'_>,
) -> Result<InlineTable, String> {
    let values: &[Json] = clause["values"].as_array().map_or(&[], Vec::as_slice);
    if values.is_empty() {
        return Err("a clause compares with nothing".to_owned());
    }
    let operator = clause["op"].as_str().unwrap_or_default();
    let is_negated = clause["negate"] == true;
    let Some(name) = attribute(clause)? else {
        return in_segments(values, is_negated, attributes, others);
    };
    let name = &attribute_name(name);
    let kind = attributes.kind(name)?;
    let operands = values
        .iter()
        .map(|it| operand(it, kind).ok_or_else(|| unlike(name, it)));
    let operands: Vec<Value> = operands.collect::<Result<_, String>>()?;
    let matcher = match operator {
        "in" if is_negated => return Ok(one(name, one("not-in", list(operands)))),
        "in" => return Ok(one(name, single(operands))),
        "startsWith" => vec![one("starts-with", single(operands))],
        "endsWith" => vec![one("ends-with", single(operands))],
        "contains" => vec![one("contains", single(operands))],
        "matches" => each("matches", operands),
        "lessThan" => each("lt", operands),
        "lessThanOrEqual" => each("lte", operands),
        "greaterThan" => each("gt", operands),
        "greaterThanOrEqual" => each("gte", operands),
        "before" => each("before", operands),
        "after" => each("after", operands),
        "semVerEqual" => requirements("=", operands),
        "semVerLessThan" => requirements("<", operands),
        "semVerGreaterThan" => requirements(">", operands),
        _ => return Err(format!("there is no operator `{operator}`")),
    };
    let mut each = matcher
        .into_iter()
        .map(|it| one(name, if is_negated { one("not", it) } else { it }));
    match (each.next(), each.len()) {
        (Some(only), 0) => Ok(only),
        (Some(first), _) => {
            let all: Array = [first].into_iter().chain(each).map(Value::from).collect();
            // One of the values is enough, and for the contrary none may do.
            Ok(one(if is_negated { "all" } else { "any" }, all))
        }
        (None, _) => Err("a clause compares with nothing".to_owned()),
    }
}

/// Whether the subject is in one of these segments, or in none.
fn in_segments(
    names: &[Json],
    is_negated: bool,
    attributes: &Attributes,
    others: &Others<'_>,
) -> Result<InlineTable, String> {
    let names = names.iter().filter_map(Json::as_str);
    if !is_negated {
        let any: Array = names
            .map(|name| Value::from(one("segment", key(name))))
            .collect();
        return Ok(one("any", any));
    }
    // Whoever lacks an attribute is outside there, and unknown here: each clause is written as its
    // contrary.
    let mut all = Array::new();
    for name in names {
        let segment = others.segment(name)?;
        for rule in segment["rules"].as_array().into_iter().flatten() {
            let clauses = rule["clauses"].as_array().into_iter().flatten();
            let contraries = clauses.map(|it| contrary(it, attributes, others));
            let any: Array = contraries.collect::<Result<_, _>>()?;
            all.push(one("any", any));
        }
    }
    Ok(one("all", all))
}

/// The condition that a clause does not hold.
fn contrary(clause: &Json, attributes: &Attributes, others: &Others<'_>) -> Result<Value, String> {
    let mut other = clause.clone();
    other["negate"] = Json::Bool(clause["negate"] != true);
    let other = condition(&other, attributes, others)?;
    let Some(name) = attribute(clause)? else {
        return Ok(Value::from(other));
    };
    let missing = one(&attribute_name(name), one("exists", false));
    let any: Array = [missing, other].into_iter().map(Value::from).collect();
    Ok(Value::from(one("any", any)))
}

/// Name of the attribute that a clause asks for; `None` where it asks for segments.
fn attribute(clause: &Json) -> Result<Option<&str>, String> {
    if clause["op"] == "segmentMatch" {
        return Ok(None);
    }
    if let Some(other) = clause["contextKind"].as_str().filter(|it| *it != "user") {
        return Err(format!("a rule asks for a context of kind `{other}`"));
    }
    match clause["attribute"].as_str() {
        Some("key") => Err("a rule asks for the targeting key itself".to_owned()),
        Some(name) => Ok(Some(name)),
        None => Err("a clause has no attribute".to_owned()),
    }
}

fn kind(operator: &str, value: &Json) -> Option<Kind> {
    Some(match operator {
        "before" | "after" => Kind::Moment,
        _ if operator.starts_with("semVer") => Kind::Version,
        _ => match value {
            Json::Bool(_) => Kind::Boolean,
            Json::Number(number) if number.is_i64() => Kind::Integer,
            Json::Number(_) => Kind::Float,
            Json::String(_) => Kind::Text,
            _ => return None,
        },
    })
}

fn operand(value: &Json, kind: Kind) -> Option<Value> {
    Some(match kind {
        Kind::Boolean => Value::from(value.as_bool()?),
        Kind::Integer => Value::from(value.as_i64()?),
        Kind::Float => Value::from(value.as_f64()?),
        Kind::Text => Value::from(value.as_str()?),
        Kind::Version => Value::from(full_version(value.as_str()?)),
        Kind::Moment => {
            let moment = match value {
                Json::Number(number) => jiff::Timestamp::from_millisecond(number.as_i64()?).ok()?,
                _ => value.as_str()?.parse::<jiff::Timestamp>().ok()?,
            };
            Value::from(moment.to_string().parse::<Datetime>().ok()?)
        }
    })
}

/// LaunchDarkly lets minor and patch version be left out.
fn full_version(text: &str) -> String {
    let end = text.find(['-', '+']).unwrap_or(text.len());
    let (numbers, rest) = text.split_at(end);
    let missing = 2_usize.saturating_sub(numbers.matches('.').count());
    format!("{numbers}{}{rest}", ".0".repeat(missing))
}

fn unlike(name: &str, value: &Json) -> String {
    format!("`{name}` is compared with {value}, which is of another type than elsewhere")
}

fn each(word: &str, operands: Vec<Value>) -> Vec<InlineTable> {
    operands.into_iter().map(|it| one(word, it)).collect()
}

fn requirements(word: &str, versions: Vec<Value>) -> Vec<InlineTable> {
    let texts = versions.iter().filter_map(Value::as_str);
    texts
        .map(|version| one("semver", format!("{word}{version}")))
        .collect()
}

/// A list, or its only item.
fn single(mut operands: Vec<Value>) -> Value {
    match operands.len() {
        1 => operands.remove(0),
        _ => list(operands),
    }
}

fn list(operands: Vec<Value>) -> Value {
    Value::from(operands.into_iter().collect::<Array>())
}
