//! What a feature says in one environment, in few words.

use flags_manifest::model::{Feature, Rule, Serve, Type, Value};
use flags_manifest::state::Opinion;

use crate::datum::Datum;

/// What somebody says of a feature in one environment: rules, and a value where none matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer<'r> {
    /// The rules, in their order.
    pub rules: &'r [Rule],
    /// The value; `None` leaves it to the next layer.
    pub value: Option<&'r Value>,
}

impl<'r> Layer<'r> {
    /// What is declared.
    #[must_use]
    pub fn declared(feature: &'r Feature, environment: usize) -> Self {
        let mut stages = feature.environments.iter();
        let stage = stages.find(|stage| stage.environment == environment);
        let rules = stage.and_then(|stage| stage.rules.as_ref());
        let value = stage.and_then(|stage| stage.default.as_ref());
        Self {
            rules: rules.unwrap_or(&feature.rules),
            value: Some(value.unwrap_or(&feature.default)),
        }
    }

    /// What an entry of a state file says.
    #[must_use]
    pub fn of_state(opinion: &'r Opinion, environment: usize) -> Self {
        let mut stages = opinion.environments.iter();
        let stage = stages.find(|stage| stage.environment == environment);
        let rules = stage.and_then(|stage| stage.rules.as_ref());
        let value = stage.and_then(|stage| stage.default.as_ref());
        Self {
            rules: rules.or(opinion.rules.as_ref()).map_or(&[], Vec::as_slice),
            value: value.or(opinion.default.as_ref()),
        }
    }
}

/// What a rule may serve, to anyone.
#[must_use]
pub fn served(rule: &Rule) -> Vec<&Value> {
    match &rule.serve {
        Serve::Value(value) => vec![value],
        Serve::Rollout(0, _) => Vec::new(),
        Serve::Rollout(_, value) => vec![value],
        Serve::Ramp(ramp) => vec![&ramp.value],
        Serve::Split(shares) => {
            let shares = shares.iter().filter(|(_, percent)| *percent > 0);
            shares.map(|(value, _)| value).collect()
        }
    }
}

/// Whether nobody is left for what comes after a rule, but for those without a key.
#[must_use]
pub fn is_for_everyone(rule: &Rule) -> bool {
    rule.when.is_none() && matches!(rule.serve, Serve::Value(_) | Serve::Split(_))
}

/// A value as people write it: `on` and `off` for booleans.
#[must_use]
pub fn shown(value: &Value, ty: &Type) -> String {
    match Datum::of_value(value, ty) {
        Datum::Boolean(true) => "on".to_owned(),
        Datum::Boolean(false) => "off".to_owned(),
        Datum::Text(name) if matches!(ty, Type::Variants(_)) => name,
        other => other.toml(),
    }
}

/// 12500 as `12.5 %`.
#[must_use]
pub fn percent(thousandths: u32) -> String {
    format!("{} %", Datum::percent(thousandths).toml())
}

/// What layers come to: `off`, or `2 rules, then 25 % on, else off`.
#[must_use]
pub fn describe(layers: &[Layer<'_>], ty: &Type) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut rules = 0_usize;
    let mut say = |rules: &mut usize, part: Option<String>| {
        match std::mem::take(rules) {
            0 => {}
            1 => parts.push("1 rule".to_owned()),
            several => parts.push(format!("{several} rules")),
        }
        parts.extend(part);
    };
    let mut last = None;
    'layers: for layer in layers {
        for rule in layer.rules {
            if rule.when.is_some() {
                rules += 1;
                continue;
            }
            match &rule.serve {
                Serve::Value(value) => {
                    last = Some(shown(value, ty));
                    break 'layers;
                }
                Serve::Rollout(share, value) => say(
                    &mut rules,
                    Some(format!("{} {}", percent(*share), shown(value, ty))),
                ),
                Serve::Split(shares) => {
                    let shares = shares
                        .iter()
                        .map(|(value, share)| format!("{} {}", percent(*share), shown(value, ty)));
                    let shares: Vec<String> = shares.collect();
                    last = Some(shares.join(" / "));
                    break 'layers;
                }
                Serve::Ramp(ramp) => say(
                    &mut rules,
                    Some(format!(
                        "from {} to {} {}",
                        percent(ramp.start),
                        percent(ramp.end),
                        shown(&ramp.value, ty)
                    )),
                ),
            }
        }
        if let Some(value) = layer.value {
            last = Some(shown(value, ty));
            break;
        }
    }
    say(&mut rules, None);
    match last {
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{}, else {last}", parts.join(", then ")),
        None => parts.join(", then "),
    }
}
