//! Events as the vendor's events API takes them.

use std::time::{SystemTime, UNIX_EPOCH};

use flags_runtime::{AttributeValue, EvaluationContext};
use serde::Serialize;

use crate::datafile::{Attributes, Datafile, Flag, Variation};
use crate::decide::{By, Decision};
use crate::subject::Attribute;

/// What is known of a user, and what was decided.
#[derive(Serialize)]
pub(super) struct Visitor {
    snapshots: [Snapshot; 1],
    attributes: Vec<VisitorAttribute>,
    visitor_id: String,
}

#[derive(Serialize)]
struct Snapshot {
    events: [Activation; 1],
    decisions: [Told; 1],
}

#[derive(Serialize)]
struct Activation {
    entity_id: String,
    uuid: String,
    key: &'static str,
    timestamp: u64,
}

#[derive(Serialize)]
struct Told {
    campaign_id: String,
    experiment_id: String,
    /// The service takes only digits.
    variation_id: Option<String>,
    metadata: Metadata,
}

#[derive(Serialize)]
struct Metadata {
    flag_key: String,
    rule_key: String,
    rule_type: &'static str,
    variation_key: String,
    enabled: bool,
}

#[derive(Serialize)]
struct VisitorAttribute {
    entity_id: String,
    key: String,
    #[serde(rename = "type")]
    ty: &'static str,
    value: Scalar,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Scalar {
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
}

#[derive(Serialize)]
struct Batch<'d> {
    account_id: &'d str,
    project_id: &'d str,
    revision: &'d str,
    client_name: &'static str,
    client_version: &'static str,
    anonymize_ip: bool,
    enrich_decisions: bool,
    visitors: Vec<Visitor>,
}

/// The body of a request.
pub(super) fn batch(datafile: &Datafile, visitors: Vec<Visitor>) -> Vec<u8> {
    let project = &datafile.project;
    let batch = Batch {
        account_id: &project.account_id,
        project_id: &project.project_id,
        revision: &datafile.revision,
        client_name: "typed-flags",
        client_version: env!("CARGO_PKG_VERSION"),
        anonymize_ip: project.anonymize_ip,
        enrich_decisions: true,
        visitors,
    };
    serde_json::to_vec(&batch).expect("texts and finite numbers can be written as JSON")
}

/// The decider, by what an event says of it.
struct Decider<'d> {
    kind: &'static str,
    id: &'d str,
    key: &'d str,
    layer_id: &'d str,
}

impl<'d> Decider<'d> {
    const fn nobody(kind: &'static str) -> Self {
        Self {
            kind,
            id: "",
            key: "",
            layer_id: "",
        }
    }

    fn holdout(holdout: &'d crate::datafile::Holdout) -> Self {
        Self {
            kind: "holdout",
            id: &holdout.id,
            key: &holdout.key,
            layer_id: "",
        }
    }

    fn rule(kind: &'static str, rule: &'d crate::datafile::Rule) -> Self {
        Self {
            kind,
            id: &rule.id,
            key: &rule.key,
            layer_id: &rule.layer_id,
        }
    }
}

/// What a decision is told as: nothing, itself, or the holdout that it passed as well.
pub(super) fn each(
    datafile: &Datafile,
    flag: &Flag,
    decision: &Decision<'_>,
    context: &dyn EvaluationContext,
    mut tell: impl FnMut(Visitor),
) {
    // Statistics are about somebody.
    let Some(user) = context.targeting_key() else {
        return;
    };
    let visitor = |decider: &Decider<'_>, variation: Option<&Variation>| {
        visitor(datafile, flag, user, context, decider, variation)
    };
    if let Some((holdout, index)) = decision.passed_holdout {
        let variation = &datafile.variations[index];
        tell(visitor(&Decider::holdout(holdout), Some(variation)));
    }
    let decider = match decision.by {
        By::Flag => Decider::nobody("feature-test"),
        By::Experiment(rule) => Decider::rule("feature-test", rule),
        By::Holdout(holdout) => Decider::holdout(holdout),
        By::Rollout(_) if !datafile.project.send_flag_decisions => return,
        By::Rollout(Some(rule)) => Decider::rule("rollout", rule),
        By::Rollout(None) => Decider::nobody("rollout"),
    };
    tell(visitor(
        &decider,
        decision.variation.map(|(_, variation)| variation),
    ));
}

fn visitor(
    datafile: &Datafile,
    flag: &Flag,
    user: &str,
    context: &dyn EvaluationContext,
    decider: &Decider<'_>,
    variation: Option<&Variation>,
) -> Visitor {
    let campaign = if decider.layer_id.is_empty() {
        decider.id
    } else {
        decider.layer_id
    };
    let is_number = |id: &&str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let variation_id = variation.map(|variation| variation.id.as_str());
    Visitor {
        snapshots: [Snapshot {
            events: [Activation {
                entity_id: campaign.to_owned(),
                uuid: uuid(),
                key: "campaign_activated",
                timestamp: milliseconds(),
            }],
            decisions: [Told {
                campaign_id: campaign.to_owned(),
                experiment_id: decider.id.to_owned(),
                variation_id: variation_id.filter(is_number).map(str::to_owned),
                metadata: Metadata {
                    flag_key: flag.key.to_string(),
                    rule_key: decider.key.to_owned(),
                    rule_type: decider.kind,
                    variation_key: variation
                        .map(|variation| variation.key.to_string())
                        .unwrap_or_default(),
                    enabled: variation.is_some_and(|variation| variation.enabled),
                },
            }],
        }],
        attributes: attributes(datafile, context),
        visitor_id: user.to_owned(),
    }
}

/// What the project declares, and what is not private.
fn attributes(datafile: &Datafile, context: &dyn EvaluationContext) -> Vec<VisitorAttribute> {
    let mut all = Vec::new();
    context.visit_attributes(&mut |name, value| {
        if context.is_private(name) {
            return;
        }
        let known: &Attributes = &datafile.attributes;
        let key = known.theirs(name);
        let id = match known.ids.get(key) {
            Some(id) => id.as_str(),
            None if key.starts_with("$opt_") => key,
            None => return,
        };
        if let Some(value) = scalar(value) {
            all.push(VisitorAttribute {
                entity_id: id.to_owned(),
                key: key.to_owned(),
                ty: "custom",
                value,
            });
        }
    });
    if let Some(filtering) = datafile.project.bot_filtering {
        const BOTS: &str = "$opt_bot_filtering";
        all.push(VisitorAttribute {
            entity_id: BOTS.to_owned(),
            key: BOTS.to_owned(),
            ty: "custom",
            value: Scalar::Boolean(filtering),
        });
    }
    all
}

/// Numbers that are not exact, and lists, are not taken by the service.
fn scalar(value: AttributeValue<'_>) -> Option<Scalar> {
    let whole = match value {
        AttributeValue::Integer(value) => Some(value),
        AttributeValue::Datetime(moment) => Some(moment.milliseconds()),
        _ => None,
    };
    if let Some(whole) = whole {
        return crate::subject::number(whole).map(|_| Scalar::Integer(whole));
    }
    Some(match Attribute::from(value) {
        Attribute::Boolean(value) => Scalar::Boolean(value),
        Attribute::Number(value) => Scalar::Float(value?),
        Attribute::Text(text) => Scalar::Text(text.to_owned()),
        Attribute::Version(version) => Scalar::Text(version.to_string()),
        Attribute::Other => return None,
    })
}

/// Version 4: random.
fn uuid() -> String {
    let random = fastrand::u128(..);
    let bits = random & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let digits = format!("{bits:032x}");
    format!(
        "{}-{}-{}-{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..]
    )
}

fn milliseconds() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}
