//! Values that a program sets itself.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use crate::{
    Answer, Answers, EvaluationContext, Feature, FeatureInfo, FeatureValue, Listener, Listeners,
    Provider, Reason, Registry, Resolution, ResolveError, Value,
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
    values: ArcSwap<HashMap<String, Value>>,
    /// Held while `values` is replaced, so that no change is lost.
    writer: Mutex<()>,
    listeners: Listeners,
}

impl MemoryProvider {
    /// No values yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the value of a feature.
    pub fn set<T: FeatureValue>(&self, feature: Feature<T>, value: T) {
        self.set_key(feature.provider_key(), value.to_value());
    }

    /// Sets the value of whatever feature providers know by this key.
    pub fn set_key(&self, key: impl Into<String>, value: impl Into<Value>) {
        let (key, value) = (key.into(), value.into());
        self.change(|values| {
            values.insert(key, value);
        });
    }

    /// Has no opinion on this feature any more.
    pub fn unset<T>(&self, feature: Feature<T>) {
        self.unset_key(feature.provider_key());
    }

    /// Has no opinion any more on whatever feature providers know by this key.
    pub fn unset_key(&self, key: &str) {
        self.change(|values| {
            values.remove(key);
        });
    }

    /// Replaces all values at once.
    pub fn replace<K: Into<String>, V: Into<Value>>(
        &self,
        values: impl IntoIterator<Item = (K, V)>,
    ) {
        let new: HashMap<_, _> = values
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()))
            .collect();
        self.change(|values| *values = new);
    }

    fn change(&self, change: impl FnOnce(&mut HashMap<String, Value>)) {
        {
            let _writer = self
                .shared
                .writer
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let mut values = HashMap::clone(&self.shared.values.load());
            change(&mut values);
            self.shared.values.store(Arc::new(values));
        }
        self.shared.listeners.announce();
    }

    fn resolution(values: &HashMap<String, Value>, feature: &FeatureInfo) -> Option<Resolution> {
        values
            .get(feature.provider_key())
            .map(|value| Resolution::new(value.clone(), Reason::Static))
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
        Ok(Self::resolution(&self.shared.values.load(), feature))
    }

    fn answers(&self, registry: &'static Registry, _: &str) -> Answers {
        let values = self.shared.values.load();
        Answers::new(
            registry
                .features()
                .iter()
                .map(|feature| Answer::Fixed(Ok(Self::resolution(&values, feature))))
                .collect(),
        )
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.shared.listeners.add(listener);
    }
}

impl fmt::Debug for MemoryProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryProvider")
            .field("values", &self.shared.values.load())
            .finish_non_exhaustive()
    }
}
