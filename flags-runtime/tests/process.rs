//! The process-wide provider, and the slots that constants are read from.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use flags_runtime::__private::{ContextData, Hold};
use flags_runtime::{
    Anonymous, Evaluation, FeatureInfo, Hook, HookContext, MemoryProvider, NoopProvider, Notice,
    NoticeKind, Provider, Reason, Value, add_hook, attach, on_change, set_environment,
    set_provider, status,
};

#[path = "fixtures/scripted.rs"]
mod scripted;
#[path = "fixtures/shop.rs"]
mod shop;

use scripted::{Act, Scripted};
use shop::{
    AWESOME, CHECKOUT_BUTTON, CRAZY, CheckoutButton, FEATURES, GREETING, MAINTENANCE,
    MAX_UPLOAD_MB, REGISTRY,
};

/// The tests of this file share the process-wide provider, so they take turns; each begins without
/// a provider.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    let guard = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    set_provider(NoopProvider);
    set_environment("production");
    guard
}

fn asks(feature: &FeatureInfo) -> bool {
    shop::SLOTS[feature.index()].asks()
}

#[test]
fn every_thread_sees_a_new_provider() {
    let _turn = turn();
    assert!(!AWESOME.is_enabled());
    let memory = MemoryProvider::new();
    memory.set(AWESOME, true);
    let old = set_provider(memory.clone());
    assert_eq!(old.name(), "noop");
    assert!(AWESOME.is_enabled());
    thread::spawn(|| assert!(AWESOME.is_enabled()))
        .join()
        .unwrap();
    memory.set(AWESOME, false);
    assert!(!AWESOME.is_enabled());
    thread::spawn(|| assert!(!AWESOME.is_enabled()))
        .join()
        .unwrap();
    assert_eq!(set_provider(NoopProvider).name(), "memory");
}

#[test]
fn a_replaced_provider_is_not_heard_any_more() {
    let _turn = turn();
    let old = MemoryProvider::new();
    set_provider(old.clone());
    let new = MemoryProvider::new();
    new.set(AWESOME, true);
    set_provider(new);
    old.set(AWESOME, false);
    assert!(AWESOME.is_enabled());
}

#[test]
fn a_context_free_answer_is_in_its_slot() {
    let _turn = turn();
    attach(&REGISTRY);
    assert!(!asks(AWESOME.info()));
    assert!(!asks(CHECKOUT_BUTTON.info()));
    assert!(!asks(MAX_UPLOAD_MB.info()));
    // Text is shared data of a snapshot; a slot cannot hold it.
    assert!(asks(GREETING.info()));
    let memory = MemoryProvider::new();
    memory.set(CHECKOUT_BUTTON, CheckoutButton::Blue);
    memory.set(MAX_UPLOAD_MB, -1);
    memory.set_key("max_upload_mb", 77);
    set_provider(memory.clone());
    assert!(!asks(CHECKOUT_BUTTON.info()));
    assert_eq!(CHECKOUT_BUTTON.get(), CheckoutButton::Blue);
    assert_eq!(MAX_UPLOAD_MB.get(), 77);
    memory.set(MAX_UPLOAD_MB, 78);
    assert!(!asks(MAX_UPLOAD_MB.info()));
    assert_eq!(MAX_UPLOAD_MB.get(), 78);
}

#[test]
fn an_answer_that_depends_on_the_context_asks_and_so_does_what_needs_it() {
    let _turn = turn();
    let scripted = Scripted::new([("maintenance", Act::IsFor("ann"))]);
    set_provider(scripted.clone());
    let ann = ContextData::new("ann");
    assert!(MAINTENANCE.is_enabled_for(&ann));
    assert!(!CRAZY.is_enabled_for(&ann));
    assert!(CRAZY.is_enabled());
    assert!(asks(MAINTENANCE.info()));
    assert!(asks(CRAZY.info()));
    assert!(asks(CHECKOUT_BUTTON.info()));
    assert!(!asks(AWESOME.info()));

    scripted.becomes([("maintenance", Act::Say(Value::Boolean(false)))]);
    assert!(!asks(MAINTENANCE.info()));
    assert!(!asks(CRAZY.info()));
    assert!(!asks(CHECKOUT_BUTTON.info()));
}

#[test]
fn an_unmet_static_need_makes_the_answer_static() {
    let _turn = turn();
    let scripted = Scripted::new([
        ("maintenance", Act::Say(Value::Boolean(true))),
        ("enable_crazy_feature", Act::IsFor("ann")),
    ]);
    set_provider(scripted);
    assert!(!CRAZY.is_enabled_for(&ContextData::new("ann")));
    assert!(!asks(CRAZY.info()));
}

#[test]
fn a_held_feature_asks_with_its_dependents_until_the_last_hold_goes() {
    let _turn = turn();
    attach(&REGISTRY);
    let one = Hold::new(CRAZY.info());
    let two = Hold::new(MAINTENANCE.info());
    assert!(asks(CRAZY.info()));
    assert!(asks(CHECKOUT_BUTTON.info()));
    assert!(asks(MAINTENANCE.info()));
    assert!(!asks(AWESOME.info()));
    // Answers stay the same, and a change while it is held shows afterwards.
    assert!(CRAZY.is_enabled());
    let memory = MemoryProvider::new();
    set_provider(memory.clone());
    memory.set(CRAZY, false);
    assert!(!CRAZY.is_enabled());

    drop(one);
    // `maintenance` is held still, and the crazy feature needs it.
    assert!(asks(CRAZY.info()));
    drop(two);
    assert!(!asks(CRAZY.info()));
    assert!(!asks(MAINTENANCE.info()));
    assert!(!asks(CHECKOUT_BUTTON.info()));
    assert!(!CRAZY.is_enabled());
}

#[derive(Default)]
struct Recorder(Mutex<Vec<String>>);

impl Hook for &'static Recorder {
    fn before(&self, evaluation: &HookContext<'_>) {
        self.add(format!("before {}", evaluation.feature().key()));
    }

    fn after(&self, _: &HookContext<'_>, answer: &Evaluation<Value>) {
        self.add(format!("after {} {}", answer.value(), answer.reason()));
    }

    fn error(&self, _: &HookContext<'_>, error: &flags_runtime::EvaluationError) {
        self.add(format!("error {}", error.kind()));
    }

    fn finally(&self, _: &HookContext<'_>, _: &Evaluation<Value>) {
        self.add("finally".to_owned());
        // What a hook evaluates is not observed again.
        let _ = MAINTENANCE.is_enabled();
    }

    fn notice(&self, notice: &Notice) {
        self.add(format!("notice {:?}", notice.kind()));
    }
}

impl Recorder {
    fn add(&self, line: String) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

struct Panicky;

impl Hook for Panicky {
    fn before(&self, _: &HookContext<'_>) {
        panic!("hook");
    }
}

#[test]
fn hooks_hear_every_evaluation_while_they_are_installed() {
    let _turn = turn();
    static RECORDER: Recorder = Recorder(Mutex::new(Vec::new()));
    let scripted = Scripted::new([
        (
            "enable_awesome_text_feature",
            Act::Say(Value::Boolean(true)),
        ),
        ("max_upload_mb", Act::Say(Value::Boolean(true))),
    ]);
    set_provider(scripted);
    attach(&REGISTRY);
    assert!(!asks(AWESOME.info()));

    let panicky = add_hook(Panicky);
    let recorder = add_hook(&RECORDER);
    assert!(asks(AWESOME.info()));
    // It hears of what came up before it was there.
    assert_eq!(RECORDER.take(), ["notice SetAside"]);
    assert!(AWESOME.is_enabled());
    assert_eq!(
        RECORDER.take(),
        [
            "before enable_awesome_text_feature",
            "after true STATIC",
            "finally"
        ]
    );
    assert_eq!(MAX_UPLOAD_MB.get(), 25);
    assert_eq!(
        RECORDER.take(),
        ["before max_upload_mb", "error TYPE_MISMATCH", "finally"]
    );
    set_environment("nowhere");
    assert_eq!(RECORDER.take(), ["notice UnknownEnvironment"]);

    recorder.remove();
    panicky.remove();
    assert!(!asks(AWESOME.info()));
    assert!(AWESOME.is_enabled());
    assert_eq!(RECORDER.take(), Vec::<String>::new());
}

#[test]
fn on_change_tells_what_changed_once_everybody_sees_it() {
    let _turn = turn();
    let memory = MemoryProvider::new();
    set_provider(memory.clone());
    attach(&REGISTRY);
    let changed = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&changed);
    let subscription = on_change(move |change| {
        assert!(AWESOME.is_enabled());
        let keys = change.features().iter().map(|feature| feature.key());
        record.lock().unwrap().extend(keys);
    });
    memory.set(AWESOME, true);
    assert_eq!(*changed.lock().unwrap(), ["enable_awesome_text_feature"]);
    drop(subscription);
    memory.set(AWESOME, false);
    assert_eq!(changed.lock().unwrap().len(), 1);
}

#[test]
fn a_callback_may_install_a_provider() {
    let _turn = turn();
    let memory = MemoryProvider::new();
    set_provider(memory.clone());
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    let subscription = on_change(move |_| {
        if count.fetch_add(1, Ordering::SeqCst) == 0 {
            set_provider(NoopProvider);
        }
    });
    memory.set(AWESOME, true);
    drop(subscription);
    assert_eq!(calls.load(Ordering::SeqCst), 2);
    assert!(!AWESOME.is_enabled());
}

/// Evaluates and attaches while it is being asked, which must not wait for itself.
struct Reentrant;

impl Provider for Reentrant {
    fn name(&self) -> &str {
        "reentrant"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn flags_runtime::EvaluationContext,
    ) -> Result<Option<flags_runtime::Resolution>, flags_runtime::ResolveError> {
        Ok(None)
    }

    fn answers(&self, _: &'static flags_runtime::Registry, _: &str) -> flags_runtime::Answers {
        let _ = AWESOME.is_enabled();
        let _ = status();
        let result = std::panic::catch_unwind(|| attach(&REGISTRY));
        assert!(result.is_err(), "attaching from inside is refused");
        flags_runtime::Answers::ask()
    }

    fn notices(&self, _: &[&'static flags_runtime::Registry]) -> Vec<Notice> {
        let _ = (MAINTENANCE.is_enabled(), status());
        Vec::new()
    }
}

#[test]
fn a_provider_that_evaluates_while_it_is_asked_does_not_lock_up() {
    let _turn = turn();
    set_provider(Reentrant);
    assert_eq!(status().provider(), "reentrant");
    assert_eq!(
        status().status().state(),
        flags_runtime::ProviderState::Ready
    );
}

#[test]
fn an_unknown_key_is_worth_a_notice_once_attach_was_called() {
    let _turn = turn();
    attach(&REGISTRY);
    let scripted = Scripted::new([]);
    set_provider(scripted.clone());
    scripted.notices(vec![Notice::new(
        NoticeKind::UnknownFeature,
        "`x` is unknown",
    )]);
    let health = status();
    let kinds: Vec<_> = health.notices().iter().map(Notice::kind).collect();
    assert_eq!(kinds, [NoticeKind::UnknownFeature]);
}

#[test]
fn readers_see_whole_answers_while_the_provider_changes() {
    let _turn = turn();
    let memory = MemoryProvider::new();
    memory.replace([
        ("max_upload_mb", Value::Integer(1)),
        ("greeting", Value::from("v1")),
    ]);
    set_provider(memory.clone());
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let number = MAX_UPLOAD_MB.get();
                    assert!((1..=500).contains(&number), "torn number {number}");
                    assert!(number >= last, "from {last} back to {number}");
                    last = number;
                    let text = GREETING.evaluate_for(&Anonymous);
                    assert!(text.value().starts_with('v'));
                    assert_eq!(text.reason(), Reason::Static);
                }
            });
        }
        for number in 1..=500_i64 {
            memory.replace([
                ("max_upload_mb".to_owned(), Value::Integer(number)),
                ("greeting".to_owned(), Value::from(format!("v{number}"))),
            ]);
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(MAX_UPLOAD_MB.get(), 500);
    assert_eq!(GREETING.get(), "v500");
}

#[test]
fn the_declaration_is_at_hand() {
    assert_eq!(AWESOME.key(), "enable_awesome_text_feature");
    assert_eq!(FEATURES.len(), REGISTRY.features().len());
    assert_eq!(
        format!("{AWESOME:?}"),
        r#"Feature("enable_awesome_text_feature")"#
    );
}
