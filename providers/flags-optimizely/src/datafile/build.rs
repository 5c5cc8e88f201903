//! From the text of a datafile to what decisions are made from.

use std::collections::HashMap;

use flags_runtime::Text;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{
    Attributes, Audience, Datafile, Holdout, Project, Refusal, Renames, Variation, limit, raw,
};
use crate::bucketing::Allocation;

mod audiences;
mod flags;
mod holdouts;
mod rules;

use flags::Flags;
use rules::Draft;

pub(super) fn build(text: &str, renames: &Renames) -> Result<Datafile, Refusal> {
    let raw = read(text)?;
    let flags = raw.feature_flags.as_deref().unwrap_or_default();
    let mut builder = Builder {
        attributes: Attributes::new(renames),
        ..Builder::default()
    };
    builder.audiences(raw.audiences.as_deref(), false);
    builder.audiences(raw.typed_audiences.as_deref(), true);
    builder.rules(raw.experiments.as_deref(), None);
    let rollouts = builder.rollouts(raw.rollouts.as_deref());
    builder.groups(raw.groups.as_deref());
    let global_holdouts = builder.global_holdouts(raw.holdouts.as_deref())?;
    builder.local_holdouts(raw.local_holdouts.as_deref());
    for part in raw.attributes.as_deref().unwrap_or_default() {
        // Only events need them, and they leave out what has no id.
        if let Ok(attribute) = serde_json::from_str::<raw::Attribute>(part.get()) {
            builder.attributes.ids.insert(attribute.key, attribute.id);
        }
    }

    let flags = Flags::read(flags, &rollouts);
    builder.give_everyone_else_to_feature_rollouts(&flags);
    let finished = builder.finish_rules();
    let (flags, by_key) = flags.finish(&mut builder, &finished);
    builder.ignored.truncate(limit::NOTES);
    Ok(Datafile {
        revision: raw.revision.unwrap_or_default().into(),
        project: Project {
            account_id: raw::lenient(raw.account_id).unwrap_or_default(),
            project_id: raw::lenient(raw.project_id).unwrap_or_default(),
            region: raw::lenient(raw.region),
            anonymize_ip: raw::lenient(raw.anonymize_ip).unwrap_or_default(),
            bot_filtering: raw::lenient(raw.bot_filtering),
            send_flag_decisions: raw::lenient(raw.send_flag_decisions).unwrap_or_default(),
        },
        attributes: builder.attributes,
        flags,
        by_key,
        rules: finished.rules,
        variations: builder.variations,
        audiences: builder.audiences,
        holdouts: builder.holdouts,
        global_holdouts,
        ignored: builder.ignored,
    })
}

/// Reads what every datafile has.
fn read(text: &str) -> Result<raw::Datafile<'_>, Refusal> {
    let refuse = |reason: String| Err(Refusal::invalid(reason));
    if text.len() as u64 > limit::BYTES {
        return refuse(format!(
            "it has {} bytes, and {} are allowed",
            text.len(),
            limit::BYTES
        ));
    }
    if text.starts_with('\u{feff}') {
        return refuse("it begins with a byte order mark; save it as UTF-8 without one".to_owned());
    }
    if text.trim().is_empty() {
        return Err(Refusal::suspicious("it is empty"));
    }
    match text.trim_start().as_bytes().first() {
        Some(b'<') => return refuse("it is a page of HTML or XML, not JSON".to_owned()),
        Some(b'[') => return refuse("it is a list, and a datafile is an object".to_owned()),
        _ => {}
    }
    let raw: raw::Datafile<'_> = match serde_json::from_str(text) {
        Ok(raw) => raw,
        Err(error) => return refuse(error.to_string()),
    };
    match raw.version.as_deref() {
        Some("2" | "3" | "4") => {}
        Some(version) => {
            return refuse(format!(
                "it is of version `{}`, and `2`, `3` and `4` are known",
                shortened(version)
            ));
        }
        None => {
            return refuse("it has no `version`, so it is no datafile of Optimizely".to_owned());
        }
    }
    if raw.revision.as_deref().is_none_or(str::is_empty) {
        return refuse("it has no `revision`".to_owned());
    }
    match &raw.feature_flags {
        None => refuse("it has no `featureFlags`".to_owned()),
        Some(flags) if flags.len() > limit::FLAGS => refuse(format!(
            "it has {} flags, and {} are allowed",
            flags.len(),
            limit::FLAGS
        )),
        Some(_) => Ok(raw),
    }
}

/// What is read so far.
#[derive(Default)]
struct Builder {
    attributes: Attributes,
    variations: Vec<Variation>,
    audiences: Vec<Audience>,
    /// By id: the index, or why it cannot be used.
    audience_ids: HashMap<String, Result<usize, String>>,
    /// Audiences that ask for what only the vendor's data platform knows.
    qualified: Vec<bool>,
    /// How many conditions audiences have.
    sizes: Vec<usize>,
    /// What audiences ask that nobody understands.
    not_understood: Vec<Vec<String>>,
    drafts: Vec<Draft>,
    /// By id.
    rule_ids: HashMap<String, Result<usize, String>>,
    holdouts: Vec<Holdout>,
    /// Local holdouts by the rule's id, or why one of them cannot be used.
    local_holdouts: HashMap<String, Vec<Result<usize, String>>>,
    ignored: Vec<(Option<Text>, String)>,
}

/// Shares of variations; one that is not there serves nothing.
fn allocation(
    shares: &[raw::Share],
    variations: &HashMap<String, usize>,
) -> Allocation<Option<usize>> {
    let shares = shares.iter();
    Allocation::new(
        shares
            .map(|share| {
                (
                    share.end_of_range,
                    variations.get(&share.entity_id).copied(),
                )
            })
            .collect(),
    )
}

/// Keys and ids have a length, and not too much of it.
fn short(key: &str) -> Result<&str, String> {
    match key.len() {
        0 => Err("a key or an id is empty".to_owned()),
        1..=limit::KEY => Ok(key),
        length => Err(format!(
            "`{}` has {length} bytes, and {} are allowed",
            shortened(key),
            limit::KEY
        )),
    }
}

/// There are not too many of something.
fn few(count: usize, what: &str) -> Result<(), String> {
    if count > limit::PARTS {
        return Err(format!(
            "it has {count} {what}, and {} are allowed",
            limit::PARTS
        ));
    }
    Ok(())
}

fn value_in_limits(value: &str) -> Result<(), String> {
    if value.len() > limit::VALUE {
        return Err(format!(
            "a variable's value has {} bytes, and {} are allowed",
            value.len(),
            limit::VALUE
        ));
    }
    Ok(())
}

/// Enough of a text to know it by in a message.
pub(crate) fn shortened(text: &str) -> String {
    const ENOUGH: usize = 60;
    match text.char_indices().nth(ENOUGH) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// Id and key of a part that cannot be read.
fn name_of(part: &RawValue) -> (Option<String>, Option<String>) {
    let name: raw::Name = serde_json::from_str(part.get()).unwrap_or_default();
    let text = |value: Option<Value>| match value {
        Some(Value::String(text)) if !text.is_empty() && text.len() <= limit::KEY => Some(text),
        _ => None,
    };
    let raw::Name { id, key, .. } = name;
    (text(id), text(key))
}
