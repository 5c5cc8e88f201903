use std::time::{Duration, SystemTime, UNIX_EPOCH};

use launchdarkly_sdk_transport::Response;

use super::retry_after;

#[track_caller]
fn check(header: &str, seconds: u64) {
    let response = Response::builder()
        .header("Retry-After", header)
        .body(())
        .unwrap();
    // 1994-11-06T08:49:37Z
    let now: SystemTime = UNIX_EPOCH + Duration::from_secs(784_111_777);
    assert_eq!(
        retry_after(&response, now),
        Duration::from_secs(seconds),
        "{header}"
    );
}

#[test]
fn f32_retry_after_is_seconds_or_a_date_and_an_hour_at_most() {
    check("7", 7);
    check("Sun, 06 Nov 1994 08:50:00 GMT", 23);
    check("Sun, 06 Nov 1994 08:49:00 GMT", 0);
    check("86400", 3600);
    check("18446744073709551615", 3600);
    check("Fri, 31 Dec 9999 23:59:59 GMT", 3600);
    check("-1", 0);
    check("soon", 0);
}
