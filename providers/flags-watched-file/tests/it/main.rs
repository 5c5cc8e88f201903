//! Files that change, vanish and come back.
// Says to clippy that `unwrap` is fine outside test functions, too.
#![cfg(test)]

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use flags_runtime::{Listener, ProviderState};
use flags_watched_file::{OpenError, WatchedFile};
use tempfile::TempDir;

/// A watched file, whose texts begin with `{`, and what was taken of it.
struct World {
    folder: TempDir,
    taken: Arc<Mutex<Vec<String>>>,
    file: WatchedFile,
}

impl World {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("flags.json"), "{1}").unwrap();
        let (file, taken) = open(folder.path().join("flags.json"));
        Self {
            folder,
            taken,
            file: file.unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("flags.json")
    }

    /// Replaces the file at once, so that nobody sees it half written.
    fn put(&self, content: impl AsRef<[u8]>) {
        let other = self.folder.path().join("other.json");
        fs::write(&other, content).unwrap();
        fs::rename(other, self.path()).unwrap();
    }

    #[track_caller]
    fn wait(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "waited for: {what}"
            );
            thread::sleep(Duration::from_millis(1));
        }
    }

    #[track_caller]
    fn wait_for_text(&self, text: &str) {
        self.wait(text, |world| {
            world.taken.lock().unwrap().last().unwrap() == text
        });
        self.wait("ready", |world| {
            world.file.status().state() == ProviderState::Ready
        });
    }

    #[track_caller]
    fn check_stale(&self, reason: Expect) {
        self.wait("stale", |world| {
            world.file.status().state() == ProviderState::Stale
        });
        reason.assert_eq(self.file.status().reason().unwrap());
        assert!(self.file.status().age().is_some());
        assert_eq!(self.file.notices().len(), 1);
        assert_eq!(self.taken.lock().unwrap().as_slice(), ["{1}"]);
    }
}

type Opened = (Result<WatchedFile, OpenError>, Arc<Mutex<Vec<String>>>);

fn open(path: PathBuf) -> Opened {
    let taken: Arc<Mutex<Vec<String>>> = Arc::default();
    let file = WatchedFile::open("test", path, Duration::from_millis(2), {
        let taken = Arc::clone(&taken);
        move |text| {
            assert!(text != "{panic}", "the sink may panic");
            if !text.starts_with('{') {
                return Err("it is no object".to_owned());
            }
            taken.lock().unwrap().push(text.to_owned());
            Ok(())
        }
    });
    (file, taken)
}

#[track_caller]
fn check_error(path: PathBuf, folder: &TempDir, error: Expect) {
    let message = open(path).0.unwrap_err().to_string();
    error.assert_eq(&message.replace(&folder.path().display().to_string(), "FOLDER"));
}

#[test]
fn a_missing_file_is_an_error() {
    let folder = TempDir::new().unwrap();
    let error = expect!["the file `FOLDER/none.json` cannot be used: it is not there"];
    check_error(folder.path().join("none.json"), &folder, error);
}

#[test]
fn a_directory_is_an_error() {
    let folder = TempDir::new().unwrap();
    let error = expect!["the file `FOLDER` cannot be used: it is a directory"];
    check_error(folder.path().to_owned(), &folder, error);
}

#[test]
fn a_text_that_is_refused_is_an_error() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.json"), "<html>").unwrap();
    let error = expect!["the file `FOLDER/a.json` is refused: it is no object"];
    check_error(folder.path().join("a.json"), &folder, error);
}

#[test]
fn f20_an_oversized_file_is_an_error() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.json");
    fs::File::create(&path)
        .unwrap()
        .set_len(16 * 1024 * 1024 + 1)
        .unwrap();
    let error = expect!["the file `FOLDER/a.json` cannot be used: it is larger than 16 MiB"];
    check_error(path, &folder, error);
}

#[test]
fn an_edit_is_taken() {
    let world = World::new();
    fs::write(world.path(), "{2}").unwrap();
    world.wait_for_text("{2}");
}

#[test]
fn f13_a_byte_order_mark_is_left_out() {
    let world = World::new();
    world.put("\u{feff}{2}");
    world.wait_for_text("{2}");
}

#[test]
fn f13_text_that_is_not_utf_8_is_refused() {
    let world = World::new();
    world.put(b"{\xff}");
    world.check_stale(expect!["the file cannot be used: it is not UTF-8"]);
}

#[test]
fn f13_a_refused_text_keeps_what_is_served() {
    let world = World::new();
    world.put("<html>");
    world.check_stale(expect!["the file is refused: it is no object"]);
    let notices = world.file.notices();
    assert!(
        notices[0]
            .message()
            .ends_with("is refused: it is no object; what it said before is served")
    );
    world.put("{2}");
    world.wait_for_text("{2}");
    assert!(world.file.notices().is_empty());
}

#[test]
fn f39_a_panic_of_the_provider_refuses_the_text() {
    let world = World::new();
    world.put("{panic}");
    world.check_stale(expect![
        "the file is refused: the provider panicked over it"
    ]);
    world.put("{2}");
    world.wait_for_text("{2}");
}

#[test]
fn f54_a_file_that_is_gone_and_comes_back() {
    let world = World::new();
    fs::remove_file(world.path()).unwrap();
    world.check_stale(expect!["the file cannot be used: it is not there"]);
    world.put("{1}");
    world.wait("ready", |world| {
        world.file.status().state() == ProviderState::Ready
    });
}

#[test]
fn f54_a_rename_is_seen() {
    let world = World::new();
    world.put("{2}");
    world.wait_for_text("{2}");
}

#[cfg(unix)]
#[test]
fn f54_a_swap_of_a_link_is_seen() {
    use std::os::unix::fs::symlink;

    // As a ConfigMap is mounted: flags.json -> ..data/flags.json, and ..data -> ..1
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    for (name, text) in [("..1", "{1}"), ("..2", "{2}")] {
        fs::create_dir(at(name)).unwrap();
        fs::write(at(name).join("flags.json"), text).unwrap();
    }
    symlink("..1", at("..data")).unwrap();
    symlink("..data/flags.json", at("flags.json")).unwrap();
    let (file, taken) = open(at("flags.json"));
    let world = World {
        file: file.unwrap(),
        taken,
        folder,
    };
    symlink("..2", world.folder.path().join("..new")).unwrap();
    let (new, data) = (
        world.folder.path().join("..new"),
        world.folder.path().join("..data"),
    );
    fs::rename(new, data).unwrap();
    world.wait_for_text("{2}");
}

#[test]
fn listeners_are_told_once_for_each_change() {
    struct Counter(Mutex<u32>);
    impl Listener for Counter {
        fn changed(&self) -> bool {
            *self.0.lock().unwrap() += 1;
            true
        }
    }
    let world = World::new();
    let counter = Arc::new(Counter(Mutex::new(0)));
    world.file.subscribe(Arc::clone(&counter) as _);
    fs::remove_file(world.path()).unwrap();
    world.wait("told", |_| *counter.0.lock().unwrap() == 1);
    world.put("{2}");
    world.wait("told again", |_| *counter.0.lock().unwrap() == 2);
}

#[test]
fn f44_shutdown_twice_and_from_a_listener() {
    struct Ender(Mutex<Option<Arc<WatchedFile>>>);
    impl Listener for Ender {
        fn changed(&self) -> bool {
            if let Some(file) = self.0.lock().unwrap().take() {
                file.shutdown();
            }
            false
        }
    }
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("flags.json");
    fs::write(&path, "{1}").unwrap();
    let file = Arc::new(open(path.clone()).0.unwrap());
    let ender = Arc::new(Ender(Mutex::new(Some(Arc::clone(&file)))));
    file.subscribe(Arc::clone(&ender) as _);
    fs::write(&path, "{2}").unwrap();
    let start = Instant::now();
    while file.status().state() != ProviderState::Stale {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "nobody shut it down"
        );
        thread::sleep(Duration::from_millis(1));
    }
    file.shutdown();
    file.shutdown();
    expect!["it was shut down and does not look at the file any more"]
        .assert_eq(file.status().reason().unwrap());
}
