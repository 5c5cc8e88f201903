//! A datafile as it is written.
//!
//! Its parts stay text until somebody reads one, so that a part that is wrong spoils no other.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// The whole of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Datafile<'t> {
    #[serde(borrow)]
    pub(super) version: Option<Cow<'t, str>>,
    pub(super) revision: Option<String>,
    pub(super) feature_flags: Option<Parts<'t>>,
    pub(super) experiments: Option<Parts<'t>>,
    pub(super) groups: Option<Parts<'t>>,
    pub(super) rollouts: Option<Parts<'t>>,
    pub(super) audiences: Option<Parts<'t>>,
    pub(super) typed_audiences: Option<Parts<'t>>,
    pub(super) holdouts: Option<Parts<'t>>,
    pub(super) local_holdouts: Option<Parts<'t>>,
    pub(super) attributes: Option<Parts<'t>>,
    #[serde(borrow)]
    pub(super) account_id: Option<&'t RawValue>,
    pub(super) project_id: Option<&'t RawValue>,
    pub(super) region: Option<&'t RawValue>,
    #[serde(rename = "anonymizeIP")]
    pub(super) anonymize_ip: Option<&'t RawValue>,
    pub(super) bot_filtering: Option<&'t RawValue>,
    pub(super) send_flag_decisions: Option<&'t RawValue>,
}

pub(super) type Parts<'t> = Vec<&'t RawValue>;

/// What a part that cannot be read is called.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Name {
    pub(super) id: Option<Value>,
    pub(super) key: Option<Value>,
    pub(super) included_rules: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Flag {
    pub(super) key: String,
    pub(super) experiment_ids: Vec<String>,
    pub(super) rollout_id: String,
    pub(super) variables: Vec<Variable>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Variable {
    pub(super) id: String,
    pub(super) key: String,
    #[serde(rename = "type")]
    pub(super) ty: String,
    pub(super) sub_type: Option<String>,
    pub(super) default_value: String,
}

/// An experiment, or a rule of a rollout.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) key: String,
    pub(super) status: String,
    #[serde(rename = "type")]
    pub(super) ty: Option<String>,
    #[serde(default)]
    pub(super) layer_id: String,
    pub(super) variations: Vec<Variation>,
    pub(super) traffic_allocation: Vec<Share>,
    pub(super) audience_ids: Vec<String>,
    pub(super) audience_conditions: Option<Value>,
    #[serde(default)]
    pub(super) forced_variations: HashMap<String, String>,
    pub(super) cmab: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Variation {
    pub(super) id: String,
    pub(super) key: String,
    pub(super) feature_enabled: Option<bool>,
    pub(super) variables: Option<Vec<Usage>>,
}

/// What a variation says of a variable.
#[derive(Deserialize)]
pub(super) struct Usage {
    pub(super) id: String,
    pub(super) value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Share {
    pub(super) entity_id: String,
    pub(super) end_of_range: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Group<'t> {
    pub(super) id: String,
    pub(super) policy: String,
    pub(super) traffic_allocation: Vec<Share>,
    #[serde(borrow)]
    pub(super) experiments: Parts<'t>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rollout<'t> {
    pub(super) id: String,
    #[serde(borrow)]
    pub(super) experiments: Parts<'t>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Holdout {
    pub(super) id: String,
    pub(super) key: String,
    pub(super) status: String,
    pub(super) variations: Vec<Variation>,
    pub(super) traffic_allocation: Vec<Share>,
    pub(super) audience_ids: Vec<String>,
    pub(super) audience_conditions: Option<Value>,
    pub(super) included_rules: Option<Vec<String>>,
    #[serde(default)]
    pub(super) exclude_targeted_deliveries: bool,
}

#[derive(Deserialize)]
pub(super) struct Audience {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) conditions: Value,
}

#[derive(Deserialize)]
pub(super) struct Attribute {
    pub(super) id: String,
    pub(super) key: String,
}

/// What is wrong, without the place: it would be one in the part alone.
pub(super) fn problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((problem, _)) => problem.to_owned(),
        None => text,
    }
}

/// A text, a number or a yes, where it is one; what matters less than a flag may be left out.
pub(super) fn lenient<'t, T: Deserialize<'t>>(value: Option<&'t RawValue>) -> Option<T> {
    serde_json::from_str(value?.get()).ok()
}
