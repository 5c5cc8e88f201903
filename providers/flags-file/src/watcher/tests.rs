use std::cell::Cell;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use flags_manifest::state::Format;
use tempfile::TempDir;

use super::{Look, REREAD};
use crate::source::Signature;
use crate::watched::Watched;

/// A file that has been looked at once.
struct World {
    _dir: TempDir,
    path: PathBuf,
    watched: Watched,
    look: Look,
}

fn world(text: &str) -> World {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("flags.toml");
    fs::write(&path, text).unwrap();
    let watched = Watched::new("flags.toml".to_owned(), Format::Toml, false);
    let (look, content) = Look::first(&path);
    assert_eq!(watched.take(content), (true, None));
    World {
        _dir: dir,
        path,
        watched,
        look,
    }
}

impl World {
    fn served(&self) -> String {
        let snapshot = self.watched.snapshot.load_full();
        snapshot.map_or_else(String::new, |snapshot| snapshot.text.to_string())
    }

    fn again(&mut self, pause: impl Fn(Duration) -> bool) -> bool {
        let gap = Duration::from_millis(20);
        self.look.again(&self.path, gap, &self.watched, pause)
    }
}

fn append(path: &Path, text: &str) {
    let mut file = File::options().append(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

const ONE: &str = "[features.one]\ndefault = true\n";
const TWO: &str = "[features.two]\ndefault = true\n";

#[test]
fn f54_a_save_that_is_under_way_is_waited_for() {
    let mut world = world("[features.zero]\n");
    // The first half is good TOML of its own.
    fs::write(&world.path, ONE).unwrap();
    let path = world.path.clone();
    let pauses = Cell::new(0);
    let changed = world.again(|_| {
        pauses.set(pauses.get() + 1);
        if pauses.get() == 1 {
            append(&path, TWO);
        }
        true
    });
    assert!(changed);
    assert_eq!(pauses.get(), 2);
    assert_eq!(world.served(), format!("{ONE}{TWO}"));
}

#[test]
fn f54_a_file_that_is_never_at_rest_is_left_to_the_next_look() {
    let mut world = world(ONE);
    append(&world.path, TWO);
    let path = world.path.clone();
    let changed = world.again(|_| {
        append(&path, "# and on\n");
        true
    });
    assert!(!changed);
    assert_eq!(world.served(), ONE);
    assert!(world.again(|_| true));
    assert!(world.served().starts_with(&format!("{ONE}{TWO}# and on\n")));
}

#[test]
fn f44_what_is_not_settled_at_the_end_is_not_taken() {
    let mut world = world(ONE);
    fs::write(&world.path, TWO).unwrap();
    assert!(!world.again(|_| false));
    assert_eq!(world.served(), ONE);
}

#[test]
fn a_file_that_is_gone_for_a_moment_is_not_missed() {
    let mut world = world(ONE);
    fs::remove_file(&world.path).unwrap();
    let path = world.path.clone();
    let changed = world.again(|_| {
        fs::write(&path, ONE).unwrap();
        true
    });
    assert!(!changed);
    assert_eq!(world.watched.status().reason(), None);
}

#[test]
fn an_edit_that_no_metadata_shows_is_seen_by_the_regular_reading() {
    let mut world = world(ONE);
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    fs::write(&world.path, TWO).unwrap();
    let file = File::options().write(true).open(&world.path).unwrap();
    file.set_modified(long_ago).unwrap();
    // As if the file system told nothing of the edit.
    world.look.signature = Signature::of(&world.path);
    assert!(!world.again(|_| true), "nothing shows it");
    assert_eq!(world.served(), ONE);
    world.look.read_at = Instant::now()
        .checked_sub(REREAD)
        .expect("this machine has run for more than ten seconds");
    assert!(world.again(|_| true));
    assert_eq!(world.served(), TWO);
}

#[test]
fn an_edit_within_the_resolution_of_a_coarse_clock_is_seen_at_once() {
    let mut world = world(ONE);
    fs::write(&world.path, TWO).unwrap();
    world.look.signature = Signature::of(&world.path);
    assert!(world.again(|_| true));
    assert_eq!(world.served(), TWO);
}
