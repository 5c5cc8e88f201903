//! All features of one `features.toml`, as data.

use std::fmt;
use std::sync::{Arc, OnceLock};

use once_cell::race::OnceBox;

use crate::attached::Attached;
use crate::declared::Declared;
use crate::feature_info::Declaration;
use crate::payload::Payload;
use crate::reach::Place;
use crate::rules::Crossings;
use crate::value_type::BuildTable;
use crate::{
    AttributeInfo, Date, Feature, FeatureInfo, FeatureValue, SegmentInfo, Slot, Value, ValueType,
};

/// The features of one `features.toml`. `features!` generates one as `REGISTRY`.
pub struct Registry {
    name: &'static str,
    source: &'static str,
    fingerprint: u64,
    environments: &'static [&'static str],
    features: Features,
    retired: &'static [RetiredInfo],
    attributes: &'static [AttributeInfo],
    segments: &'static [SegmentInfo],
    /// What `features!` wrote of features and segments, which is read when it is asked first.
    declared: Declared,
    /// For contexts of other registries.
    crossings: Crossings,
    /// Set when the registry is attached to the process-wide engine; never unset.
    attached: OnceBox<Arc<Attached>>,
    place: Place,
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
            features: Features::Declared(features, slots),
            retired,
            attributes: &[],
            segments: &[],
            declared: Declared::nothing(),
            crossings: Crossings::new(),
            attached: OnceBox::new(),
            place: Place::none(),
        }
    }

    /// For generated code: what `[context]` declares. Rules name attributes by index.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_attributes(mut self, attributes: &'static [AttributeInfo]) -> Self {
        self.attributes = attributes;
        self
    }

    /// For generated code: what `[segments]` declares. Conditions name segments by index.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_segments(mut self, segments: &'static [SegmentInfo]) -> Self {
        self.segments = segments;
        self
    }

    /// For generated code: the declarations of features and segments as text, and what makes values
    /// of the generated structs, in the order in which the text describes them.
    ///
    /// # Panics
    ///
    /// At build, where another version of flags-build wrote the text.
    #[doc(hidden)]
    #[must_use]
    pub const fn declared_by(
        mut self,
        format: u32,
        text: &'static str,
        tables: &'static [BuildTable],
    ) -> Self {
        // Assigning would drop the old one, which constants cannot do; it owns nothing.
        std::mem::forget(std::mem::replace(
            &mut self.declared,
            Declared::new(format, text, tables),
        ));
        self
    }

    /// For registries that are read at run time. `features` makes the declarations, which name the
    /// registry that they belong to. The registry and its slots are leaked: like a generated one it
    /// lives as long as the program.
    #[doc(hidden)]
    pub fn leak(
        name: &'static str,
        source: &'static str,
        fingerprint: u64,
        environments: &'static [&'static str],
        features: impl FnOnce(&'static Self) -> Vec<FeatureInfo>,
        retired: &'static [RetiredInfo],
    ) -> &'static Self {
        Self::late(name, source, fingerprint, environments, retired).leak_with(features)
    }

    /// The same for a registry that [`Registry::late`] began.
    #[doc(hidden)]
    pub fn leak_with(
        self,
        features: impl FnOnce(&'static Self) -> Vec<FeatureInfo>,
    ) -> &'static Self {
        let registry: &'static Self = Box::leak(Box::new(self));
        if let Features::Late(late) = &registry.features {
            late.get_or_init(|| {
                let features: &[_] = features(registry).leak();
                let slots: Vec<_> = features.iter().map(|_| Slot::new()).collect();
                (features, slots.leak())
            });
        }
        registry
    }

    /// A registry whose features [`Registry::leak_with`] adds, for those that are read at run time.
    #[doc(hidden)]
    #[must_use]
    pub const fn late(
        name: &'static str,
        source: &'static str,
        fingerprint: u64,
        environments: &'static [&'static str],
        retired: &'static [RetiredInfo],
    ) -> Self {
        Self {
            name,
            source,
            fingerprint,
            environments,
            features: Features::Late(OnceLock::new()),
            retired,
            attributes: &[],
            segments: &[],
            declared: Declared::nothing(),
            crossings: Crossings::new(),
            attached: OnceBox::new(),
            place: Place::none(),
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
    pub fn features(&self) -> &'static [FeatureInfo] {
        self.features.get().0
    }

    /// The retired names, in the order of their declaration.
    #[must_use]
    pub const fn retired(&self) -> &'static [RetiredInfo] {
        self.retired
    }

    /// The attributes of `[context]`, in the order of their declaration.
    #[must_use]
    pub const fn attributes(&self) -> &'static [AttributeInfo] {
        self.attributes
    }

    /// The segments, in the order of their declaration.
    #[must_use]
    pub fn segments(&self) -> &'static [SegmentInfo] {
        if self.segments.is_empty() {
            &self.declared.get().segments
        } else {
            self.segments
        }
    }

    /// The feature with this flag key.
    ///
    /// Takes time in proportion to the number of features; programs use the constants.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&'static FeatureInfo> {
        self.features().iter().find(|feature| feature.key() == key)
    }

    /// The typed handle of the feature with this flag key; `None` if there is none, or if its value
    /// is of another type. A frozen feature has no such handle.
    ///
    /// For tools and tests that read their registry at run time; programs use the constants.
    #[must_use]
    pub fn feature<T: FeatureValue>(&self, key: &str) -> Option<Feature<T>> {
        let info = self.find(key).filter(|info| !info.is_frozen())?;
        fits::<T>(info).then(|| Feature::new(info.slot(), info))
    }

    /// Index of an environment, or of `production` where the name is unknown.
    pub(crate) fn environment(&self, name: &str) -> Result<usize, usize> {
        let position = |name: &str| self.environments.iter().position(|known| *known == name);
        position(name).ok_or_else(|| position("production").unwrap_or(0))
    }

    pub(crate) fn declaration(&self, feature: usize) -> &'static Declaration {
        &self.declared.get().features[feature]
    }

    pub(crate) const fn crossings(&self) -> &Crossings {
        &self.crossings
    }

    pub(crate) fn slots(&self) -> &'static [Slot] {
        self.features.get().1
    }

    pub(crate) const fn attached(&self) -> &OnceBox<Arc<Attached>> {
        &self.attached
    }

    /// Where threads keep its snapshot.
    pub(crate) const fn place(&self) -> &Place {
        &self.place
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("name", &self.name)
            .field("features", &self.features().len())
            .finish_non_exhaustive()
    }
}

/// The features with their slots.
enum Features {
    /// Of generated code.
    Declared(&'static [FeatureInfo], &'static [Slot]),
    /// Of a registry that was made at run time: set once it has an address to refer to.
    Late(OnceLock<(&'static [FeatureInfo], &'static [Slot])>),
}

impl Features {
    fn get(&self) -> (&'static [FeatureInfo], &'static [Slot]) {
        match self {
            Self::Declared(features, slots) => (features, slots),
            Self::Late(late) => late.get().copied().unwrap_or_default(),
        }
    }
}

/// Whether a handle of type `T` can hold every value of the feature, and means the same by it.
fn fits<T: FeatureValue>(info: &FeatureInfo) -> bool {
    let same = |payload: &Payload| {
        T::from_payload(payload).is_some_and(|value| value.to_value() == payload.to_value(info))
    };
    match info.value_type() {
        ValueType::Variants(variants) => {
            let count = u32::try_from(variants.names().len()).unwrap_or(u32::MAX);
            (0..count).all(|index| same(&Payload::Variant(index)))
                && T::from_payload(&Payload::Variant(count)).is_none()
        }
        _ => Payload::load(info, info.default()).is_ok_and(|payload| same(&payload)),
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
