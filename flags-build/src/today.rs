//! Which day it is.

use flags_manifest::model::Date;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;

/// The day that expiry is judged by, in UTC: `FEATURES_TODAY`, else `SOURCE_DATE_EPOCH`, else the
/// clock's.
///
/// # Errors
///
/// When the variable that decides is not a day or a number of seconds.
pub fn today() -> Result<Date, String> {
    let variable = |name| std::env::var(name).ok().filter(|text| !text.is_empty());
    from_variables(
        variable("FEATURES_TODAY").as_deref(),
        variable("SOURCE_DATE_EPOCH").as_deref(),
        Timestamp::now(),
    )
}

fn from_variables(
    today: Option<&str>,
    epoch: Option<&str>,
    now: Timestamp,
) -> Result<Date, String> {
    if let Some(text) = today {
        return text.parse().map(convert).map_err(|_| {
            format!("`FEATURES_TODAY` must be a day such as `2026-11-22`, found `{text}`")
        });
    }
    let instant = match epoch {
        None => now,
        Some(text) => text
            .parse()
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .ok_or_else(|| {
                format!("`SOURCE_DATE_EPOCH` must be seconds since 1970, found `{text}`")
            })?,
    };
    Ok(convert(instant.to_zoned(TimeZone::UTC).date()))
}

fn convert(date: civil::Date) -> Date {
    let positive = |number: i8| number.unsigned_abs();
    Date {
        // A year before Christ, where nothing has expired yet, is year 0 for this purpose.
        year: u16::try_from(date.year()).unwrap_or(0),
        month: positive(date.month()),
        day: positive(date.day()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, from_variables};

    #[track_caller]
    fn check(today: Option<&str>, epoch: Option<&str>, expected: Result<&str, &str>) {
        let now = "2026-11-22T23:59:59Z".parse::<Timestamp>().unwrap();
        let day = from_variables(today, epoch, now).map(|day| day.to_string());
        assert_eq!(day.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn the_clock_is_read_in_utc() {
        check(None, None, Ok("2026-11-22"));
    }

    #[test]
    fn features_today_comes_first() {
        check(Some("2027-07-01"), Some("0"), Ok("2027-07-01"));
    }

    #[test]
    fn source_date_epoch_comes_before_the_clock() {
        check(None, Some("86400"), Ok("1970-01-02"));
    }

    #[test]
    fn a_variable_that_is_no_day_is_an_error() {
        check(
            Some("tomorrow"),
            None,
            Err("`FEATURES_TODAY` must be a day such as `2026-11-22`, found `tomorrow`"),
        );
    }

    #[test]
    fn an_epoch_that_is_no_number_is_an_error() {
        check(None, Some("2026"), Ok("1970-01-01"));
        check(
            None,
            Some("now"),
            Err("`SOURCE_DATE_EPOCH` must be seconds since 1970, found `now`"),
        );
    }
}
