//! Moment in time.

use std::error::Error;
use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

/// Moment in time, in milliseconds since 1970-01-01T00:00:00Z.
///
/// ```
/// use flags_runtime::Timestamp;
///
/// let moment: Timestamp = "2026-12-01T10:00:00.5+01:00".parse()?;
/// assert_eq!(moment.milliseconds(), 1_796_115_600_500);
/// assert_eq!(moment.to_string(), "2026-12-01T09:00:00.500Z");
/// # Ok::<(), flags_runtime::ParseTimestampError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// So many milliseconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// Milliseconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn milliseconds(self) -> i64 {
        self.0
    }

    /// What the system's clock says.
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }
}

/// Parts of a millisecond are dropped towards the past; what does not fit is the nearest that does.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        Self(match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => {
                let nanoseconds = before.duration().as_nanos();
                i64::try_from(nanoseconds.div_ceil(1_000_000)).map_or(i64::MIN, |ms| -ms)
            }
        })
    }
}

/// RFC 3339 in UTC, with milliseconds where there are some.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DAY: i64 = 86_400_000;
        let (year, month, day) = date_of(self.0.div_euclid(DAY));
        let rest = self.0.rem_euclid(DAY);
        let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
        let (second, millisecond) = (rest / 1000 % 60, rest % 1000);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        if millisecond != 0 {
            write!(f, ".{millisecond:03}")?;
        }
        f.write_str("Z")
    }
}

/// Reads RFC 3339: a date, a time with seconds, and an offset. Digits beyond milliseconds are dropped.
impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text.as_bytes()).ok_or(ParseTimestampError(()))
    }
}

/// A text is no date-time of RFC 3339.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimestampError(());

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a date-time with an offset, such as `2026-12-01T09:00:00Z`")
    }
}

impl Error for ParseTimestampError {}

fn parse(text: &[u8]) -> Option<Timestamp> {
    let (head, tail) = text.split_at_checked(19)?;
    let number = |from: usize, length: usize| {
        head[from..from + length]
            .iter()
            .try_fold(0_i64, |sum, digit| {
                digit
                    .is_ascii_digit()
                    .then(|| sum * 10 + i64::from(digit - b'0'))
            })
    };
    let separators = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
    if separators.iter().any(|(at, mark)| head[*at] != *mark)
        || !matches!(head[10], b'T' | b't' | b' ')
    {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    let (hour, minute, second) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
    let days = days_since_1970(year, month, day);
    // A leap second is the first of the next minute. A day that does not exist comes back changed.
    if hour > 23 || minute > 59 || second > 60 || date_of(days) != (year, month, day) {
        return None;
    }
    let (milliseconds, tail) = fraction(tail)?;
    let offset = offset(tail)?;
    let minutes = (days * 24 + hour) * 60 + minute - offset;
    Some(Timestamp((minutes * 60 + second) * 1000 + milliseconds))
}

/// Milliseconds behind a point, if there is one, and what follows.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some(digits) = text.strip_prefix(b".") else {
        return Some((0, text));
    };
    let count = digits
        .iter()
        .take_while(|digit| digit.is_ascii_digit())
        .count();
    let place = |at: usize| {
        if at < count {
            i64::from(digits[at] - b'0')
        } else {
            0
        }
    };
    (count > 0).then(|| (place(0) * 100 + place(1) * 10 + place(2), &digits[count..]))
}

/// Minutes east of UTC.
fn offset(text: &[u8]) -> Option<i64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    match *text {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h, hh, b':', m, mm] => {
            let (hours, minutes) = (digit(h)? * 10 + digit(hh)?, digit(m)? * 10 + digit(mm)?);
            let sign = if sign == b'-' { -1 } else { 1 };
            (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
        }
        _ => None,
    }
}

/// Days of the Gregorian calendar, counted from the first of March so that leap days come last.
const fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// The reverse: years in rounds of 400, which have 146,097 days each.
const fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let year = year + era * 400;
    if month < 10 {
        (year, month + 3, day)
    } else {
        (year + 1, month - 9, day)
    }
}

#[cfg(test)]
mod tests;
