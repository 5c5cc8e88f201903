//! From the names in templates to features.

use std::collections::BTreeMap;

use flags_manifest::diagnostic::suggest;
use flags_runtime::{FeatureInfo, Registry, RetiredInfo};

/// The names that templates may use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    features: BTreeMap<String, &'static FeatureInfo>,
    retired: BTreeMap<String, &'static RetiredInfo>,
    registries: Vec<&'static str>,
}

impl Names {
    /// Where two registries have one key, the earlier registry has it.
    pub(crate) fn of(registries: impl IntoIterator<Item = &'static Registry>) -> Self {
        let mut names = Self::default();
        let registries: Vec<_> = registries.into_iter().collect();
        // A key itself goes before another key that only looks like it as a name.
        for spelling in [str::to_owned, name_in_templates] {
            for registry in &registries {
                for feature in registry.features() {
                    let name = spelling(feature.key());
                    names.features.entry(name).or_insert(feature);
                }
                for retired in registry.retired() {
                    names
                        .retired
                        .entry(spelling(retired.key()))
                        .or_insert(retired);
                }
            }
        }
        names.registries = registries.iter().map(|registry| registry.name()).collect();
        names
    }

    pub(crate) fn find(&self, name: &str) -> Result<&'static FeatureInfo, String> {
        match self.features.get(name) {
            Some(feature) => Ok(feature),
            None => Err(self.unknown(name)),
        }
    }

    /// Each feature once, by its key.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.features
            .iter()
            .filter(|(name, feature)| name.as_str() == feature.key())
            .map(|(_, feature)| feature.key())
    }

    fn unknown(&self, name: &str) -> String {
        if let Some(retired) = self.retired.get(name) {
            return format!(
                "feature `{name}` was retired on {}, its value is {}: delete the check",
                retired.on(),
                retired.value(),
            );
        }
        let place = match self.registries.as_slice() {
            [only] => format!("registry `{only}`"),
            all => format!("the registries `{}`", all.join("`, `")),
        };
        let known = self.features.keys().map(String::as_str);
        match suggest(name, known) {
            Some(meant) => format!("no feature `{name}` in {place}; did you mean `{meant}`?"),
            None => format!("no feature `{name}` in {place}; declare it in `features.toml`"),
        }
    }
}

fn name_in_templates(key: &str) -> String {
    key.replace(['-', '.'], "_")
}
