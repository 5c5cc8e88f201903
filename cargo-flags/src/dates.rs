//! Days.

use flags_manifest::model::Date;
use jiff::civil;

/// How many days there are from one day to another; negative where that is earlier.
///
/// ```
/// use cargo_flags::dates::days;
/// use flags_manifest::model::Date;
///
/// let day = |year, month, day| Date { year, month, day };
/// assert_eq!(days(day(2028, 2, 28), day(2028, 3, 1)), 2);
/// assert_eq!(days(day(2026, 1, 1), day(2025, 12, 31)), -1);
/// ```
#[must_use]
pub fn days(from: Date, to: Date) -> i64 {
    let hours = civil(from).duration_until(civil(to)).as_hours();
    hours / 24
}

/// # Panics
///
/// Never: a date that was read is one of the calendar.
fn civil(date: Date) -> civil::Date {
    let signed = |number: u8| i8::try_from(number).unwrap_or(i8::MAX);
    let year = i16::try_from(date.year).unwrap_or(i16::MAX);
    civil::Date::new(year, signed(date.month), signed(date.day))
        .expect("a date that was read is one of the calendar")
}
