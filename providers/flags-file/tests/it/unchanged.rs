//! What is told anew after a change, and what stays as it was compiled.

use std::sync::{Arc, Mutex};

use flags_file::{FileProvider, Format};
use flags_runtime::{
    Anonymous, Answer, AnswerSink, EvaluationContext, FeatureInfo, Flags, Listener, Listeners,
    Provider, Registry, Resolution, ResolveError, SegmentInfo, Text,
};

use crate::rules::CLUB;
use crate::world::kinds;

/// State files one after the other, and what became of the features of each.
struct Files {
    current: Mutex<FileProvider>,
    listeners: Listeners,
    kept: Mutex<Vec<&'static str>>,
    taken: Mutex<Vec<&'static str>>,
}

struct Recorder<'a> {
    files: &'a Files,
    to: &'a mut dyn AnswerSink,
}

impl AnswerSink for Recorder<'_> {
    fn begin(&mut self, version: Option<Text>, segments: Vec<(u32, SegmentInfo)>) {
        self.to.begin(version, segments);
    }

    fn keeps(&mut self, index: usize, fingerprint: u64) -> bool {
        let keeps = self.to.keeps(index, fingerprint);
        if keeps {
            self.files
                .kept
                .lock()
                .unwrap()
                .push(CLUB.features()[index].key());
        }
        keeps
    }

    fn take(&mut self, index: usize, fingerprint: Option<u64>, answer: Answer) {
        if answer != Answer::Fixed(Ok(None)) {
            self.files
                .taken
                .lock()
                .unwrap()
                .push(CLUB.features()[index].key());
        }
        self.to.take(index, fingerprint, answer);
    }
}

impl Provider for Files {
    fn name(&self) -> &str {
        "files"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        self.current.lock().unwrap().resolve(feature, context)
    }

    fn tell_answers(&self, registry: &'static Registry, name: &str, to: &mut dyn AnswerSink) {
        self.kept.lock().unwrap().clear();
        self.taken.lock().unwrap().clear();
        let mut recorder = Recorder { files: self, to };
        let current = self.current.lock().unwrap();
        current.tell_answers(registry, name, &mut recorder);
    }

    fn notices(&self, registries: &[&'static Registry]) -> Vec<flags_runtime::Notice> {
        self.current.lock().unwrap().notices(registries)
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.listeners.add(listener);
    }
}

fn json(text: &str) -> FileProvider {
    FileProvider::from_text("flags.json", text, Format::Json).unwrap()
}

/// Installs the one file after the other, and says which features were kept and which were told.
#[track_caller]
fn check(before: &str, after: &str, kept: &[&str], taken: &[&str]) -> (Flags, Arc<Files>) {
    let files = Arc::new(Files {
        current: Mutex::new(json(before)),
        listeners: Listeners::new(),
        kept: Mutex::default(),
        taken: Mutex::default(),
    });
    let flags = Flags::new(Arc::clone(&files));
    let dark_mode = CLUB.find("dark_mode").unwrap();
    let _ = flags.evaluate_value(dark_mode, &Anonymous);
    assert_eq!(*files.kept.lock().unwrap(), [""; 0]);
    *files.current.lock().unwrap() = json(after);
    files.listeners.announce();
    assert_eq!(*files.kept.lock().unwrap(), kept);
    assert_eq!(*files.taken.lock().unwrap(), taken);
    // Whatever was kept, it answers like a file that is read for the first time.
    let fresh = Flags::new(json(after));
    for feature in CLUB.features() {
        let (one, two) = (
            flags.evaluate_value(feature, &Anonymous),
            fresh.evaluate_value(feature, &Anonymous),
        );
        assert_eq!(one.value(), two.value());
        assert_eq!(one.reason(), two.reason());
        assert_eq!(one.version(), two.version());
    }
    (flags, files)
}

const STAFF: &str =
    r#""beta_only": { "rules": [{ "when": { "is_staff": true }, "serve": true }] }"#;

#[test]
fn an_entry_that_is_as_it_was_is_kept() {
    check(
        &format!(r#"{{ "features": {{ "dark_mode": {{ "default": true }}, {STAFF} }} }}"#),
        &format!(r#"{{ "features": {{ "dark_mode": {{ "default": false }}, {STAFF} }} }}"#),
        &["beta_only"],
        &["dark_mode"],
    );
}

#[test]
fn values_are_kept_like_rules() {
    check(
        &format!(r#"{{ "features": {{ "dark_mode": {{ "default": true }}, {STAFF} }} }}"#),
        r#"{ "features": { "dark_mode": { "default": true }, "upload": { "default": 3 } } }"#,
        &["dark_mode"],
        &["upload"],
    );
}

#[test]
fn an_entry_on_another_line_is_told_since_rules_know_their_line() {
    check(
        &format!(r#"{{ "features": {{ {STAFF} }} }}"#),
        &format!("{{ \"features\": {{\n{STAFF} }} }}"),
        &[],
        &["beta_only"],
    );
}

#[test]
fn entries_are_told_when_the_segments_are_others() {
    let beta = r#""beta_only": { "rules": [{ "when": { "segment": "own" }, "serve": true }] }"#;
    let file =
        |segments: &str| format!(r#"{{ "segments": {{ {segments} }}, "features": {{ {beta} }} }}"#);
    check(
        &file(r#""own": { "is_staff": true }"#),
        &file(r#""other": { "is_staff": false }, "own": { "is_staff": true }"#),
        &[],
        &["beta_only"],
    );
    // What a segment says is not the entry's.
    check(
        &file(r#""own": { "is_staff": true }"#),
        &file(r#""own": { "is_staff": false }"#),
        &["beta_only"],
        &[],
    );
}

#[test]
fn an_entry_with_something_to_say_of_it_is_told_each_time() {
    let odd = r#""dark_mode": { "default": true, "future": 1 }"#;
    let file =
        |limit: u8| format!(r#"{{ "features": {{ {odd}, "upload": {{ "default": {limit} }} }} }}"#);
    let (flags, _) = check(&file(1), &file(2), &[], &["dark_mode", "upload"]);
    assert_eq!(
        kinds(flags.status().notices()),
        [flags_runtime::NoticeKind::Ignored]
    );
}

#[test]
fn an_entry_that_was_wrong_in_between_comes_back() {
    let file = |entry: &str| format!(r#"{{ "features": {{ "upload": {{ {entry} }} }} }}"#);
    let good = file(r#""default": 5"#);
    let (flags, files) = check(&good, &good, &["upload"], &[]);
    for (text, value) in [
        (file(r#""default": 5000"#), 5),
        (good, 5),
        (file(r#""default": 6"#), 6),
    ] {
        *files.current.lock().unwrap() = json(&text);
        files.listeners.announce();
        let upload = CLUB.find("upload").unwrap();
        let found = flags.evaluate_value(upload, &Anonymous);
        assert_eq!(
            found.value(),
            &flags_runtime::Value::Integer(value),
            "{text}"
        );
        assert_eq!(found.error().is_some(), text.contains("5000"), "{text}");
    }
}

#[test]
fn patterns_are_counted_each_time() {
    let file = |limit: u8| {
        let pattern = r#"{ "when": { "country": { "matches": "^D" } }, "serve": true }"#;
        format!(
            r#"{{ "features": {{ "beta_only": {{ "rules": [{pattern}] }}, "upload": {{ "default": {limit} }} }} }}"#
        )
    };
    check(&file(1), &file(2), &[], &["beta_only", "upload"]);
}
