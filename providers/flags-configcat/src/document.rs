//! ConfigCat's config JSON, looked through before the vendor's crate takes it.
//!
//! The vendor's crate refuses a document as a whole for the sake of one wrong setting, and follows
//! prerequisites as deep as they go. So each setting is read by itself first.

use std::collections::{BTreeMap, HashMap};

use configcat::{Segment, Setting, SettingType, SettingValue};
use serde::Deserialize;
use serde_json::value::RawValue;

mod conditions;

/// Prerequisites of prerequisites go this deep at most: the evaluation is recursive.
const DEPTH: usize = 64;

/// So many settings are evaluated for one at most, through its prerequisites and theirs.
const WORK: usize = 1000;

/// A document without what is wrong in it.
pub(crate) struct Document {
    /// What the vendor's crate is given.
    pub(crate) text: String,
    pub(crate) settings: HashMap<String, Facts>,
    /// Settings that are wrong, and why.
    pub(crate) set_aside: BTreeMap<String, String>,
    pub(crate) redirect: Option<Redirect>,
}

/// What is known of a setting without a context.
pub(crate) struct Facts {
    pub(crate) ty: SettingType,
    /// Whether it has rules or percentages.
    pub(crate) has_rules: bool,
    /// Whether its answer is the same for every context.
    pub(crate) is_static: bool,
}

/// Another place where the data is to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Redirect {
    pub(crate) url: String,
    /// Whether it binds those too who have chosen an address of their own.
    pub(crate) is_forced: bool,
}

#[derive(Deserialize)]
struct Outline<'t> {
    #[serde(borrow)]
    f: BTreeMap<String, &'t RawValue>,
    #[serde(borrow)]
    s: Option<Vec<&'t RawValue>>,
    #[serde(borrow)]
    p: Option<&'t RawValue>,
}

#[derive(Deserialize)]
struct Preferences {
    u: Option<String>,
    r: Option<u8>,
}

/// The short form of a local file: values by key.
#[derive(Deserialize)]
struct Short {
    flags: BTreeMap<String, ShortValue>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ShortValue {
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
}

impl Document {
    /// Reads config JSON of version 6, or says what is wrong with it as a whole.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let outline: Outline<'_> =
            serde_json::from_str(text).map_err(|error| format!("it is no config JSON: {error}"))?;
        let segments = outline.s.unwrap_or_default();
        let wrong_segments: Vec<_> = segments
            .iter()
            .map(|raw| match serde_json::from_str::<Segment>(raw.get()) {
                Err(error) => Some(error.to_string()),
                Ok(segment) => {
                    let mut problems = segment.conditions.iter().filter_map(conditions::problem);
                    problems.next().map(|problem| format!("it {problem}"))
                }
            })
            .collect();
        let mut set_aside = BTreeMap::new();
        let mut good = BTreeMap::new();
        for (key, raw) in &outline.f {
            let read =
                serde_json::from_str::<Setting>(raw.get()).map_err(|error| error.to_string());
            match read.and_then(|setting| check(setting, &wrong_segments)) {
                Ok(setting) => {
                    good.insert(key.as_str(), setting);
                }
                Err(reason) => {
                    set_aside.insert(key.clone(), reason);
                }
            }
        }
        let settings = reach(&good);
        for (key, setting) in &good {
            if !settings.contains_key(*key) {
                let reason = out_of_reach(setting, &settings, &good);
                set_aside.insert((*key).to_owned(), reason);
            }
        }
        let preferences = outline
            .p
            .and_then(|raw| serde_json::from_str::<Preferences>(raw.get()).ok());
        Ok(Self {
            redirect: preferences.and_then(redirect),
            text: if set_aside.is_empty() && wrong_segments.iter().all(Option::is_none) {
                text.to_owned()
            } else {
                let kept = outline
                    .f
                    .iter()
                    .filter(|(key, _)| settings.contains_key(*key));
                rewrite(kept, &segments, &wrong_segments, outline.p)
            },
            settings,
            set_aside,
        })
    }

    /// Reads a local file: config JSON, or the short form `{"flags": {"key": true}}`.
    pub(crate) fn parse_local(text: &str) -> Result<Self, String> {
        match serde_json::from_str::<Short>(text) {
            Ok(short) => Self::parse(&short.to_config()),
            Err(_) => Self::parse(text),
        }
    }
}

impl Short {
    fn to_config(&self) -> String {
        let settings = self.flags.iter().map(|(key, value)| {
            let (ty, name, value) = match value {
                ShortValue::Boolean(value) => (0, "b", serde_json::json!(value)),
                ShortValue::Text(value) => (1, "s", serde_json::json!(value)),
                ShortValue::Integer(value) => (2, "i", serde_json::json!(value)),
                ShortValue::Float(value) => (3, "d", serde_json::json!(value)),
            };
            let setting = serde_json::json!({ "t": ty, "v": { (name): value } });
            (key.clone(), setting)
        });
        let settings: serde_json::Map<_, _> = settings.collect();
        serde_json::json!({ "f": settings }).to_string()
    }
}

/// What the vendor's crate would only find out in an evaluation.
fn check(setting: Setting, wrong_segments: &[Option<String>]) -> Result<Setting, String> {
    if !fits(&setting.value, &setting.setting_type) {
        return Err("its value is not of its type".to_owned());
    }
    for (index, rule) in setting.targeting_rules.iter().flatten().enumerate() {
        if let Some(problem) = conditions::problem_of_rule(rule) {
            return Err(format!("its rule {} {problem}", index + 1));
        }
        let served = rule.served_value.as_ref().map(|served| &served.value);
        let shares = rule.percentage_options.iter().flatten();
        let mut values = served
            .into_iter()
            .chain(shares.map(|share| &share.served_value));
        if !values.all(|value| fits(value, &setting.setting_type)) {
            return Err("a value that a rule serves is not of its type".to_owned());
        }
        for condition in rule.conditions.iter().flatten() {
            let Some(segment) = &condition.segment_condition else {
                continue;
            };
            match wrong_segments.get(segment.index) {
                None => {
                    return Err(format!(
                        "it uses segment {}, which is not there",
                        segment.index
                    ));
                }
                Some(Some(error)) => {
                    return Err(format!("it uses a segment that is wrong: {error}"));
                }
                Some(None) => {}
            }
        }
    }
    let mut shares = setting.percentage_options.iter().flatten();
    if !shares.all(|share| fits(&share.served_value, &setting.setting_type)) {
        return Err("a value of its percentages is not of its type".to_owned());
    }
    Ok(setting)
}

const fn fits(value: &SettingValue, ty: &SettingType) -> bool {
    match ty {
        SettingType::Bool => value.bool_val.is_some(),
        SettingType::String => value.string_val.is_some(),
        SettingType::Int => value.int_val.is_some(),
        SettingType::Float => value.float_val.is_some(),
    }
}

type Settings<'k> = BTreeMap<&'k str, Setting>;

/// Keys of the settings that a setting asks for.
fn prerequisites(setting: &Setting) -> impl Iterator<Item = &str> {
    let conditions = setting.targeting_rules.iter().flatten();
    conditions
        .flat_map(|rule| rule.conditions.iter().flatten())
        .filter_map(|condition| condition.prerequisite_flag_condition.as_ref())
        .map(|condition| condition.flag_key.as_str())
}

/// What is known of the settings whose prerequisites end somewhere.
fn reach(settings: &Settings<'_>) -> HashMap<String, Facts> {
    let mut known: HashMap<String, (Facts, usize)> = HashMap::new();
    for _ in 0..=DEPTH {
        // Those whose prerequisites were known before this round: one level more.
        let level: Vec<_> = settings
            .iter()
            .filter(|(key, _)| !known.contains_key(**key))
            .filter_map(|(key, setting)| Some(((*key).to_owned(), facts(setting, &known)?)))
            .collect();
        if level.is_empty() {
            break;
        }
        known.extend(level);
    }
    known
        .into_iter()
        .map(|(key, (facts, _))| (key, facts))
        .collect()
}

/// What is known of a setting, and how many settings its evaluation evaluates; `None` where that is
/// not known of its prerequisites, or is too many.
fn facts(setting: &Setting, known: &HashMap<String, (Facts, usize)>) -> Option<(Facts, usize)> {
    let mut work: usize = 1;
    for key in prerequisites(setting) {
        work = work.saturating_add(known.get(key)?.1);
    }
    if work > WORK {
        return None;
    }
    let some = |shares: &Option<Vec<_>>| shares.as_ref().is_some_and(|shares| !shares.is_empty());
    let rules = setting.targeting_rules.as_deref().unwrap_or_default();
    let is_static = rules.iter().all(|rule| {
        let mut conditions = rule.conditions.iter().flatten();
        !some(&rule.percentage_options)
            && conditions.all(|condition| {
                let other = condition.prerequisite_flag_condition.as_ref();
                other
                    .and_then(|other| known.get(&other.flag_key))
                    .is_some_and(|(other, _)| other.is_static)
            })
    });
    let has_shares = some(&setting.percentage_options);
    let facts = Facts {
        ty: setting.setting_type.clone(),
        has_rules: has_shares || !rules.is_empty(),
        is_static: is_static && !has_shares,
    };
    Some((facts, work))
}

/// Why nothing is known of a setting.
fn out_of_reach(setting: &Setting, known: &HashMap<String, Facts>, good: &Settings<'_>) -> String {
    let mut missing = prerequisites(setting).filter(|key| !known.contains_key(*key));
    match missing.next() {
        Some(key) if !good.contains_key(key) => {
            format!("its prerequisite `{key}` is not there, or is set aside")
        }
        Some(key) => format!(
            "its prerequisites, `{key}` first, go in a circle, more than {DEPTH} deep, or to one \
             that is not there"
        ),
        None => format!("it evaluates more than {WORK} settings through its prerequisites"),
    }
}

fn redirect(preferences: Preferences) -> Option<Redirect> {
    let is_forced = match preferences.r? {
        1 => false,
        2 => true,
        _ => return None,
    };
    Some(Redirect {
        url: preferences.u?.trim_end_matches('/').to_owned(),
        is_forced,
    })
}

/// The document again, without the settings and segments that are wrong.
fn rewrite<'t>(
    settings: impl Iterator<Item = (&'t String, &'t &'t RawValue)>,
    segments: &[&RawValue],
    wrong_segments: &[Option<String>],
    preferences: Option<&RawValue>,
) -> String {
    let settings: Vec<_> = settings
        .map(|(key, raw)| format!("{}:{}", serde_json::Value::from(key.as_str()), raw.get()))
        .collect();
    // Settings name segments by index. Nobody names a wrong one any more.
    let segments: Vec<_> = segments
        .iter()
        .zip(wrong_segments)
        .map(|(raw, wrong)| {
            if wrong.is_some() {
                r#"{"n":"","r":[]}"#
            } else {
                raw.get()
            }
        })
        .collect();
    format!(
        r#"{{"p":{},"s":[{}],"f":{{{}}}}}"#,
        preferences.map_or("null", RawValue::get),
        segments.join(","),
        settings.join(",")
    )
}

#[cfg(test)]
mod tests;
