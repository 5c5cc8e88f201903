//! Overrides: what tests, and testers, want a feature to be.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::generated::StillDeclared;
use crate::here::{self, Entered, Layer};
use crate::hold::Hold;
use crate::payload::Payload;
use crate::served::Served;
use crate::{Feature, FeatureInfo, FeatureKind, FeatureValue, Frozen, Retired, Value};

/// Several overrides, of whatever types.
///
/// ```
/// # use flags_runtime::{FeatureInfo, Overrides};
/// # fn test(crazy: flags_runtime::Feature<bool>, limit: flags_runtime::Feature<i64>) {
/// let _on = Overrides::new().with(crazy, true).with(limit, 100).apply();
/// # }
/// ```
///
/// An override goes before everything else that decides, `needs` included; one of a needed feature
/// counts for those that need it. Of several overrides of one feature the innermost holds.
#[derive(Clone, Debug, Default)]
#[must_use = "overrides do nothing until they are applied"]
pub struct Overrides {
    all: Vec<Override>,
}

impl Overrides {
    /// None.
    pub const fn new() -> Self {
        Self { all: Vec::new() }
    }

    /// One more. A later one of the same feature goes before it.
    ///
    /// # Panics
    ///
    /// If the value is outside the feature's `range`.
    #[track_caller]
    pub fn with<F: Overridable>(self, feature: F, value: F::Value) -> Self {
        self.and(feature.set_to(value))
    }

    /// One more. A later one of the same feature goes before it.
    pub fn and(mut self, other: Override) -> Self {
        self.all.push(other);
        self
    }

    /// Puts them in force on this thread, until the guard is dropped.
    pub fn apply(self) -> OverrideGuard {
        OverrideGuard::new(self)
    }

    /// Calls `f` with them in force.
    pub fn run<R>(self, f: impl FnOnce() -> R) -> R {
        let _entered = Entered::new(Layer::Overrides(Arc::new(InForce::new(self))));
        f()
    }

    /// Runs a future with them in force while it is polled, on whichever thread.
    pub fn run_async<F: Future>(self, future: F) -> impl Future<Output = F::Output> + use<F> {
        here::enter_async(Layer::Overrides(Arc::new(InForce::new(self))), future)
    }
}

impl Extend<Override> for Overrides {
    fn extend<I: IntoIterator<Item = Override>>(&mut self, others: I) {
        self.all.extend(others);
    }
}

impl FromIterator<Override> for Overrides {
    fn from_iter<I: IntoIterator<Item = Override>>(overrides: I) -> Self {
        Self {
            all: overrides.into_iter().collect(),
        }
    }
}

/// A feature and what it is to be. Does nothing by itself, see [`Overrides`].
#[derive(Clone)]
pub struct Override {
    feature: &'static FeatureInfo,
    value: Served,
}

impl Override {
    /// For a feature of which only the declaration is at hand; with a constant,
    /// [`Overrides::with`] lets the compiler check.
    ///
    /// # Errors
    ///
    /// If the feature is frozen, or cannot have this value.
    pub fn new(feature: &'static FeatureInfo, value: &Value) -> Result<Self, OverrideError> {
        if feature.is_frozen() {
            return Err(OverrideError(format!(
                "feature `{}` is frozen: it was decided at build, and cannot be overridden",
                feature.key()
            )));
        }
        let payload = Payload::load(feature, value);
        match payload {
            Ok(payload) => Ok(Self {
                feature,
                value: payload.into(),
            }),
            Err(error) => Err(OverrideError(error.message().to_owned())),
        }
    }

    /// The same for one that comes from outside the program, as in a header of a request.
    ///
    /// # Errors
    ///
    /// Also if the feature is of kind `permission`, which nobody gives to himself.
    pub fn from_outside(
        feature: &'static FeatureInfo,
        value: &Value,
    ) -> Result<Self, OverrideError> {
        if feature.kind() == Some(FeatureKind::Permission) {
            return Err(OverrideError(format!(
                "feature `{}` is a permission, and cannot be overridden from outside",
                feature.key()
            )));
        }
        Self::new(feature, value)
    }

    /// The feature.
    #[must_use]
    pub const fn feature(&self) -> &'static FeatureInfo {
        self.feature
    }

    /// What it is to be.
    #[must_use]
    pub fn value(&self) -> Value {
        self.value.payload().to_value(self.feature)
    }
}

impl fmt::Debug for Override {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Override")
            .field(&self.feature.key())
            .field(&self.value())
            .finish()
    }
}

/// Why a feature cannot be overridden like that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverrideError(String);

impl fmt::Display for OverrideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for OverrideError {}

/// Overrides that are in force on this thread until this is dropped.
///
/// It belongs to its thread and cannot leave it; other threads see the normal answer. Guards may be
/// dropped in any order: of those that are left, the newest of a feature holds. A guard outlives the
/// scope that it was made in, and in a task that shares its thread with others those see the
/// override too, while it waits: there, prefer [`Overrides::run_async`].
#[must_use = "the override ends when the guard is dropped: bind it to a name, as in `let _on = …`"]
pub struct OverrideGuard {
    /// For where it is in force but not at hand: in a future that is not being polled.
    ended: Arc<AtomicBool>,
    _entered: Entered,
}

impl OverrideGuard {
    fn new(overrides: Overrides) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let overrides = Arc::new(InForce::new(overrides));
        Self {
            _entered: Entered::new(Layer::Guarded(overrides, Arc::clone(&ended))),
            ended,
        }
    }
}

impl Drop for OverrideGuard {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

impl fmt::Debug for OverrideGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OverrideGuard").finish_non_exhaustive()
    }
}

/// What tests do with one feature.
impl<T: FeatureValue> Feature<T> {
    /// Makes it this value on this thread, until the guard is dropped.
    ///
    /// ```
    /// # fn test(crazy: flags_runtime::Feature<bool>) {
    /// let _on = crazy.override_with(true);
    /// assert!(crazy.is_enabled());
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If the value is outside the feature's `range`.
    #[track_caller]
    pub fn override_with(self, value: T) -> OverrideGuard {
        Overrides::new().with(self, value).apply()
    }

    /// Calls `f` with this value.
    ///
    /// # Panics
    ///
    /// If the value is outside the feature's `range`.
    #[track_caller]
    pub fn overridden<R>(self, value: T, f: impl FnOnce() -> R) -> R {
        Overrides::new().with(self, value).run(f)
    }

    /// Runs a future with this value while it is polled, on whichever thread.
    ///
    /// # Panics
    ///
    /// If the value is outside the feature's `range`.
    #[track_caller]
    pub fn overridden_async<F: Future>(
        self,
        value: T,
        future: F,
    ) -> impl Future<Output = F::Output> + use<T, F> {
        Overrides::new().with(self, value).run_async(future)
    }
}

/// What can be overridden: every [`Feature`], and no [`Frozen`](crate::Frozen) one.
#[diagnostic::on_unimplemented(
    message = "a frozen feature cannot be overridden: it was decided at build",
    label = "this feature is `frozen = true`",
    note = "take `frozen` out of its entry in features.toml, or test both builds"
)]
pub trait Overridable: Copy + sealed::Sealed {
    /// What it can be.
    type Value: FeatureValue;

    /// The feature with what it is to be.
    ///
    /// # Panics
    ///
    /// If the value is outside the feature's `range`.
    #[track_caller]
    fn set_to(self, value: Self::Value) -> Override;
}

/// Does not compile: nothing fulfils the bound, and the message is that of the retired feature.
#[expect(unreachable_code, reason = "nothing fulfils the bound")]
impl<Mark: StillDeclared, T: FeatureValue> Overridable for Retired<Mark, T> {
    type Value = T;

    fn set_to(self, _: T) -> Override {
        match Mark::never() {}
    }
}

impl<T: FeatureValue> Overridable for Feature<T> {
    type Value = T;

    fn set_to(self, value: T) -> Override {
        match Override::new(self.info(), &value.to_value()) {
            Ok(set) => set,
            Err(error) => panic!("{error}"),
        }
    }
}

/// Never holds: for the methods of a frozen feature, so that each use of them says why.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a frozen feature cannot be overridden: it was decided at build",
    label = "this feature is `frozen = true`",
    note = "take `frozen` out of its entry in features.toml, or test both builds"
)]
pub trait NotFrozen {
    fn never() -> std::convert::Infallible;
}

/// The methods of a feature that tests use, so that they say why they are not there.
#[expect(unreachable_code, reason = "nothing fulfils the bound")]
impl<T> Frozen<T> {
    /// Does not compile: it was decided at build.
    pub fn override_with<V>(self, value: V) -> OverrideGuard
    where
        Self: NotFrozen,
    {
        let _ = value;
        match Self::never() {}
    }

    /// Does not compile: it was decided at build.
    pub fn overridden<V, R>(self, value: V, f: impl FnOnce() -> R) -> R
    where
        Self: NotFrozen,
    {
        let _ = (value, f);
        match Self::never() {}
    }

    /// Does not compile: it was decided at build.
    pub fn overridden_async<V, F: Future>(
        self,
        value: V,
        future: F,
    ) -> std::future::Ready<F::Output>
    where
        Self: NotFrozen,
    {
        let _ = (value, future);
        match Self::never() {}
    }
}

mod sealed {
    use crate::{Feature, Retired};

    pub trait Sealed {}

    impl<T> Sealed for Feature<T> {}
    impl<Mark, T> Sealed for Retired<Mark, T> {}
}

/// Overrides that somebody keeps in force: until this is dropped the features say *ask*.
pub(crate) struct InForce {
    overrides: Vec<Override>,
    _holds: Vec<Hold>,
}

impl InForce {
    pub(crate) fn new(overrides: Overrides) -> Self {
        let overrides = overrides.all;
        Self {
            _holds: overrides.iter().map(|set| Hold::new(set.feature)).collect(),
            overrides,
        }
    }

    /// What the last of them says of a feature.
    pub(crate) fn value(&self, feature: &FeatureInfo) -> Option<&Served> {
        let mut latest_first = self.overrides.iter().rev();
        let found = latest_first.find(|set| set.feature == feature)?;
        Some(&found.value)
    }
}
