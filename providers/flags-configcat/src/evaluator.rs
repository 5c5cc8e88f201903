//! One document, ready to be asked.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use configcat::{Client, ConfigCache, EvaluationDetails, PollingMode, SettingType, User, Value};
use flags_runtime::{ErrorKind, Reason, Resolution, ResolveError, ValueType};
use xxhash_rust::xxh3::xxh3_64;

use crate::document::{Document, Facts, Redirect};
use crate::json;

/// The vendor's client of one document. It is offline: it never has the SDK key, starts no task and
/// asks no network.
pub(crate) struct Evaluator {
    client: Client,
    settings: HashMap<String, Facts>,
}

/// What is served at present.
pub(crate) struct Snapshot {
    current: Arc<Evaluator>,
    /// Settings that are set aside or gone, or that have another type than before: who answered last,
    /// the latest of each type.
    older: HashMap<String, Vec<Arc<Evaluator>>>,
    pub(crate) set_aside: BTreeMap<String, String>,
    /// The first 12 digits of the text's XXH3 hash.
    pub(crate) version: String,
    hash: u64,
    pub(crate) redirect: Option<Redirect>,
}

/// Who answers for a feature.
pub(crate) enum Answering<'s> {
    /// The current document.
    Current(&'s Evaluator, &'s Facts),
    /// The last one that had an answer of the feature's type.
    Older(&'s Evaluator, &'s Facts),
    /// Nobody: the setting is there, and its type is not the feature's.
    Mismatch(&'s Facts),
    /// Nobody: the setting is set aside for this reason.
    SetAside(&'s str),
    /// Nobody: there is no such setting.
    Missing,
}

impl Snapshot {
    /// Reads a document, given the one that is served, and the settings that somebody asks for. `None`
    /// if it is the same.
    pub(crate) fn next(
        before: Option<&Self>,
        text: &str,
        parse: fn(&str) -> Result<Document, String>,
        asked: &HashSet<&str>,
    ) -> Result<Option<Self>, String> {
        let hash = xxh3_64(text.as_bytes());
        if before.is_some_and(|before| before.hash == hash) {
            return Ok(None);
        }
        let document = parse(text)?;
        let set_aside = document.set_aside;
        let current = Evaluator::new(&document.text, document.settings)?;
        let mut older = HashMap::new();
        for (key, evaluators) in before.into_iter().flat_map(Self::answering_last) {
            let now = current.settings.get(key);
            let is_wanted = set_aside.contains_key(key) || asked.contains(key);
            if now.is_none() && !is_wanted {
                continue;
            }
            let mut kept: Vec<Arc<Evaluator>> = Vec::new();
            let mut types: Vec<_> = now.iter().map(|now| &now.ty).collect();
            for evaluator in evaluators {
                if let Some(facts) = evaluator.settings.get(key)
                    && !types.iter().any(|ty| same_type(ty, &facts.ty))
                {
                    types.push(&facts.ty);
                    kept.push(Arc::clone(evaluator));
                }
            }
            if !kept.is_empty() {
                older.insert(key.to_owned(), kept);
            }
        }
        Ok(Some(Self {
            current: Arc::new(current),
            older,
            set_aside,
            version: format!("{hash:016x}")[..12].to_owned(),
            hash,
            redirect: document.redirect,
        }))
    }

    /// All settings that it can say something of, and who does, the latest first.
    fn answering_last(
        &self,
    ) -> impl Iterator<Item = (&str, impl Iterator<Item = &Arc<Evaluator>>)> {
        let current = self.current.settings.keys();
        let gone = self.older.keys();
        let gone = gone.filter(|key| !self.current.settings.contains_key(*key));
        current.chain(gone).map(|key| {
            let older = self.older.get(key).into_iter().flatten();
            (key.as_str(), std::iter::once(&self.current).chain(older))
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.current.settings.is_empty() && self.set_aside.is_empty()
    }

    /// The type of a setting, where it is not the feature's.
    pub(crate) fn mismatch(&self, key: &str, ty: ValueType) -> Option<&SettingType> {
        let setting = &self.current.settings.get(key)?.ty;
        (!fits(setting, ty)).then_some(setting)
    }

    /// Whether there was a setting that can answer for such a feature, and there is none any more.
    pub(crate) fn is_gone(&self, key: &str, ty: ValueType) -> bool {
        !self.current.settings.contains_key(key)
            && !self.set_aside.contains_key(key)
            && matches!(self.answering(key, ty), Answering::Older(..))
    }

    pub(crate) fn answering(&self, key: &str, ty: ValueType) -> Answering<'_> {
        let current = self.current.settings.get(key);
        if let Some(facts) = current.filter(|facts| fits(&facts.ty, ty)) {
            return Answering::Current(&self.current, facts);
        }
        for older in self.older.get(key).into_iter().flatten() {
            if let Some(facts) = older.settings.get(key).filter(|facts| fits(&facts.ty, ty)) {
                return Answering::Older(older, facts);
            }
        }
        match (current, self.set_aside.get(key)) {
            (Some(facts), _) => Answering::Mismatch(facts),
            (None, Some(reason)) => Answering::SetAside(reason),
            (None, None) => Answering::Missing,
        }
    }
}

impl Evaluator {
    fn new(text: &str, settings: HashMap<String, Facts>) -> Result<Self, String> {
        let entry = format!("0\ntyped-flags\n{text}");
        let client = Client::builder(NOBODYS_KEY)
            .offline(true)
            .polling_mode(PollingMode::Manual)
            .cache(Box::new(Once(Mutex::new(Some(entry)))))
            .build()
            .map_err(|error| format!("the vendor's crate says: {error}"))?;
        // The client reads its cache when it is asked for the first time, which is now.
        if !settings.is_empty() {
            let keys = poll_once(client.get_all_keys()).unwrap_or_default();
            if keys.len() != settings.len() {
                return Err("the vendor's crate cannot read it".to_owned());
            }
        }
        Ok(Self { client, settings })
    }

    /// What it says of a setting that it has.
    pub(crate) fn resolve(
        &self,
        key: &str,
        facts: &Facts,
        ty: ValueType,
        user: Option<User>,
    ) -> Result<Resolution, ResolveError> {
        let details = poll_once(self.client.get_flag_details(key, user)).ok_or_else(|| {
            ResolveError::new(
                ErrorKind::General,
                "ConfigCat's crate did not answer at once, and an evaluation does not wait",
            )
        })?;
        let reason = reason(&details, facts);
        let variation = details.variation_id.filter(|id| !id.is_empty());
        let value = match (details.value, details.error) {
            (Some(value), None) => value,
            (_, error) => {
                let message = error.map_or_else(
                    || format!("ConfigCat's setting `{key}` has no value"),
                    |error| error.message,
                );
                return Err(ResolveError::new(ErrorKind::ParseError, message));
            }
        };
        let resolution = Resolution::new(convert(key, value, ty)?, reason);
        Ok(match variation {
            Some(variation) => resolution.with_variant(variation),
            None => resolution,
        })
    }
}

/// Of the form that the vendor's crate asks for, and nobody's.
const NOBODYS_KEY: &str = "configcat-sdk-1/----------------------/----------------------";

/// A cache that is read once. Later reads find nothing new.
struct Once(Mutex<Option<String>>);

impl ConfigCache for Once {
    fn read(&self, _: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn write(&self, _: &str, _: &str) {}
}

/// What a future says at once. The vendor's do, since an offline client waits for nothing.
fn poll_once<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

const fn reason<T>(details: &EvaluationDetails<T>, facts: &Facts) -> Reason {
    if details.matched_percentage_option.is_some() {
        Reason::Split
    } else if facts.is_static {
        Reason::Static
    } else if details.matched_targeting_rule.is_some() {
        Reason::TargetingMatch
    } else if facts.has_rules {
        Reason::Default
    } else {
        Reason::Static
    }
}

fn convert(key: &str, value: Value, ty: ValueType) -> Result<flags_runtime::Value, ResolveError> {
    Ok(match value {
        Value::Bool(value) => value.into(),
        Value::Int(value) => value.into(),
        Value::Float(value) => value.into(),
        Value::String(text) if matches!(ty, ValueType::Table(_)) => {
            json::table(&text).map_err(|error| {
                ResolveError::new(
                    ErrorKind::ParseError,
                    format!("ConfigCat's setting `{key}` holds no JSON object: {error}"),
                )
            })?
        }
        Value::String(text) => text.into(),
    })
}

const fn fits(setting: &SettingType, feature: ValueType) -> bool {
    matches!(
        (setting, feature),
        (SettingType::Bool, ValueType::Boolean)
            | (
                SettingType::Int | SettingType::Float,
                ValueType::Integer | ValueType::Float
            )
            | (
                SettingType::String,
                ValueType::Text | ValueType::Variants(_) | ValueType::Table(_)
            )
    )
}

const fn same_type(one: &SettingType, other: &SettingType) -> bool {
    matches!(
        (one, other),
        (SettingType::Bool, SettingType::Bool)
            | (SettingType::String, SettingType::String)
            | (
                SettingType::Int | SettingType::Float,
                SettingType::Int | SettingType::Float
            )
    )
}
