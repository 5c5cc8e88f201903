//! Activation strategies as rules.

use std::collections::HashMap;

use serde_json::Value as Json;
use toml_edit::{InlineTable, Value};

use crate::import::attributes::{Attributes, attribute_name};
use crate::import::draft::{one, together};
use crate::import::unleash::{constraint, list};

/// Constraints of segments, by the number that strategies call them by.
pub(super) struct Segments<'j>(HashMap<u64, Vec<&'j Json>>);

impl<'j> Segments<'j> {
    pub(super) fn new(document: &'j Json) -> Self {
        let segments = list(document, "segments").into_iter();
        Self(
            segments
                .filter_map(|it| Some((it["id"].as_u64()?, list(it, "constraints"))))
                .collect(),
        )
    }
}

pub(super) fn name(strategy: &Json) -> &str {
    let name = strategy["name"].as_str();
    // An export has the title of the strategy in `name`'s place, in some versions.
    strategy["strategyName"]
        .as_str()
        .or(name)
        .unwrap_or_default()
}

/// Numbers stand in texts.
pub(super) fn number(value: &Json) -> Option<f64> {
    match value {
        Json::String(text) => text.trim().parse().ok(),
        value => value.as_f64(),
    }
}

pub(super) fn is_drawn_by_default(strategy: &Json) -> bool {
    let by = strategy["parameters"]["stickiness"].as_str();
    by.is_none_or(|by| by == "default" || by.is_empty())
}

/// The attribute that a rollout goes by, where it is not the key.
pub(super) fn stickiness(strategy: &Json) -> Option<&str> {
    let by = strategy["parameters"]["stickiness"].as_str();
    by.filter(|it| !["default", "userId", "random", ""].contains(it))
}

/// The rule that a strategy is.
///
/// # Errors
///
/// When there is none; it says why.
pub(super) fn strategy(
    it: &Json,
    segments: &Segments<'_>,
    attributes: &Attributes,
) -> Result<InlineTable, String> {
    let parameters = &it["parameters"];
    let mut rule = match name(it) {
        "default" => one("serve", true),
        "flexibleRollout" => {
            if parameters["stickiness"] == "random" {
                return Err("its rollout draws anew at each evaluation".to_owned());
            }
            let mut rollout = percent(&parameters["rollout"])?;
            // By default whoever has no key is drawn at random, and all are inside of the whole.
            if is_drawn_by_default(it) && number(&parameters["rollout"]) == Some(100.0) {
                rollout = one("serve", true);
            }
            if let Some(by) = stickiness(it) {
                let by = attribute_name(by);
                attributes.kind(&by)?;
                rollout.insert("by", by.into());
            }
            rollout
        }
        "gradualRolloutUserId" => percent(&parameters["percentage"])?,
        "userWithId" => return Err("it lists subjects one by one".to_owned()),
        "remoteAddress" => return Err("it asks for the remote address".to_owned()),
        "applicationHostname" => return Err("it asks for the name of the host".to_owned()),
        other => return Err(format!("`{other}` is a strategy of one's own")),
    };
    let mut conditions = Vec::new();
    let of_segments = list(it, "segments");
    for number in of_segments {
        let constraints = number.as_u64().and_then(|number| segments.0.get(&number));
        for it in constraints.ok_or_else(|| format!("segment {number} is not in the file"))? {
            conditions.push(constraint::condition(it, attributes)?);
        }
    }
    for it in list(it, "constraints") {
        conditions.push(constraint::condition(it, attributes)?);
    }
    let when = together(conditions);
    if !when.is_empty() {
        let mut with = one("when", when);
        for (name, value) in rule.iter() {
            with.insert(name, value.clone());
        }
        rule = with;
    }
    Ok(rule)
}

fn percent(value: &Json) -> Result<InlineTable, String> {
    let percent = number(value).filter(|it| (0.0..=100.0).contains(it));
    let percent = percent.ok_or_else(|| format!("its percentage is {value}"))?;
    #[expect(clippy::cast_possible_truncation, reason = "it is from 0 to 100")]
    let whole = percent.trunc() as i64;
    Ok(one(
        "rollout",
        if percent.fract() == 0.0 {
            Value::from(whole)
        } else {
            Value::from(percent)
        },
    ))
}
