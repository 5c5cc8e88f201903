//! The last good document, on disk.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use expect_test::{Expect, expect};
use flags_faulty_server::{FaultyServer, Reply};
use flags_http::{Document, Origin, Poller, Request, Secret, Settings};
use flags_runtime::ProviderState;
use tempfile::TempDir;

use crate::world::{Shelf, document, settings, wait_until};

/// A directory for a backup, and a service that may be away.
struct Disk {
    dir: TempDir,
    server: FaultyServer,
}

impl Disk {
    fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            server: FaultyServer::start(),
        }
    }

    /// One with a backup of version 1.
    #[track_caller]
    fn with_backup() -> Self {
        let disk = Self::new();
        disk.server.answer(Reply::json(document(1)).etag("\"v1\""));
        let (poller, _) = disk.start(settings(), "production", "key");
        wait_until("it is written", || disk.path().exists());
        drop(poller);
        disk.server.answer(Reply::status(503));
        disk
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("flags.backup")
    }

    fn start(&self, settings: Settings, identity: &str, key: &str) -> (Poller, Shelf) {
        let shelf = Shelf::default();
        let request = Request::get(&self.server.url("/flags.json")).unwrap();
        let request = request.secret_header("x-key", &Secret::new(key)).unwrap();
        let sink = {
            let shelf = shelf.clone();
            move |document: &Document<'_>| shelf.take(document)
        };
        let settings = settings.backup(self.path());
        let poller = Poller::start("test", identity, request, &settings, sink).unwrap();
        (poller, shelf)
    }

    fn show(&self, text: &str) -> String {
        text.replace(&self.dir.path().display().to_string(), "DIR")
            .replace(&self.server.address().to_string(), "SERVER")
    }

    /// What is said of a backup that cannot be used, which then is not.
    #[track_caller]
    fn refuses(&self, identity: &str, key: &str, expected: Expect) {
        let (poller, shelf) = self.start(settings(), identity, key);
        assert_eq!(shelf.all(), []);
        assert_eq!(poller.status().state(), ProviderState::NotReady);
        let notices = poller.notices();
        let [notice] = notices.as_slice() else {
            panic!("one notice was expected: {notices:?}");
        };
        expected.assert_eq(&self.show(&notice.to_string()));
    }
}

#[test]
fn f29_the_backup_is_served_until_the_service_is_back() {
    let disk = Disk::with_backup();
    let (poller, shelf) = disk.start(settings(), "production", "key");
    assert_eq!(shelf.all(), [(1, Origin::Backup)]);
    assert_eq!(poller.status().state(), ProviderState::Stale);
    assert!(poller.status().age().is_some());
    wait_until("it was tried", || poller.counts().requests() > 1);
    disk.server.answer(Reply::json(document(2)));
    wait_until("it is current", || {
        poller.status().state() == ProviderState::Ready
    });
    assert_eq!(shelf.all(), [(1, Origin::Backup), (2, Origin::Network)]);
}

#[test]
fn f37_the_etag_of_the_backup_is_sent_back() {
    let disk = Disk::with_backup();
    let before = disk.server.requests().len();
    disk.server.answer(Reply::json(document(1)).etag("\"v1\""));
    let (poller, shelf) = disk.start(settings(), "production", "key");
    assert_eq!(
        poller.ready(Duration::from_secs(60)).state(),
        poller.status().state()
    );
    wait_until("it is current", || {
        poller.status().state() == ProviderState::Ready
    });
    let request = &disk.server.requests()[before];
    assert_eq!(request.header("if-none-match"), Some("\"v1\""));
    assert_eq!(shelf.all(), [(1, Origin::Backup)]);
}

#[test]
fn f51_nothing_else_is_left_in_the_directory() {
    let disk = Disk::with_backup();
    let names: Vec<_> = fs::read_dir(disk.dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["flags.backup"]);
}

/// A crash leaves the old file and a half-written one beside it, never a half-written one in its place.
#[test]
fn f51_a_half_written_file_beside_it_does_no_harm() {
    let disk = Disk::with_backup();
    let half = format!(".flags.backup.{}.tmp", std::process::id());
    fs::write(disk.dir.path().join(&half), "typed-flags ba").unwrap();
    let (_poller, shelf) = disk.start(settings(), "production", "key");
    assert_eq!(shelf.all(), [(1, Origin::Backup)]);
    disk.server.answer(Reply::json(document(2)));
    wait_until("the next write has replaced it", || {
        !disk.dir.path().join(&half).exists()
    });
    assert!(
        fs::read_to_string(disk.path())
            .unwrap()
            .ends_with(&document(2))
    );
}

#[cfg(unix)]
#[test]
fn f55_nobody_else_may_read_the_backup() {
    use std::os::unix::fs::PermissionsExt;

    let disk = Disk::with_backup();
    let mode = fs::metadata(disk.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn f55_the_key_is_not_in_the_backup() {
    let disk = Disk::new();
    disk.server.answer(Reply::json(document(1)));
    let (_poller, _) = disk.start(settings(), "production", "sdk-1234567890");
    wait_until("it is written", || disk.path().exists());
    assert!(
        !fs::read_to_string(disk.path())
            .unwrap()
            .contains("sdk-1234567890")
    );
}

#[test]
fn f52_of_another_environment() {
    Disk::with_backup().refuses(
        "staging",
        "key",
        expect!["the backup `DIR/flags.backup` is not used: it belongs to another address, environment or key"],
    );
}

#[test]
fn f52_of_another_key() {
    Disk::with_backup().refuses(
        "production",
        "key2",
        expect!["the backup `DIR/flags.backup` is not used: it belongs to another address, environment or key"],
    );
}

#[track_caller]
fn changed(change: impl FnOnce(String) -> String, expected: Expect) {
    let disk = Disk::with_backup();
    let text = fs::read_to_string(disk.path()).unwrap();
    fs::write(disk.path(), change(text)).unwrap();
    disk.refuses("production", "key", expected);
}

#[test]
fn f52_changed_by_hand() {
    changed(
        |text| text.replace("true", "null"),
        expect!["the backup `DIR/flags.backup` is not used: its checksum is wrong"],
    );
}

#[test]
fn f52_with_another_etag() {
    changed(
        |text| text.replace("v1", "v2"),
        expect!["the backup `DIR/flags.backup` is not used: its checksum is wrong"],
    );
}

#[test]
fn f52_cut_off_in_the_document() {
    changed(
        |text| text[..text.len() - 5].to_owned(),
        expect!["the backup `DIR/flags.backup` is not used: its checksum is wrong"],
    );
}

#[test]
fn f52_cut_off_in_the_head() {
    changed(
        |text| text[..40].to_owned(),
        expect!["the backup `DIR/flags.backup` is not used: it is not whole"],
    );
}

#[test]
fn f52_of_another_format() {
    changed(
        |text| text.replace("backup 1", "backup 2"),
        expect!["the backup `DIR/flags.backup` is not used: it is of another format"],
    );
}

#[test]
fn f52_empty() {
    changed(
        |_| String::new(),
        expect!["the backup `DIR/flags.backup` is not used: it is not whole"],
    );
}

#[test]
fn f20_a_backup_that_is_too_large() {
    let disk = Disk::new();
    fs::write(disk.path(), vec![b'x'; 100_000]).unwrap();
    let (poller, _) = disk.start(settings().max_size(1_000), "production", "key");
    expect!["the backup `DIR/flags.backup` is not used: it is too large"]
        .assert_eq(&disk.show(&poller.notices()[0].to_string()));
}

#[test]
fn f53_a_directory_that_does_not_exist_costs_one_notice() {
    let disk = Disk::new();
    disk.server.answer(Reply::json(document(1)));
    let shelf = Shelf::default();
    let request = Request::get(&disk.server.url("/flags.json")).unwrap();
    let nowhere = disk.dir.path().join("nowhere").join("flags.backup");
    let sink = {
        let shelf = shelf.clone();
        move |document: &Document<'_>| shelf.take(document)
    };
    let poller = Poller::start("test", "", request, &settings().backup(nowhere), sink).unwrap();
    wait_until("there is a notice", || !poller.notices().is_empty());
    expect!["the backup `DIR/nowhere/flags.backup` cannot be written: No such file or directory (os error 2); nothing else depends on it"]
        .assert_eq(&disk.show(&poller.notices()[0].to_string()));
    wait_until("it is current", || {
        poller.status().state() == ProviderState::Ready
    });
    assert_eq!(shelf.version(), Some(1));
}

#[test]
fn f53_a_backup_that_is_a_directory() {
    let disk = Disk::new();
    fs::create_dir(disk.path()).unwrap();
    disk.server.answer(Reply::status(503));
    disk.refuses(
        "production",
        "key",
        expect!["the backup `DIR/flags.backup` is not used: Is a directory (os error 21)"],
    );
}

#[test]
fn f13_a_refused_document_leaves_the_backup_alone() {
    let disk = Disk::with_backup();
    let before = fs::read_to_string(disk.path()).unwrap();
    disk.server.answer(Reply::html());
    let (poller, _) = disk.start(settings(), "production", "key");
    wait_until("it was tried", || poller.counts().requests() > 3);
    assert_eq!(fs::read_to_string(disk.path()).unwrap(), before);
}
