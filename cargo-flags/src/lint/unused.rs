//! Features that nothing depends on.

use crate::code::Use;
use crate::lint::{Complaint, Subject};

pub(super) fn complaint(subject: &Subject<'_>) -> Option<Complaint> {
    let uses = subject.circumstances.uses?;
    let uses = uses.of(subject.at.manifest, subject.at.feature);
    if uses.iter().any(Use::depends_on_it) {
        return None;
    }
    let key = &subject.feature.key;
    // It still decides about the features that need it.
    let mut others = subject.manifest.features.iter();
    if others.any(|other| {
        other
            .needs
            .iter()
            .any(|need| need.feature == subject.at.feature)
    }) {
        return None;
    }
    let message = if uses.is_empty() {
        format!("feature `{key}` is never used")
    } else {
        format!("feature `{key}` is imported or listed, and nothing depends on it")
    };
    Some(Complaint {
        message,
        span: Some(subject.declared.key()),
        help: Some("move it to `[retired]`, so that its name does not come back".to_owned()),
    })
}
