//! Features that nobody is asked about.

use crate::lint::{Complaint, Subject};

pub(super) fn complaint(subject: &Subject<'_>) -> Option<Complaint> {
    if subject.feature.owner.is_some() {
        return None;
    }
    let all = &subject.manifest.features;
    if all.len() > 1 && all.iter().all(|feature| feature.owner.is_none()) {
        // Whoever does not write down owners is told so once.
        return (subject.at.feature == 0).then(|| Complaint {
            message: "no feature of this manifest has an `owner`".to_owned(),
            span: None,
            help: Some(
                "name the teams or persons to ask about them, or leave the lint out with \
                 `--allow no-owner`"
                    .to_owned(),
            ),
        });
    }
    Some(Complaint {
        message: format!("feature `{}` has no `owner`", subject.feature.key),
        span: Some(subject.declared.key()),
        help: Some("name the team or the person to ask about it".to_owned()),
    })
}
