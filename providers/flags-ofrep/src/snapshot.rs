//! All flags, as they were evaluated for one context.

use std::collections::HashMap;
use std::sync::Arc;

use flags_http::Refused;
use flags_runtime::{
    Answer, Answers, FeatureInfo, Notice, NoticeKind, Registry, Resolution, ResolveError, Text,
    Value,
};
use serde_json::Value as Json;

use crate::answer::{Flag, metadata_of};

/// A bulk evaluation.
#[derive(Debug, Default)]
pub(crate) struct Snapshot {
    flags: HashMap<String, Arc<Flag>>,
    pub(crate) metadata: Vec<(String, Value)>,
    version: Option<Text>,
    /// What cannot be read, and why.
    set_aside: Vec<String>,
}

impl Snapshot {
    /// Reads the body of a bulk evaluation. `before` is what was served so far.
    pub(crate) fn read(
        text: &str,
        etag: Option<&str>,
        before: Option<&Self>,
    ) -> Result<Self, Refused> {
        let json: Json =
            serde_json::from_str(text).map_err(|error| Refused::invalid(error.to_string()))?;
        let flags = json.get("flags").and_then(Json::as_array);
        let flags = flags.ok_or_else(|| Refused::invalid("it has no list `flags`"))?;
        let metadata = json.get("metadata").and_then(Json::as_object);
        let metadata = metadata.map(metadata_of).unwrap_or_default();
        let version = metadata.iter().find_map(|(name, value)| match value {
            Value::Text(version) if name == "version" => Some(version.clone()),
            _ => None,
        });
        let mut snapshot = Self {
            version: version.or_else(|| etag.map(|etag| etag.to_owned().into())),
            metadata,
            ..Self::default()
        };
        for (position, item) in flags.iter().enumerate() {
            match Flag::read(item) {
                Ok((key, flag)) => {
                    let known = before.and_then(|before| before.flags.get(&key));
                    let flag = match known {
                        Some(known) => flag.after(known),
                        None => flag,
                    };
                    snapshot.flags.insert(key, Arc::new(flag));
                }
                Err(problem) => snapshot.set_aside.push(format!(
                    "flag {} of the service's answer is set aside: {problem}",
                    position + 1
                )),
            }
        }
        if snapshot.flags.is_empty() && before.is_some_and(|before| !before.flags.is_empty()) {
            return Err(Refused::suspicious(
                "it holds no flag any more; an empty list is taken only at the start",
            ));
        }
        for (key, known) in before.iter().flat_map(|before| &before.flags) {
            let gone = snapshot.flags.entry(key.clone());
            gone.or_insert_with(|| match known.is_gone {
                true => Arc::clone(known),
                false => Arc::new(known.gone()),
            });
        }
        Ok(snapshot)
    }

    pub(crate) fn says_what(&self, other: &Self) -> bool {
        self.flags.len() == other.flags.len()
            && self.set_aside == other.set_aside
            && self.metadata == other.metadata
            && self.flags.iter().all(|(key, flag)| {
                let other = other.flags.get(key);
                other.is_some_and(|other| flag.says_what(other))
            })
    }

    pub(crate) fn flag(&self, key: &str) -> Option<&Arc<Flag>> {
        self.flags.get(key)
    }

    pub(crate) fn resolve(
        &self,
        feature: &FeatureInfo,
    ) -> Result<Option<Resolution>, ResolveError> {
        match self.flags.get(feature.provider_key()) {
            Some(flag) => flag.resolution(feature),
            None => Ok(None),
        }
    }

    pub(crate) fn answers(&self, registry: &'static Registry) -> Answers {
        let features = registry.features().iter();
        let answers = features.map(|feature| Answer::Fixed(self.resolve(feature)));
        let answers = Answers::new(answers.collect());
        match &self.version {
            Some(version) => answers.with_version(version.clone()),
            None => answers,
        }
    }

    pub(crate) fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let features = registries.iter().flat_map(|registry| registry.features());
        let problems = features.filter_map(|feature| {
            let flag = self.flags.get(feature.provider_key())?;
            flag.problem(feature)
        });
        let set_aside = self.set_aside.iter().cloned().chain(problems);
        set_aside
            .map(|problem| Notice::new(NoticeKind::SetAside, problem))
            .collect()
    }
}
