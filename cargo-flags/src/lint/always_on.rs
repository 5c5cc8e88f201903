//! Features that decide nothing any more.

use flags_manifest::milliseconds;
use flags_manifest::model::{Date, Feature, FeatureKind, Manifest, Rule, Serve, Type, Value};
use flags_manifest::state::StateFile;

use crate::dates::days;
use crate::datum::Datum;
use crate::lint::{Complaint, Subject};

/// The one value that a feature has for everyone in every environment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decided<'f> {
    /// The value.
    pub value: &'f Value,
    /// Whether some get it by a rollout to 100 per cent, which a subject without a key is not part
    /// of.
    pub by_rollout: bool,
}

pub(super) fn complaint(subject: &Subject<'_>) -> Option<Complaint> {
    let Subject {
        feature,
        circumstances,
        ..
    } = subject;
    if is_meant_to_stay(feature) || is_in_a_state_file(subject, circumstances.states) {
        return None;
    }
    let decided = decided(subject.manifest, feature, circumstances.today)?;
    if is_where_it_began(feature, decided.value) {
        return None;
    }
    let key = &feature.key;
    let value = Datum::of_value(decided.value, &feature.ty).toml();
    let message = if feature.frozen {
        format!("feature `{key}` is frozen at `{value}`, so it decides nothing any more")
    } else if feature.ty == Type::Boolean {
        format!(
            "feature `{key}` is on for everyone in every environment, so it decides nothing any more"
        )
    } else {
        format!(
            "feature `{key}` is `{value}` for everyone in every environment, so it decides \
             nothing any more"
        )
    };
    let mut help = retirement(subject);
    if decided.by_rollout {
        help += "; only subjects without a key are outside of its rollout";
    }
    Some(Complaint {
        message,
        span: Some(subject.declared.key()),
        help: Some(help),
    })
}

/// How the feature is taken out of the code.
pub(super) fn retirement(subject: &Subject<'_>) -> String {
    let decided = decided(
        subject.manifest,
        subject.feature,
        subject.circumstances.today,
    );
    // Of one that has not been turned on yet nobody knows what it is to be.
    let decided = decided.filter(|decided| !is_where_it_began(subject.feature, decided.value));
    let value = match decided {
        // A variant or a text is given as it is.
        Some(decided) => match Datum::of_value(decided.value, &subject.feature.ty) {
            Datum::Text(text) => text,
            value => value.toml(),
        },
        None => "VALUE".to_owned(),
    };
    format!(
        "`cargo flags retire {} --keep {value}` takes it out of the code",
        subject.name
    )
}

/// The one value that the feature has for everyone in every environment, if its declaration leaves
/// no other: whatever rules it has.
#[must_use]
pub fn decided<'f>(manifest: &Manifest, feature: &'f Feature, today: Date) -> Option<Decided<'f>> {
    // With needs it is another where they do not hold.
    if !feature.needs.is_empty() {
        return None;
    }
    let mut decided: Option<Decided<'f>> = None;
    for environment in 0..manifest.environments.len() {
        let own = (feature.environments.iter()).find(|own| own.environment == environment);
        let default = own.and_then(|own| own.default.as_ref());
        let rules = own.and_then(|own| own.rules.as_ref());
        let here = decided_by(
            rules.unwrap_or(&feature.rules),
            default.unwrap_or(&feature.default),
            today,
        )?;
        match &mut decided {
            None => decided = Some(here),
            Some(before) if before.value == here.value => before.by_rollout |= here.by_rollout,
            Some(_) => return None,
        }
    }
    decided
}

/// The one value that rules, and the default behind them, leave.
fn decided_by<'f>(rules: &'f [Rule], default: &'f Value, today: Date) -> Option<Decided<'f>> {
    let mut served: Option<&Value> = None;
    let mut by_rollout = false;
    let mut is_of_all = |value: &'f Value| *served.get_or_insert(value) == value;
    for rule in rules {
        let reach = reach(&rule.serve, today);
        if !reach.values.iter().all(|value| is_of_all(value)) {
            return None;
        }
        if rule.when.is_none() && reach.is_whole {
            by_rollout |= reach.by_key;
            return served.map(|value| Decided { value, by_rollout });
        }
    }
    is_of_all(default).then_some(Decided {
        value: default,
        by_rollout,
    })
}

/// What a rule serves to those whom it is about.
struct Reach<'f> {
    /// What it serves to anybody.
    values: Vec<&'f Value>,
    /// Whether nobody goes on to the next rule.
    is_whole: bool,
    /// Whether those without a key do, all the same.
    by_key: bool,
}

fn reach(serve: &Serve, today: Date) -> Reach<'_> {
    let share = |percent: u32, value| Reach {
        values: if percent == 0 {
            Vec::new()
        } else {
            vec![value]
        },
        is_whole: percent == WHOLE,
        by_key: true,
    };
    match serve {
        Serve::Value(value) => Reach {
            values: vec![value],
            is_whole: true,
            by_key: false,
        },
        Serve::Rollout(percent, value) => share(*percent, value),
        Serve::Ramp(ramp) => {
            let is_over = milliseconds(&ramp.to).is_some_and(|end| end <= midnight(today));
            if is_over {
                share(ramp.end, &ramp.value)
            } else {
                share(ramp.start.max(ramp.end).min(WHOLE - 1), &ramp.value)
            }
        }
        Serve::Split(shares) => Reach {
            values: (shares.iter())
                .filter(|(_, share)| *share > 0)
                .map(|(value, _)| value)
                .collect(),
            is_whole: true,
            by_key: true,
        },
    }
}

/// Thousandths of a per cent.
const WHOLE: u32 = 100_000;

/// Milliseconds since 1970 at which the day begins.
fn midnight(day: Date) -> i64 {
    let epoch = Date {
        year: 1970,
        month: 1,
        day: 1,
    };
    days(epoch, day) * 24 * 60 * 60 * 1000
}

/// Kinds that may have one value for good.
fn is_meant_to_stay(feature: &Feature) -> bool {
    matches!(
        feature.kind,
        Some(FeatureKind::Ops | FeatureKind::KillSwitch | FeatureKind::Permission)
    )
}

/// A boolean that is off waits to be turned on; and so does whatever has but its default.
fn is_where_it_began(feature: &Feature, value: &Value) -> bool {
    match value {
        Value::Boolean(on) => !on,
        _ => !feature.frozen && feature.rules.is_empty() && feature.environments.is_empty(),
    }
}

/// Whether a state file has the last word on it.
fn is_in_a_state_file(subject: &Subject<'_>, states: &[StateFile]) -> bool {
    let feature = subject.feature;
    let key = feature.provider_key.as_ref().unwrap_or(&feature.key);
    let qualified = format!("{}/{key}", subject.registry);
    !feature.frozen
        && (states.iter())
            .any(|state| state.find(key).is_some() || state.find(&qualified).is_some())
}
