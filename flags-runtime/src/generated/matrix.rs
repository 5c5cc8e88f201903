//! What the tests that `feature_matrix` makes call.

use super::VariantSet;
use crate::{Feature, FeatureValue};

/// A type whose values can be counted.
#[diagnostic::on_unimplemented(
    message = "the values of a feature of type `{Self}` are not known",
    label = "write the values to try, in brackets",
    note = "`feature_matrix` tries all values of booleans and of variants by itself"
)]
pub trait EachValue: FeatureValue {
    /// The values, in the order of the manifest; of a boolean, `false` first.
    fn each() -> &'static [Self];
}

impl EachValue for bool {
    fn each() -> &'static [Self] {
        &[false, true]
    }
}

impl<E: VariantSet + FeatureValue> EachValue for E {
    fn each() -> &'static [Self] {
        E::DATA.2
    }
}

/// Says which features a test runs with. The test harness shows it if the test fails.
#[expect(clippy::print_stderr, reason = "it is part of a test")]
pub fn matrix_case(features: &str) {
    eprintln!("with features {features}");
}

/// The value of this index, of a feature that was found in the manifest.
///
/// # Panics
///
/// If the feature is declared by another manifest than the one that was read, and so may have other
/// values.
#[track_caller]
pub fn matrix_value<T: EachValue>(
    feature: Feature<T>,
    manifest: &str,
    fingerprint: u64,
    index: usize,
) -> T {
    let registry = feature.registry();
    assert!(
        registry.fingerprint() == fingerprint,
        "`feature_matrix` read `{manifest}`, but `{}` comes from `{}` of registry `{}`, which is \
         another file: name that file with `manifest = \"…\"`, or write the values to try: \
         `{} = […]`",
        feature.constant(),
        registry.source(),
        registry.name(),
        feature.constant(),
    );
    T::each()[index].clone()
}
