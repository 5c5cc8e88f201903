//! A decision as the vendor's own SDKs would tell it.

use flags_runtime::{ErrorKind, EvaluationContext, ResolveError, Text};

use crate::datafile::{Datafile, Flag, Variable, VariableKind};
use crate::decide::{By, decide};
use crate::forced::Forced;
use crate::subject::Person;
use crate::{bound, value};

/// What was decided for a flag and a context: see
/// [`OptimizelyProvider::decide`](crate::OptimizelyProvider::decide).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decision {
    /// Whether the flag is on.
    pub enabled: bool,
    /// Key of the variation; `None` where the context gets none.
    pub variation: Option<Text>,
    /// Key of the experiment, rule or holdout that decided; `None` where none did.
    pub rule: Option<Text>,
    /// The variables, in the order of the datafile.
    pub variables: Vec<(Text, VariableValue)>,
    /// How it came about, step by step. Attributes are named, and their values are not shown.
    pub reasons: Vec<String>,
}

/// Value of a variable.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum VariableValue {
    /// Of type `boolean`.
    Boolean(bool),
    /// Of type `integer`.
    Integer(i64),
    /// Of type `double`.
    Double(f64),
    /// Of type `string`.
    Text(Text),
    /// Of type `json`, as it is written.
    Json(Text),
    /// The text in the datafile is not of the variable's type.
    Invalid,
}

pub(crate) fn of(
    datafile: &Datafile,
    key: &str,
    forced: Option<&Forced>,
    context: &dyn EvaluationContext,
) -> Result<Decision, ResolveError> {
    let flag = match datafile.find(key) {
        Some(Ok((_, flag))) => flag,
        Some(Err(problem)) => {
            return Err(ResolveError::new(
                ErrorKind::ParseError,
                format!("flag `{key}` is set aside: {problem}"),
            ));
        }
        None => {
            return Err(ResolveError::new(
                ErrorKind::FlagNotFound,
                format!(
                    "the datafile (revision {}) has no flag `{key}`",
                    datafile.revision
                ),
            ));
        }
    };
    let mut reasons = Vec::new();
    let decision = decide(datafile, flag, forced, &Person(context), &mut reasons)
        .map_err(|_| bound::no_key())?;
    let variation = decision.variation.map(|(_, variation)| variation);
    let enabled = variation.is_some_and(|variation| variation.enabled);
    Ok(Decision {
        enabled,
        variation: variation.map(|variation| variation.key.clone()),
        rule: match decision.by {
            By::Flag | By::Rollout(None) => None,
            By::Experiment(rule) | By::Rollout(Some(rule)) => Some(rule.key.clone()),
            By::Holdout(holdout) => Some(holdout.key.clone()),
        },
        variables: variables(flag, |variable| match variation {
            Some(variation) if enabled => variation.text(variable),
            _ => &variable.default,
        }),
        reasons,
    })
}

fn variables<'f>(
    flag: &'f Flag,
    text: impl Fn(&'f Variable) -> &'f Text,
) -> Vec<(Text, VariableValue)> {
    let all = flag.variables.iter();
    all.map(|variable| {
        let value = variable_value(variable.kind, text(variable));
        (
            variable.key.clone(),
            value.unwrap_or(VariableValue::Invalid),
        )
    })
    .collect()
}

fn variable_value(kind: VariableKind, text: &Text) -> Option<VariableValue> {
    Some(match kind {
        VariableKind::Boolean => VariableValue::Boolean(&**text == "true"),
        VariableKind::Integer => VariableValue::Integer(value::integer(text)?),
        VariableKind::Double => VariableValue::Double(value::double(text)?),
        VariableKind::Text => VariableValue::Text(text.clone()),
        VariableKind::Json => {
            serde_json::from_str::<serde_json::Value>(text).ok()?;
            VariableValue::Json(text.clone())
        }
    })
}
