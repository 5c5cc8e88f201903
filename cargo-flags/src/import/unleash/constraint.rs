//! Constraints as conditions.

use serde_json::Value as Json;
use toml_edit::{Array, Datetime, InlineTable, Value};

use crate::import::attributes::{Attributes, Kind, attribute_name};
use crate::import::draft::one;
use crate::import::unleash::list;
use crate::import::unleash::strategy::number;

/// Notes what a constraint asks for.
pub(super) fn note(it: &Json, attributes: &mut Attributes) {
    if let Ok(name) = attribute(it)
        && let Some(kind) = kind(it)
    {
        attributes.note(name, kind);
    }
}

/// The condition that a constraint is.
///
/// # Errors
///
/// When there is none; it says why.
pub(super) fn condition(it: &Json, attributes: &Attributes) -> Result<InlineTable, String> {
    let name = &attribute_name(attribute(it)?);
    if it["caseInsensitive"] == true {
        return Err(format!("`{name}` is compared without regard to case"));
    }
    let kind = attributes.kind(name)?;
    let operator = it["operator"].as_str().unwrap_or_default();
    let values = || -> Result<Value, String> {
        let operands = list(it, "values").into_iter().map(|it| operand(it, kind));
        let operands: Array = operands
            .collect::<Option<_>>()
            .ok_or_else(|| unlike(name))?;
        if operands.is_empty() {
            return Err(format!("`{name}` is compared with nothing"));
        }
        Ok(Value::from(operands))
    };
    let value = || operand(&it["value"], kind).ok_or_else(|| unlike(name));
    let version = |word: &str| {
        let text = it["value"].as_str().ok_or_else(|| unlike(name))?;
        Ok::<_, String>(one("semver", format!("{word}{text}")))
    };
    let matcher = match operator {
        "IN" | "NOT_IN" => values()?,
        "STR_STARTS_WITH" => one("starts-with", values()?).into(),
        "STR_ENDS_WITH" => one("ends-with", values()?).into(),
        "STR_CONTAINS" => one("contains", values()?).into(),
        "REGEX" => one("matches", value()?).into(),
        "NUM_EQ" => value()?,
        "NUM_GT" => one("gt", value()?).into(),
        "NUM_GTE" => one("gte", value()?).into(),
        "NUM_LT" => one("lt", value()?).into(),
        "NUM_LTE" => one("lte", value()?).into(),
        "DATE_BEFORE" => one("before", value()?).into(),
        "DATE_AFTER" => one("after", value()?).into(),
        "SEMVER_EQ" => version("=")?.into(),
        "SEMVER_GT" => version(">")?.into(),
        "SEMVER_LT" => version("<")?.into(),
        _ => return Err(format!("there is no operator `{operator}`")),
    };
    let is_negated = (it["inverted"] == true) != (operator == "NOT_IN");
    if !is_negated {
        return Ok(one(name, matcher));
    }
    // Unleash holds the contrary to be true of what is missing.
    let missing = one(name, one("exists", false));
    let other = one(name, one("not", matcher));
    Ok(one(
        "any",
        [missing, other]
            .into_iter()
            .map(Value::from)
            .collect::<Array>(),
    ))
}

fn attribute(it: &Json) -> Result<&str, String> {
    match it["contextName"].as_str() {
        Some("userId") => Err("it asks for the targeting key itself".to_owned()),
        Some("currentTime") => Err("it asks for the time".to_owned()),
        Some("remoteAddress") => Err("it asks for the remote address".to_owned()),
        Some(name) => Ok(name),
        None => Err("a constraint has no name".to_owned()),
    }
}

fn kind(it: &Json) -> Option<Kind> {
    let operator = it["operator"].as_str()?;
    Some(match operator.split('_').next()? {
        // Its context is made of texts, and what is compared as a number may have a fraction.
        "NUM" => Kind::Float,
        "DATE" => Kind::Moment,
        "SEMVER" => Kind::Version,
        _ => Kind::Text,
    })
}

fn operand(value: &Json, kind: Kind) -> Option<Value> {
    Some(match kind {
        Kind::Boolean => Value::from(value.as_bool()?),
        Kind::Integer => Value::from(value.as_i64()?),
        Kind::Float => Value::from(number(value)?),
        Kind::Text | Kind::Version => Value::from(value.as_str()?),
        Kind::Moment => {
            let moment: jiff::Timestamp = value.as_str()?.parse().ok()?;
            Value::from(moment.to_string().parse::<Datetime>().ok()?)
        }
    })
}

fn unlike(name: &str) -> String {
    format!("`{name}` is compared with what is of another type than elsewhere")
}
