//! Features past their `expires`.

use crate::dates::days;
use crate::lint::{Complaint, Subject, always_on};

pub(super) fn complaint(subject: &Subject<'_>) -> Option<Complaint> {
    let today = subject.circumstances.today;
    // The day itself is still fine.
    let expires = subject.feature.expires.filter(|day| *day < today)?;
    let ago = match days(expires, today) {
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    };
    Some(Complaint {
        message: format!(
            "feature `{}` expired on {expires}, {ago}",
            subject.feature.key
        ),
        span: Some(subject.declared.value("expires")),
        help: Some(format!(
            "{}, or agree on a later day",
            always_on::retirement(subject)
        )),
    })
}
