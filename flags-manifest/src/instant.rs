//! Date-times with an offset.

use toml_datetime::{Datetime, Offset, Time};

use crate::findings::Findings;
use crate::grammar::Dates;
use crate::reader::What;
use crate::tree::{Kind, Node};

/// Moment in time: comparable, and in RFC 3339 with an offset.
#[derive(Clone, Debug)]
pub(crate) struct Instant {
    pub(crate) text: String,
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    pub(crate) nanoseconds: i128,
}

const EXAMPLE: &str = "2026-12-01T09:00:00Z";

/// Milliseconds since 1970-01-01T00:00:00Z of a date-time in RFC 3339 with an offset, rounded down; a
/// leap second is the first of the next minute.
///
/// ```
/// let begin = flags_manifest::milliseconds("1970-01-01T01:00:00.0019+01:00");
/// assert_eq!(begin, Some(1));
/// assert_eq!(flags_manifest::milliseconds("1970-01-01"), None);
/// ```
#[must_use]
pub fn milliseconds(text: &str) -> Option<i64> {
    let instant = text.parse().ok().and_then(instant_of)?;
    i64::try_from(instant.nanoseconds.div_euclid(1_000_000)).ok()
}

pub(crate) fn instant(
    findings: &mut Findings,
    node: &Node<'_>,
    what: What<'_>,
    dates: Dates,
) -> Option<Instant> {
    let parsed = match (&node.kind, dates) {
        (Kind::Datetime(datetime), _) => Some(*datetime),
        (Kind::String(text), Dates::Text) => text.parse().ok(),
        _ => None,
    };
    if let Some(instant) = parsed.and_then(instant_of) {
        return Some(instant);
    }
    let message = format!(
        "{what} must be a date-time with an offset, found {}",
        node.describe()
    );
    match &node.kind {
        Kind::String(text) if dates == Dates::Literal && text.parse::<Datetime>().is_ok() => {
            findings.report_with_help(
                &node.span,
                message,
                format!("write it without quotes, such as {EXAMPLE}"),
            );
        }
        Kind::Datetime(Datetime {
            date: Some(_),
            time: Some(_),
            ..
        }) => findings.report_with_help(
            &node.span,
            message,
            format!("append `Z` for UTC, or an offset such as `+01:00`: {EXAMPLE}"),
        ),
        _ => findings.report_with_help(&node.span, message, format!("write it such as {EXAMPLE}")),
    }
    None
}

fn instant_of(datetime: Datetime) -> Option<Instant> {
    let (date, time, offset) = (datetime.date?, datetime.time?, datetime.offset?);
    let minutes = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes),
    };
    let second = time.second.unwrap_or(0);
    let days = days_since_1970(date.year.into(), date.month.into(), date.day.into());
    let seconds = ((days * 24 + i64::from(time.hour)) * 60 + i64::from(time.minute) - minutes) * 60
        + i64::from(second);
    let written = Datetime {
        // RFC 3339 has no form without seconds, TOML does.
        time: Some(Time {
            second: Some(second),
            ..time
        }),
        ..datetime
    };
    Some(Instant {
        text: written.to_string(),
        nanoseconds: i128::from(seconds) * 1_000_000_000 + i128::from(time.nanosecond.unwrap_or(0)),
    })
}

/// Days of the Gregorian calendar, counted from the first of March so that leap days come last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days_in_months = (153 * month + 2) / 5;
    year * 365 + leap_days + days_in_months + day - 1 - 719_468
}
