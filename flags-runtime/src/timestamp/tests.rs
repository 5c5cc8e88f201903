use std::time::{Duration, UNIX_EPOCH};

use super::Timestamp;

#[track_caller]
fn check(text: &str, milliseconds: i64, shown: &str) {
    let moment: Timestamp = text.parse().unwrap();
    assert_eq!(moment.milliseconds(), milliseconds);
    assert_eq!(moment.to_string(), shown);
}

#[track_caller]
fn refused(text: &str) {
    assert!(text.parse::<Timestamp>().is_err(), "{text} was accepted");
}

// The expected numbers are those of `date -u -d TEXT +%s`, times 1000.

#[test]
fn the_epoch_is_zero() {
    check("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z");
}

#[test]
fn an_offset_is_taken_off() {
    check(
        "2026-12-01T10:00:00+01:00",
        1_796_115_600_000,
        "2026-12-01T09:00:00Z",
    );
    check(
        "2026-12-01T04:30:00-04:30",
        1_796_115_600_000,
        "2026-12-01T09:00:00Z",
    );
}

#[test]
fn leap_days_count() {
    check(
        "2024-02-29T23:59:59Z",
        1_709_251_199_000,
        "2024-02-29T23:59:59Z",
    );
    check(
        "2000-03-01T00:00:00Z",
        951_868_800_000,
        "2000-03-01T00:00:00Z",
    );
}

#[test]
fn before_the_epoch_is_negative() {
    check("1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z");
    check(
        "0000-01-01T00:00:00Z",
        -62_167_219_200_000,
        "0000-01-01T00:00:00Z",
    );
}

#[test]
fn digits_beyond_milliseconds_are_dropped() {
    check(
        "1970-01-01T00:00:00.0019999Z",
        1,
        "1970-01-01T00:00:00.001Z",
    );
    check("1970-01-01T00:00:00.5Z", 500, "1970-01-01T00:00:00.500Z");
}

#[test]
fn what_is_no_moment_is_refused() {
    for text in [
        "",
        "2026-12-01",
        "2026-12-01T09:00:00",
        "2026-02-29T09:00:00Z",
        "2026-13-01T09:00:00Z",
        "2026-00-01T09:00:00Z",
        "2026-12-01T24:00:00Z",
        "2026-12-01T09:60:00Z",
        "2026-12-01T09:00:61Z",
        "2026-12-01T09:00:00.Z",
        "2026-12-01T09:00:00+1:00",
        "2026-12-01T09:00:00+24:00",
        "2026/12/01T09:00:00Z",
        "1796115600000",
        "é026-12-01T09:00:00Z",
    ] {
        refused(text);
    }
}

#[test]
fn every_day_of_four_centuries_comes_back() {
    for day in -146_097..146_097_i64 {
        let moment = Timestamp::from_milliseconds(day * 86_400_000);
        assert_eq!(moment.to_string().parse(), Ok(moment));
    }
}

#[test]
fn the_system_clock_is_rounded_towards_the_past() {
    let after = UNIX_EPOCH + Duration::from_micros(1_999);
    let before = UNIX_EPOCH - Duration::from_micros(1_999);
    assert_eq!(Timestamp::from(after).milliseconds(), 1);
    assert_eq!(Timestamp::from(before).milliseconds(), -2);
}

#[test]
fn extremes_are_shown_without_a_panic() {
    for milliseconds in [i64::MIN, i64::MAX] {
        assert!(
            !Timestamp::from_milliseconds(milliseconds)
                .to_string()
                .is_empty()
        );
    }
}
