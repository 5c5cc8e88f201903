//! All features of one `features.toml`, as data.

use std::fmt;
use std::sync::Arc;

use once_cell::race::OnceBox;

use crate::attached::Attached;
use crate::{Date, FeatureInfo, Slot, Value};

/// The features of one `features.toml`. `features!` generates one as `REGISTRY`.
pub struct Registry {
    name: &'static str,
    source: &'static str,
    fingerprint: u64,
    environments: &'static [&'static str],
    features: &'static [FeatureInfo],
    slots: &'static [Slot],
    retired: &'static [RetiredInfo],
    /// Set when the registry is attached to the process-wide engine; never unset.
    attached: OnceBox<Arc<Attached>>,
}

impl Registry {
    /// For generated code. `environments` holds `production`; `slots` has one slot per feature.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        name: &'static str,
        source: &'static str,
        fingerprint: u64,
        environments: &'static [&'static str],
        features: &'static [FeatureInfo],
        slots: &'static [Slot],
        retired: &'static [RetiredInfo],
    ) -> Self {
        Self {
            name,
            source,
            fingerprint,
            environments,
            features,
            slots,
            retired,
            attached: OnceBox::new(),
        }
    }

    /// Its name: `[registry] name`, or the package's.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The path that was given to `features!`.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// Tells two texts of `features.toml` apart: XXH3 (64 bits, seed 0) of the file's bytes.
    #[must_use]
    pub const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Names of the environments; `production` is among them.
    #[must_use]
    pub const fn environments(&self) -> &'static [&'static str] {
        self.environments
    }

    /// The features, in the order of their declaration.
    #[must_use]
    pub const fn features(&self) -> &'static [FeatureInfo] {
        self.features
    }

    /// The retired names, in the order of their declaration.
    #[must_use]
    pub const fn retired(&self) -> &'static [RetiredInfo] {
        self.retired
    }

    /// The feature with this flag key.
    ///
    /// Takes time in proportion to the number of features; programs use the constants.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&'static FeatureInfo> {
        self.features.iter().find(|feature| feature.key() == key)
    }

    /// Index of an environment, or of `production` where the name is unknown.
    pub(crate) fn environment(&self, name: &str) -> Result<usize, usize> {
        let position = |name: &str| self.environments.iter().position(|known| *known == name);
        position(name).ok_or_else(|| position("production").unwrap_or(0))
    }

    pub(crate) const fn slots(&self) -> &'static [Slot] {
        self.slots
    }

    pub(crate) const fn attached(&self) -> &OnceBox<Arc<Attached>> {
        &self.attached
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("name", &self.name)
            .field("features", &self.features.len())
            .finish_non_exhaustive()
    }
}

/// Name that may never come back.
#[derive(Clone, Debug, PartialEq)]
pub struct RetiredInfo {
    key: &'static str,
    on: Date,
    value: Value,
    reason: &'static str,
}

impl RetiredInfo {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(key: &'static str, on: Date, value: Value, reason: &'static str) -> Self {
        Self {
            key,
            on,
            value,
            reason,
        }
    }

    /// The flag key.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.key
    }

    /// The day it was retired.
    #[must_use]
    pub const fn on(&self) -> Date {
        self.on
    }

    /// The value it kept.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// Why; empty where none was given.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        self.reason
    }
}
