//! Before a provider is there.

use std::fs;

use expect_test::expect;
use flags_file::{BuildError, FileProvider, Format};
use flags_runtime::{Anonymous, Flags, Provider, ProviderState};

use crate::world::{INTERVAL, ON, SHOP, World, becomes, comes_to_say, says};

#[test]
fn a_missing_file_is_an_error_with_its_absolute_path() {
    let error = FileProvider::watch("no/such/flags.toml").unwrap_err();
    let here = std::env::current_dir().unwrap();
    let message = error.to_string().replace(here.to_str().unwrap(), "HERE");
    expect!["there is no state file `HERE/no/such/flags.toml`; create it (an empty one will do, or one with `[features.KEY]` and `default = true`), or allow for its absence with `FileProvider::builder(path).missing_ok(true)`"].assert_eq(&message);
}

#[test]
fn a_missing_file_may_come_later_where_that_is_allowed() {
    let world = World::empty();
    let provider = world.builder().missing_ok(true).build().unwrap();
    let status = provider.status();
    assert_eq!(status.state(), ProviderState::NotReady);
    assert_eq!(
        world.relative(status.reason().unwrap()),
        "there is no file `DIR/flags.toml` yet"
    );
    assert_eq!(status.age(), None);
    assert_eq!(says(&provider, "production", "dark_mode"), "no opinion");
    assert!(provider.notices(&[*SHOP]).is_empty());

    world.write(ON);
    comes_to_say(&provider, "dark_mode", "true");
    becomes(&provider, ProviderState::Ready);
}

#[test]
fn a_file_that_comes_later_and_is_wrong_is_an_error_until_it_is_right() {
    let world = World::empty();
    let provider = world.builder().missing_ok(true).build().unwrap();
    world.write("features =");
    becomes(&provider, ProviderState::Error);
    assert_eq!(says(&provider, "production", "dark_mode"), "no opinion");
    world.write(ON);
    becomes(&provider, ProviderState::Ready);
}

#[test]
fn a_directory_is_an_error() {
    let world = World::empty();
    fs::create_dir(world.path()).unwrap();
    let error = world.builder().build().unwrap_err();
    assert_eq!(
        world.relative(&error.to_string()),
        "the state file `DIR/flags.toml` cannot be used: it is a directory"
    );
}

#[test]
fn a_directory_is_called_one_before_its_name_is_looked_at() {
    let world = World::empty();
    let error = FileProvider::watch(world.dir.path()).unwrap_err();
    assert_eq!(
        world.relative(&error.to_string()),
        "the state file `DIR` cannot be used: it is a directory"
    );
}

#[test]
fn a_syntax_error_is_an_error_with_its_place() {
    let world = World::with("[features.dark_mode]\ndefault = yes\n");
    let error = world.builder().build().unwrap_err();
    assert!(matches!(error, BuildError::Invalid { .. }));
    expect![[r#"
        TOML syntax: `yes` is no value, and a string needs quotes
         --> DIR/flags.toml:2:11
          |
        2 | default = yes
          |           ^^^
          = help: write `true`"#]]
    .assert_eq(&world.relative(&error.to_string()));
}

#[test]
fn a_name_that_does_not_tell_the_format_is_an_error() {
    let error = FileProvider::watch("flags.conf").unwrap_err();
    expect!["the name of the state file `flags.conf` ends neither in `.toml` nor in `.json`; state its format with `FileProvider::builder(path).format(…)`"].assert_eq(&error.to_string());
}

#[test]
fn a_stated_format_goes_before_the_name() {
    let world = World::empty();
    let path = world.at("flags");
    fs::write(&path, ON).unwrap();
    let provider = FileProvider::builder(path)
        .format(Format::Toml)
        .interval(INTERVAL)
        .build()
        .unwrap();
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
}

#[test]
fn a_file_that_is_read_once_is_not_watched() {
    let world = World::with(ON);
    let provider = FileProvider::read(world.path()).unwrap();
    world.write("");
    assert_eq!(says(&provider, "production", "dark_mode"), "true");
    assert_eq!(provider.status().state(), ProviderState::Ready);
    // Without a thread there is nothing to wait for and nothing to end.
    provider.shutdown();
    let flags = Flags::new(provider);
    let dark_mode = SHOP.feature::<bool>("dark_mode").unwrap();
    assert!(flags.is_enabled(dark_mode, &Anonymous));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_an_error_and_does_not_block() {
    let world = World::empty();
    let made = std::process::Command::new("mkfifo")
        .arg(world.path())
        .status();
    assert!(made.unwrap().success());
    let error = world.builder().build().unwrap_err();
    assert!(
        error.to_string().ends_with("it is no regular file"),
        "{error}"
    );
}

#[test]
fn waiting_for_a_file_ends_when_it_appears_and_after_the_timeout() {
    use std::time::{Duration, Instant};
    let world = World::empty();
    let provider = world.builder().missing_ok(true).build().unwrap();
    let started = Instant::now();
    let status = provider.ready(Duration::from_millis(30));
    assert_eq!(status.state(), ProviderState::NotReady);
    assert!(started.elapsed() >= Duration::from_millis(30));

    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| provider.ready(Duration::from_secs(20)));
        world.write(ON);
        assert_eq!(waiting.join().unwrap().state(), ProviderState::Ready);
    });
    assert!(started.elapsed() < Duration::from_secs(15));
}
