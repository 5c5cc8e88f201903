//! `FEATURES`, as a constant.

use crate::{FeatureInfo, Registry};

/// The features of these keys; everything else is in the text that the registry holds.
#[must_use]
pub const fn declare<const N: usize>(
    registry: &'static Registry,
    keys: &[&'static str; N],
) -> [FeatureInfo; N] {
    FeatureInfo::in_registry(registry, keys)
}
