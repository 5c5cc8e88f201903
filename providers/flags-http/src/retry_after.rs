//! How long a service asks to wait.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use flags_runtime::Timestamp;
use ureq::http::HeaderMap;
use ureq::http::header::{DATE, RETRY_AFTER};

/// Whatever a service says, it is asked again after this.
pub(crate) const LONGEST: Duration = Duration::from_secs(3600);

/// The wait that `Retry-After` asks for, at most an hour. A date counts from the service's own
/// `Date`, so that it does not matter whose clock is wrong.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are a long time too.
        let seconds = text.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds).min(LONGEST));
    }
    let until = httpdate::parse_http_date(text)
        .ok()
        .or_else(|| rfc3339(text))?;
    let date = headers.get(DATE).and_then(|date| date.to_str().ok());
    let from = date.and_then(|date| httpdate::parse_http_date(date).ok());
    let wait = until.duration_since(from.unwrap_or(now));
    // A date that has passed asks for no wait.
    Some(wait.unwrap_or_default().min(LONGEST))
}

/// What OFREP allows beside the forms of HTTP.
fn rfc3339(text: &str) -> Option<SystemTime> {
    let moment: Timestamp = text.parse().ok()?;
    let milliseconds = u64::try_from(moment.milliseconds()).ok()?;
    UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use ureq::http::HeaderMap;

    use super::retry_after;

    /// 1994-11-06T08:49:37Z, the date of RFC 9110's examples, in seconds.
    const RFC_DATE: u64 = 784_111_777;

    #[track_caller]
    fn check(value: &str, date: Option<&str>, expected: Option<u64>) {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", value.parse().unwrap());
        if let Some(date) = date {
            headers.insert("date", date.parse().unwrap());
        }
        let now: SystemTime = UNIX_EPOCH + Duration::from_secs(RFC_DATE);
        assert_eq!(
            retry_after(&headers, now),
            expected.map(Duration::from_secs),
            "{value}"
        );
    }

    #[test]
    fn f32_seconds() {
        check("120", None, Some(120));
        check(" 0 ", None, Some(0));
    }

    #[test]
    fn f32_dates_in_all_three_forms_of_rfc_9110() {
        check("Sun, 06 Nov 1994 08:51:37 GMT", None, Some(120));
        check("Sunday, 06-Nov-94 08:51:37 GMT", None, Some(120));
        check("Sun Nov  6 08:51:37 1994", None, Some(120));
    }

    #[test]
    fn f32_a_date_as_ofrep_writes_it() {
        check("1994-11-06T08:51:37Z", None, Some(120));
        check("1994-11-06T09:51:37+01:00", None, Some(120));
    }

    #[test]
    fn f32_at_most_an_hour() {
        check("86400", None, Some(3600));
        check("99999999999999999999999", None, Some(3600));
        check("Mon, 07 Nov 1994 08:49:37 GMT", None, Some(3600));
    }

    #[test]
    fn f45_a_date_counts_from_the_services_own_clock() {
        check(
            "Sun, 06 Nov 2095 08:51:37 GMT",
            Some("Sun, 06 Nov 2095 08:49:37 GMT"),
            Some(120),
        );
    }

    #[test]
    fn f45_a_date_that_has_passed_asks_for_no_wait() {
        check("Sun, 06 Nov 1994 08:00:00 GMT", None, Some(0));
    }

    #[test]
    fn what_is_neither_is_ignored() {
        check("soon", None, None);
        check("-5", None, None);
        check("1.5", None, None);
    }
}
