//! One feature and its override.

use std::error::Error;
use std::fmt;

use super::{OverrideGuard, Overrides};
use crate::generated::StillDeclared;
use crate::payload::Payload;
use crate::served::Served;
use crate::{Feature, FeatureInfo, FeatureKind, FeatureValue, Retired, Value};

/// A feature and what it is to be. Does nothing by itself, see [`Overrides`].
#[derive(Clone)]
pub struct Override {
    pub(super) feature: &'static FeatureInfo,
    pub(super) value: Served,
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
    /// Also if the feature is of kind `permission`, which nobody gives to himself, or if a permission
    /// needs it, directly or by way of others.
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
        if let Some(permission) = permission_by_needs(feature) {
            return Err(OverrideError(format!(
                "feature `{}` is needed by the permission `{}`, and cannot be overridden from outside",
                feature.key(),
                permission.key()
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

/// A permission whose answer may be another one when this feature's is.
fn permission_by_needs(feature: &FeatureInfo) -> Option<&'static FeatureInfo> {
    let features = feature.registry().features();
    let mut reached = vec![false; features.len()];
    reached[feature.index()] = true;
    // One more each time, so that it ends where features need each other, too.
    loop {
        let next = features.iter().position(|other| {
            let needs_any = || other.needs().iter().any(|need| reached[need.index()]);
            !reached[other.index()] && needs_any()
        });
        let next = next?;
        if features[next].kind() == Some(FeatureKind::Permission) {
            return Some(&features[next]);
        }
        reached[next] = true;
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

mod sealed {
    use crate::{Feature, Retired};

    pub trait Sealed {}

    impl<T> Sealed for Feature<T> {}
    impl<Mark, T> Sealed for Retired<Mark, T> {}
}
