//! Features that are older than their kind may grow.

use flags_manifest::model::{Date, Feature, Manifest};

use crate::dates::days;
use crate::lint::{Complaint, Subject, always_on};

pub(super) fn complaint(subject: &Subject<'_>) -> Option<Complaint> {
    let feature = subject.feature;
    let (kind, allowed) = max_age(subject.manifest, feature)?;
    let Some(age) = age(feature, subject.circumstances.today) else {
        return Some(Complaint {
            message: format!(
                "feature `{}` has no `created`, which the `max-age` of kind `{kind}` is counted from",
                feature.key
            ),
            span: Some(subject.declared.key()),
            help: Some("write down when it was declared; `git blame` knows".to_owned()),
        });
    };
    if age <= i64::from(allowed) {
        return None;
    }
    Some(Complaint {
        message: format!(
            "feature `{}` is {age} days old, and `max-age` allows {allowed} for kind `{kind}`",
            feature.key
        ),
        span: Some(subject.declared.value("created")),
        help: Some(always_on::retirement(subject)),
    })
}

/// How many days old a feature is, if it says when it was declared.
#[must_use]
pub fn age(feature: &Feature, today: Date) -> Option<i64> {
    feature.created.map(|created| days(created, today))
}

fn max_age(manifest: &Manifest, feature: &Feature) -> Option<(&'static str, u32)> {
    let kind = feature.kind?;
    let ages = &manifest.policy.max_age;
    let (_, allowed) = ages.iter().find(|(limited, _)| *limited == kind)?;
    Some((kind.name(), *allowed))
}
