//! One datafile after another, in a file.

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use expect_test::expect;
use flags_optimizely::{BuildError, OptimizelyProvider};
use flags_runtime::{Flags, Provider, ProviderState};
use serde_json::json;
use tempfile::TempDir;

use crate::world::{
    Who, becomes, dark_mode, datafile, eventually, flag, notices, rollout, rule, says, variable,
    with_variables,
};

struct World {
    dir: TempDir,
    provider: Arc<OptimizelyProvider>,
    flags: Flags,
}

impl World {
    #[track_caller]
    fn with(text: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("datafile.json");
        fs::write(&path, text).unwrap();
        let provider = OptimizelyProvider::builder()
            .interval(Duration::from_millis(5))
            .watch(path);
        let provider = Arc::new(provider.unwrap_or_else(|error| panic!("{error}")));
        let flags = Flags::new(Arc::clone(&provider));
        Self {
            dir,
            provider,
            flags,
        }
    }

    fn write(&self, text: impl AsRef<[u8]>) {
        let new = self.dir.path().join("new");
        fs::write(&new, text).unwrap();
        fs::rename(new, self.dir.path().join("datafile.json")).unwrap();
    }

    fn says(&self, key: &str) -> String {
        says(&self.flags, key, &Who::user("u"))
    }

    #[track_caller]
    fn comes_to_say(&self, key: &str, expected: &str) {
        eventually(
            &format!("`{key}` is {expected}, and not {}", self.says(key)),
            || self.says(key) == expected,
        );
    }

    /// A status without what differs from run to run.
    fn status(&self) -> String {
        let status = self.provider.status().to_string();
        let status = status.replace(&self.dir.path().display().to_string(), "DIR");
        status.split(" (last good").next().unwrap().to_owned()
    }
}

#[test]
fn a_new_datafile_is_taken_and_announced() {
    let world = World::with(&dark_mode(1, "on"));
    let (sender, changes) = std::sync::mpsc::channel();
    world
        .flags
        .on_change(move |change| {
            let features: Vec<_> = change
                .features()
                .iter()
                .map(|feature| feature.key())
                .collect();
            // Whoever is gone does not listen.
            let _ = sender.send(features);
        })
        .keep();
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
    world.write(dark_mode(2, "off"));
    world.comes_to_say("dark_mode", "false (STATIC, off)");
    // The registry's attaching is told too, and changes nothing.
    let told = || changes.recv_timeout(Duration::from_secs(20)).unwrap();
    let first = told();
    let changed = if first.is_empty() { told() } else { first };
    assert_eq!(changed, ["dark_mode"]);
}

#[test]
fn f13_a_broken_file_changes_nothing() {
    let world = World::with(&dark_mode(1, "on"));
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
    let broken: [&[u8]; 4] = [
        b"{\"version\": \"4\"",
        b"<html>",
        b"\xef\xbb\xbf{}",
        b"\xff\xfe",
    ];
    for text in broken {
        world.write(text);
        becomes(&world.provider, ProviderState::Stale);
        assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
        world.write(dark_mode(1, "on"));
        becomes(&world.provider, ProviderState::Ready);
    }
    world.write("<html>");
    becomes(&world.provider, ProviderState::Stale);
    expect!["Stale: the file is refused: it is a page of HTML or XML, not JSON"]
        .assert_eq(&world.status());
    let told = notices(&world.provider, "datafile.json");
    let why = "is refused: it is a page of HTML or XML, not JSON";
    assert!(told.starts_with("Refused") && told.contains(why), "{told}");
}

#[test]
fn f14_an_empty_datafile_is_refused_after_one_that_had_flags() {
    let world = World::with(&dark_mode(1, "on"));
    world.write(datafile(2, json!([]), json!({})));
    becomes(&world.provider, ProviderState::Stale);
    expect!["Stale: the file is refused: it holds no flag any more, and revision 1 holds some; build the provider with `allow_empty(true)` to take it"]
        .assert_eq(&world.status());
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
}

#[test]
fn f15_a_flag_that_is_set_aside_says_what_it_said_last() {
    let world = World::with(&dark_mode(1, "on"));
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
    let bad = json!([{ "key": "dark_mode" }, flag("banner", &[], "r", json!([]))]);
    let more = json!({ "rollouts": [rollout("r", &[rule("1", &[], &["on"])])] });
    world.write(datafile(2, bad, more));
    world.comes_to_say("old_banner", "true (STATIC, on)");
    assert_eq!(world.says("dark_mode"), "true (STALE, on)");
    expect!["SetAside: flag `dark_mode` is set aside: missing field `experimentIds`; what it said in revision 1 is served"]
        .assert_eq(&notices(&world.provider, "dark_mode"));
    // It stays so while others change, and comes back.
    world.write(datafile(
        3,
        json!([{ "key": "dark_mode" }, flag("banner", &[], "", json!([]))]),
        json!({}),
    ));
    world.comes_to_say("old_banner", "false (DISABLED)");
    assert_eq!(world.says("dark_mode"), "true (STALE, on)");
    world.write(dark_mode(4, "off"));
    world.comes_to_say("dark_mode", "false (STATIC, off)");
}

#[test]
fn f16_a_variable_of_another_type_leaves_the_last_good_value() {
    let integer = json!([variable("value", "integer", "7")]);
    let world = World::with(&with_variables(1, "upload", integer, &[]));
    assert_eq!(world.says("upload"), "7 (STATIC, on)");
    let string = json!([variable("value", "string", "lots")]);
    world.write(with_variables(2, "upload", string, &[]));
    world.comes_to_say("upload", "7 (STALE, on)");
    expect!["SetAside: flag `upload` is set aside: variable `value` is of type `string`, and feature `upload` is an integer; what it said in revision 1 is served"]
        .assert_eq(&notices(&world.provider, "upload"));
}

#[test]
fn f18_a_flag_that_is_gone_says_what_it_said_last() {
    let world = World::with(&dark_mode(1, "on"));
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
    world.write(with_variables(
        2,
        "upload",
        json!([variable("value", "integer", "7")]),
        &[],
    ));
    world.comes_to_say("upload", "7 (STATIC, on)");
    assert_eq!(world.says("dark_mode"), "true (STALE, on)");
    expect![
        "SetAside: flag `dark_mode` is gone from the datafile; what it said in revision 1 is served"
    ]
    .assert_eq(&notices(&world.provider, "dark_mode"));
}

#[test]
fn f18_what_lasts_is_told_once() {
    let world = World::with(&dark_mode(1, "on"));
    let told = Arc::new(Mutex::new(Vec::new()));
    world
        .flags
        .on_change({
            let told = Arc::clone(&told);
            move |change| {
                let messages = change.notices().iter().map(|notice| notice.to_string());
                told.lock().unwrap().extend(messages);
            }
        })
        .keep();
    for (revision, variation) in [(2, "off"), (3, "on"), (4, "off")] {
        world.write(dark_mode(revision, variation));
        world.comes_to_say(
            "dark_mode",
            &format!("{} (STATIC, {variation})", variation == "on"),
        );
    }
    let told = told.lock().unwrap();
    let about = told
        .iter()
        .filter(|message| message.contains("no flag `upload`"));
    assert_eq!(about.count(), 1, "{told:#?}");
}

#[test]
fn an_older_file_that_somebody_puts_back_counts() {
    let world = World::with(&dark_mode(9, "on"));
    world.write(dark_mode(3, "off"));
    world.comes_to_say("dark_mode", "false (STATIC, off)");
}

#[test]
fn f54_a_file_that_is_gone_and_comes_back() {
    let world = World::with(&dark_mode(1, "on"));
    fs::remove_file(world.dir.path().join("datafile.json")).unwrap();
    becomes(&world.provider, ProviderState::Stale);
    expect!["Stale: the file cannot be used: it is not there"].assert_eq(&world.status());
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
    world.write(dark_mode(1, "on"));
    becomes(&world.provider, ProviderState::Ready);
}

#[test]
fn f44_shutdown_ends_the_watching_and_nothing_else() {
    let world = World::with(&dark_mode(1, "on"));
    world.provider.shutdown();
    world.provider.shutdown();
    expect!["Stale: it was shut down and does not look at the file any more"]
        .assert_eq(&world.status());
    assert_eq!(world.says("dark_mode"), "true (STATIC, on)");
}

#[test]
fn a_file_that_is_not_there_or_wrong_at_the_start_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("none.json");
    let error = OptimizelyProvider::watch(&path).unwrap_err();
    assert!(matches!(error, BuildError::Unreadable { .. }), "{error:?}");
    fs::write(&path, "{").unwrap();
    let error = OptimizelyProvider::builder().read(&path).unwrap_err();
    let told = error
        .to_string()
        .replace(&dir.path().display().to_string(), "DIR");
    expect![
        "the datafile `DIR/none.json` is refused: EOF while parsing an object at line 1 column 1"
    ]
    .assert_eq(&told);
}
