use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Backup;
use crate::{Request, Secret};

fn backup(url: &str, identity: &str, key: &str) -> Backup {
    let request = Request::get(url).unwrap();
    let request = request.secret_header("x-key", &Secret::new(key)).unwrap();
    Backup::new("flags.backup".into(), identity, &request, 1 << 20)
}

fn moment(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

const URL: &str = "http://flags.example/a";
const TEXT: &str = "{\n\n\"flags\": {\"dark_mode\": true}}\n";

#[test]
fn what_was_written_is_read() {
    let backup = backup(URL, "production", "key");
    let written = backup.render(TEXT, Some("W/\"1\""), Some("Sun, 06 Nov 1994"), moment(100));
    let stored = backup.parse(written.as_bytes(), moment(160)).unwrap();
    assert_eq!(stored.text, TEXT);
    assert_eq!(stored.etag.as_deref(), Some("W/\"1\""));
    assert_eq!(stored.last_modified.as_deref(), Some("Sun, 06 Nov 1994"));
    assert_eq!(stored.age, Duration::from_secs(60));
}

#[test]
fn f45_a_clock_that_went_back_makes_no_negative_age() {
    let backup = backup(URL, "", "key");
    let written = backup.render(TEXT, None, None, moment(4_000_000_000));
    let stored = backup.parse(written.as_bytes(), moment(100)).unwrap();
    assert_eq!(stored.age, Duration::ZERO);
}

#[test]
fn f52_any_byte_that_is_changed_is_noticed() {
    let backup = backup(URL, "production", "key");
    let written = backup
        .render(TEXT, Some("\"1\""), None, moment(100))
        .into_bytes();
    for position in 0..written.len() {
        for change in [0x01, 0x20, 0x80] {
            let mut changed = written.clone();
            changed[position] ^= change;
            let parsed = backup.parse(&changed, moment(100));
            assert!(parsed.is_err(), "byte {position} of {parsed:?}");
        }
    }
}

#[test]
fn f52_any_place_where_it_is_cut_off_is_noticed() {
    let backup = backup(URL, "production", "key");
    let written = backup.render(TEXT, None, None, moment(100)).into_bytes();
    for length in 0..written.len() {
        assert!(
            backup.parse(&written[..length], moment(100)).is_err(),
            "{length}"
        );
    }
}

#[test]
fn f52_addresses_identities_and_keys_are_told_apart() {
    let all = [
        backup(URL, "production", "key"),
        backup("http://flags.example/b", "production", "key"),
        backup(URL, "staging", "key"),
        backup(URL, "production", "other"),
        // The same letters in other places.
        backup(URL, "productionk", "ey"),
    ];
    for (one, writer) in all.iter().enumerate() {
        let written = writer.render(TEXT, None, None, moment(100));
        for (other, reader) in all.iter().enumerate() {
            let parsed = reader.parse(written.as_bytes(), moment(100));
            assert_eq!(parsed.is_ok(), one == other, "{one} read by {other}");
        }
    }
}
