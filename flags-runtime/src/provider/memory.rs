//! Values that a program sets itself.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use crate::{
    Answer, Answers, EvaluationContext, Feature, FeatureInfo, FeatureValue, Listener, Listeners,
    Notice, NoticeKind, Provider, Reason, Registry, Resolution, ResolveError, Value,
};

/// Holds values in memory, settable while it runs: for tests, and for what a program decides itself.
///
/// Cloning it gives another handle of the same values, so that one can be installed and the other
/// kept.
///
/// ```
/// use flags_runtime::{MemoryProvider, set_provider};
///
/// let memory = MemoryProvider::new();
/// set_provider(memory.clone());
/// memory.set_key("dark_mode", true);
/// ```
#[derive(Clone, Default)]
pub struct MemoryProvider {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    values: ArcSwap<Values>,
    /// Held while `values` is replaced, so that no change is lost.
    writer: Mutex<()>,
    listeners: Listeners,
}

#[derive(Clone, Debug, Default)]
struct Values {
    /// By provider key, whichever registry declares it.
    by_key: HashMap<String, Value>,
    /// Of the features of one registry, by index; they come first.
    by_feature: Vec<(&'static Registry, HashMap<usize, Value>)>,
}

impl Values {
    fn of(&mut self, registry: &'static Registry) -> &mut HashMap<usize, Value> {
        let same = |(other, _): &(&'static Registry, _)| std::ptr::eq(*other, registry);
        let position = self.by_feature.iter().position(same).unwrap_or_else(|| {
            self.by_feature.push((registry, HashMap::new()));
            self.by_feature.len() - 1
        });
        &mut self.by_feature[position].1
    }

    fn forget(&mut self, key: &str) {
        self.by_key.remove(key);
        for (registry, values) in &mut self.by_feature {
            values.retain(|index, _| registry.features()[*index].provider_key() != key);
        }
    }

    fn resolution(&self, feature: &FeatureInfo) -> Option<Resolution> {
        self.by_feature
            .iter()
            .find(|(registry, _)| std::ptr::eq(*registry, feature.registry()))
            .and_then(|(_, values)| values.get(&feature.index()))
            .or_else(|| self.by_key.get(feature.provider_key()))
            .map(|value| Resolution::new(value.clone(), Reason::Static))
    }
}

impl MemoryProvider {
    /// No values yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the value of a feature, and of no other registry's feature of the same key.
    pub fn set<T: FeatureValue>(&self, feature: Feature<T>, value: T) {
        let value = value.to_value();
        self.change(|values| {
            values.of(feature.registry()).insert(feature.index(), value);
        });
    }

    /// Sets the value of whatever features providers know by this key, in every registry.
    pub fn set_key(&self, key: impl Into<String>, value: impl Into<Value>) {
        let (key, value) = (key.into(), value.into());
        self.change(|values| {
            values.forget(&key);
            values.by_key.insert(key, value);
        });
    }

    /// Has no opinion on this feature any more, nor on another that was set by the same key.
    pub fn unset<T>(&self, feature: Feature<T>) {
        self.change(|values| {
            values.of(feature.registry()).remove(&feature.index());
            values.by_key.remove(feature.provider_key());
        });
    }

    /// Has no opinion any more on whatever features providers know by this key.
    pub fn unset_key(&self, key: &str) {
        self.change(|values| values.forget(key));
    }

    /// Replaces all values at once, by key.
    pub fn replace<K: Into<String>, V: Into<Value>>(
        &self,
        values: impl IntoIterator<Item = (K, V)>,
    ) {
        let by_key = values
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()))
            .collect();
        self.change(|values| {
            *values = Values {
                by_key,
                by_feature: Vec::new(),
            };
        });
    }

    fn change(&self, change: impl FnOnce(&mut Values)) {
        {
            let _writer = self
                .shared
                .writer
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let mut values = Values::clone(&self.shared.values.load());
            change(&mut values);
            self.shared.values.store(Arc::new(values));
        }
        self.shared.listeners.announce();
    }
}

impl Provider for MemoryProvider {
    fn name(&self) -> &str {
        "memory"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(self.shared.values.load().resolution(feature))
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        let values = self.shared.values.load();
        Answers::new(
            registry
                .features()
                .iter()
                .map(|feature| Answer::Fixed(Ok(values.resolution(feature))))
                .collect(),
        )
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.shared.listeners.add(listener);
    }

    /// The keys that no registry knows, and those that several do.
    fn notices(&self, registries: &[&'static Registry]) -> Vec<Notice> {
        let values = self.shared.values.load();
        let mut keys: Vec<_> = values.by_key.keys().collect();
        keys.sort();
        keys.into_iter()
            .filter_map(|key| {
                let known: Vec<_> = registries
                    .iter()
                    .filter(|registry| {
                        let mut features = registry.features().iter();
                        features.any(|feature| feature.provider_key() == key)
                    })
                    .map(|registry| registry.name())
                    .collect();
                match known.as_slice() {
                    [_] => None,
                    [] => Some(Notice::new(
                        NoticeKind::UnknownFeature,
                        format!("no registry declares a feature that providers know as `{key}`"),
                    )),
                    several => Some(Notice::new(
                        NoticeKind::SharedKey,
                        format!(
                            "key `{key}` speaks to features of the registries `{}`; `set` takes \
                             the feature of one",
                            several.join("`, `")
                        ),
                    )),
                }
            })
            .collect()
    }
}

impl fmt::Debug for MemoryProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryProvider")
            .field("values", &self.shared.values.load())
            .finish_non_exhaustive()
    }
}
