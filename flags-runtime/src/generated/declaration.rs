//! `FEATURES`, as a constant.

use crate::{FeatureInfo, Registry};

/// The features of these keys; everything else is in the text that the registry holds.
#[must_use]
pub const fn declare<const N: usize>(
    registry: &'static Registry,
    keys: &[&'static str; N],
) -> [FeatureInfo; N] {
    let mut features = [const { FeatureInfo::in_registry(&NOWHERE, 0, "") }; N];
    let mut index = 0;
    while index < N {
        let feature = FeatureInfo::in_registry(registry, index as u32, keys[index]);
        // Assigning would drop the placeholder, which constants cannot do.
        std::mem::forget(std::mem::replace(&mut features[index], feature));
        index += 1;
    }
    features
}

static NOWHERE: Registry = Registry::new("", "", 0, &[], &[], &[], &[]);
