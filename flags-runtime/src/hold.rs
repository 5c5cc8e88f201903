//! A reason for a slot to say *ask*.

use crate::{FeatureInfo, process};

/// While it lives, a feature and whatever needs it say *ask*: their answer may be another on some
/// thread, because of an override or a scope. The slots go back by themselves when the last goes.
#[derive(Debug)]
pub struct Hold {
    feature: &'static FeatureInfo,
}

impl Hold {
    /// Takes effect before it returns.
    #[must_use = "dropping it ends the hold"]
    pub fn new(feature: &'static FeatureInfo) -> Self {
        process::engine().hold(feature);
        Self { feature }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        process::engine().release(self.feature);
    }
}
