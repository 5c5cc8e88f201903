//! Days on which flags were made.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day of a moment in milliseconds since 1970, in UTC.
pub(super) fn day_of_milliseconds(milliseconds: i64) -> Option<String> {
    let moment = Timestamp::from_millisecond(milliseconds).ok()?;
    Some(moment.to_zoned(TimeZone::UTC).date().to_string())
}

/// The day of a moment in RFC 3339.
pub(super) fn day_of_text(text: &str) -> Option<String> {
    let day: Date = text.get(..10)?.parse().ok()?;
    Some(day.to_string())
}
