//! What `features.toml` says of a feature, as OpenFeature's flag metadata.

use flags_runtime::{Evaluation, FeatureInfo, FeatureKind, Value};
use open_feature::FlagMetadata;

pub(crate) fn of(feature: &FeatureInfo, evaluation: &Evaluation<Value>) -> FlagMetadata {
    let known = [
        ("registry", Some(feature.registry().name())),
        ("provider", Some(evaluation.provider())),
        ("version", evaluation.version()),
        ("owner", feature.owner()),
        ("kind", feature.kind().map(FeatureKind::as_str)),
    ];
    known
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .fold(FlagMetadata::default(), |metadata, (name, value)| {
            metadata.with_value(name, value)
        })
}
