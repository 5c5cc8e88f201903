//! A state file behind the process-wide functions: before, at and after the first evaluation.

use std::fs;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use flags_file::{FileProvider, registry_from_text};
use flags_runtime::{NoticeKind, ProviderState, attach, on_change, set_provider, status};

#[track_caller]
fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "did not happen in 20 s: {what}");
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_state_file_is_right_from_the_first_evaluation_on_and_unknown_keys_wait_for_attach() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("flags.toml");
    let save = |text: &str| fs::write(&path, text).unwrap();
    save("[features.early]\ndefault = true\n[features.stranger]\ndefault = true\n");
    let provider = FileProvider::builder(&path)
        .interval(Duration::from_millis(5))
        .build()
        .unwrap();
    set_provider(provider);

    let one = registry_from_text("one", "[features.early]\n").unwrap();
    let early = one.feature::<bool>("early").unwrap();
    assert!(early.is_enabled(), "the first answer is the file's");
    assert!(status().notices().is_empty(), "{:?}", status().notices());

    let told = Arc::new(Mutex::new(Vec::new()));
    on_change({
        let told = Arc::clone(&told);
        move |change| {
            let kinds = change.notices().iter().map(flags_runtime::Notice::kind);
            told.lock().unwrap().extend(kinds);
        }
    })
    .keep();
    let two = registry_from_text("two", "[features.late]\n").unwrap();
    attach(two);
    assert_eq!(*told.lock().unwrap(), [NoticeKind::UnknownFeature]);

    save("[features.early]\ndefault = false\n[features.late]\ndefault = true\n");
    let late = two.feature::<bool>("late").unwrap();
    eventually("the file reaches both", || {
        late.is_enabled() && !early.is_enabled()
    });
    eventually("nothing is left to say", || status().notices().is_empty());

    save("[features.early]\ndefault = ");
    eventually("the file is refused", || {
        status().status().state() == ProviderState::Stale
    });
    eventually("it was told", || {
        told.lock().unwrap().last() == Some(&NoticeKind::Refused)
    });
    assert!(late.is_enabled() && !early.is_enabled());
    let shown = status().notices()[0].to_string();
    assert!(shown.contains("flags.toml:2:11"), "{shown}");
}
