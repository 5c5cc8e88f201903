//! Every way in which a file changes.

use std::fs;
use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use flags_runtime::{Listener, Provider, ProviderState};

use crate::world::{OFF, ON, SHOP, World, becomes, comes_to_say, eventually, replace, says};

/// Counts how often it is told.
#[derive(Default)]
struct Counter(AtomicUsize);

impl Listener for Counter {
    fn changed(&self) -> bool {
        self.0.fetch_add(1, Ordering::SeqCst);
        true
    }
}

#[test]
fn a_save_in_place_is_seen() {
    let world = World::with(ON);
    let provider = world.watch();
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    world.write(OFF);
    comes_to_say(&provider, "dark_mode", "false");
}

#[test]
fn f54_a_save_by_rename_is_seen() {
    let world = World::with(ON);
    let provider = world.watch();
    for (text, value) in [(OFF, "false"), (ON, "true"), (OFF, "false")] {
        world.replace(text);
        comes_to_say(&provider, "dark_mode", value);
    }
    assert_eq!(provider.status().state(), ProviderState::Ready);
}

#[test]
fn f54_an_editors_save_with_a_backup_is_seen() {
    let world = World::with(ON);
    let provider = world.watch();
    for (text, value) in [(OFF, "false"), (ON, "true")] {
        fs::rename(world.path(), world.at("flags.toml~")).unwrap();
        let mut file = File::create_new(world.path()).unwrap();
        std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
        drop(file);
        comes_to_say(&provider, "dark_mode", value);
    }
}

#[cfg(unix)]
#[test]
fn f54_a_swap_of_links_as_in_a_config_map_is_seen() {
    use std::os::unix::fs::symlink;
    let world = World::empty();
    let release = |name: &str, text: &str| {
        fs::create_dir(world.at(name)).unwrap();
        fs::write(world.at(name).join("flags.toml"), text).unwrap();
    };
    release("..2026_01", ON);
    symlink("..2026_01", world.at("..data")).unwrap();
    symlink("..data/flags.toml", world.path()).unwrap();
    let provider = world.watch();
    assert_eq!(says(&provider, "production", "dark_mode"), "true");

    // What the kubelet does: a new directory, a new link, renamed over the old one.
    release("..2026_02", OFF);
    symlink("..2026_02", world.at("..data_tmp")).unwrap();
    fs::rename(world.at("..data_tmp"), world.at("..data")).unwrap();
    fs::remove_dir_all(world.at("..2026_01")).unwrap();
    comes_to_say(&provider, "dark_mode", "false");
    assert_eq!(provider.status().state(), ProviderState::Ready);
}

#[cfg(unix)]
#[test]
fn f54_a_link_that_leads_to_another_file_of_the_same_size_and_time_is_seen() {
    use std::os::unix::fs::symlink;
    let world = World::empty();
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    for (name, text) in [
        ("one", "[features.upload]\ndefault = 1\n"),
        ("two", "[features.upload]\ndefault = 2\n"),
    ] {
        fs::write(world.at(name), text).unwrap();
        File::options()
            .write(true)
            .open(world.at(name))
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
    }
    symlink("one", world.path()).unwrap();
    let provider = world.watch();
    assert_eq!(says(&provider, "production", "upload"), "1");
    symlink("two", world.at("next")).unwrap();
    fs::rename(world.at("next"), world.path()).unwrap();
    comes_to_say(&provider, "upload", "2");
}

#[test]
fn f54_removal_leaves_the_answers_and_return_is_seen() {
    let world = World::with(ON);
    let provider = world.watch();
    fs::remove_file(world.path()).unwrap();
    becomes(&provider, ProviderState::Stale);
    assert_eq!(provider.status().reason(), Some("the file is gone"));
    let messages: Vec<_> = provider
        .notices(&[])
        .iter()
        .map(ToString::to_string)
        .collect();
    let gone = "is gone; what it said last is served until it is back";
    assert!(messages[0].ends_with(gone), "{messages:?}");
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    let age = provider.status().age().unwrap();
    eventually("the age grows", || provider.status().age().unwrap() > age);

    world.write(ON);
    becomes(&provider, ProviderState::Ready);
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    assert_eq!(provider.status().reason(), None);

    fs::remove_file(world.path()).unwrap();
    becomes(&provider, ProviderState::Stale);
    world.write(OFF);
    comes_to_say(&provider, "dark_mode", "false");
}

#[test]
fn f54_the_directory_may_go_and_come_back() {
    let world = World::empty();
    let dir = world.at("etc");
    let path = dir.join("flags.toml");
    fs::create_dir(&dir).unwrap();
    fs::write(&path, ON).unwrap();
    let provider = flags_file::FileProvider::builder(&path)
        .interval(crate::world::INTERVAL)
        .build()
        .unwrap();
    fs::remove_dir_all(&dir).unwrap();
    becomes(&provider, ProviderState::Stale);
    fs::create_dir(&dir).unwrap();
    fs::write(&path, OFF).unwrap();
    comes_to_say(&provider, "dark_mode", "false");
}

#[test]
fn an_edit_of_the_same_size_and_time_is_seen() {
    let world = World::with("[features.upload]\ndefault = 1\n");
    let file = File::options().write(true).open(world.path()).unwrap();
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    file.set_modified(long_ago).unwrap();
    let provider = world.watch();
    assert_eq!(says(&provider, "production", "upload"), "1");
    world.write("[features.upload]\ndefault = 2\n");
    file.set_modified(long_ago).unwrap();
    comes_to_say(&provider, "upload", "2");
}

#[test]
fn f54_a_half_written_file_is_not_taken() {
    use std::io::Write as _;
    let world =
        World::with("[features.dark_mode]\ndefault = true\n[features.upload]\ndefault = 1\n");
    let provider = world.watch();
    let mut file = File::create(world.path()).unwrap();
    file.write_all(b"[features.dark_mode]\ndefault = false\n[features.upload]\ndefault =")
        .unwrap();
    becomes(&provider, ProviderState::Stale);
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    assert_eq!(says(&provider, "production", "upload"), "1");
    file.write_all(b" 2\n").unwrap();
    comes_to_say(&provider, "upload", "2");
    assert_eq!(says(&provider, "production", "dark_mode"), "false");
}

#[test]
fn f51_a_half_written_file_beside_it_changes_nothing() {
    let world = World::with(ON);
    let provider = world.watch();
    let counter = Arc::new(Counter::default());
    provider.subscribe(Arc::clone(&counter) as _);
    // A writer that crashed before its rename, and the one that came after it.
    fs::write(world.at("flags.new"), "[features.dark_mode]\ndefault = fa").unwrap();
    replace(&world.path(), "[features.upload]\ndefault = 3\n");
    comes_to_say(&provider, "upload", "3");
    assert_eq!(says(&provider, "production", "dark_mode"), "no opinion");
    // It is told once everybody can see it, so a little later.
    let heard = || counter.0.load(Ordering::SeqCst);
    eventually("it is told of", || heard() > 0);
    assert_eq!(heard(), 1);
    assert!(provider.notices(&[*SHOP]).is_empty());
}

#[test]
fn f25_the_last_content_wins_and_names_itself() {
    let world = World::with(ON);
    let provider = world.watch();
    let version = || {
        let answers = provider.answers(*SHOP, "production");
        answers.version().map(str::to_owned)
    };
    let first = version();
    world.write(OFF);
    comes_to_say(&provider, "dark_mode", "false");
    assert_ne!(version(), first);
    world.write(ON);
    comes_to_say(&provider, "dark_mode", "true");
    assert_eq!(version(), first);
}

#[test]
fn listeners_hear_of_what_differs_and_of_nothing_else() {
    let world = World::with(ON);
    let provider = world.watch();
    let counter = Arc::new(Counter::default());
    provider.subscribe(Arc::clone(&counter) as _);
    let heard = || counter.0.load(Ordering::SeqCst);
    // The same content, saved again, is no change; the next one is.
    world.replace(ON);
    // The second look began after the save for certain.
    for _ in 0..2 {
        let saved = Instant::now();
        eventually("it was looked at", || {
            provider.status().age().unwrap() < saved.elapsed()
        });
    }
    assert_eq!(heard(), 0);
    world.replace(OFF);
    eventually("one change", || heard() == 1);
    world.replace("no toml");
    becomes(&provider, ProviderState::Stale);
    eventually("one problem", || heard() == 2);
    world.replace(OFF);
    becomes(&provider, ProviderState::Ready);
    eventually("no problem", || heard() == 3);
}

#[test]
fn the_age_of_a_good_file_stays_low() {
    let world = World::with(ON);
    let provider = world.watch();
    eventually("a look", || {
        thread::yield_now();
        provider.status().age().unwrap() > Duration::from_millis(2)
    });
    eventually("another look", || {
        provider.status().age().unwrap() < Duration::from_millis(2)
    });
}
