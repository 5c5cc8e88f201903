//! A provider that may block has a thread of its own and a time limit.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use flags_runtime::__private::ContextData;
use flags_runtime::{
    Anonymous, Answer, Answers, Deadline, EvaluationContext, FeatureInfo, Flags, Listener,
    MemoryProvider, Notice, NoticeKind, Provider, ProviderState, Reason, Registry, Resolution,
    ResolveError, Status, Value,
};

use crate::scripted::{Act, Scripted};
use crate::shop::{AWESOME, GREETING, MAX_UPLOAD_MB, REGISTRY};

/// Long enough for any call that does not block, on a busy machine too.
const AMPLE: Duration = Duration::from_secs(20);

/// Short, for calls that are to be late.
const SHORT: Duration = Duration::from_millis(20);

/// Blocks in `resolve`, and where else it is told to, until the test lets it go.
struct Blocking {
    go: Mutex<Receiver<()>>,
    calls: Arc<AtomicUsize>,
    everywhere: Arc<AtomicBool>,
}

struct Handle {
    go: Sender<()>,
    calls: Arc<AtomicUsize>,
    everywhere: Arc<AtomicBool>,
}

fn blocking() -> (Blocking, Handle) {
    let (send, receive) = channel();
    let (calls, everywhere) = (Arc::default(), Arc::default());
    let handle = Handle {
        go: send,
        calls: Arc::clone(&calls),
        everywhere: Arc::clone(&everywhere),
    };
    let provider = Blocking {
        go: Mutex::new(receive),
        calls,
        everywhere,
    };
    (provider, handle)
}

impl Blocking {
    fn block(&self) {
        self.calls.fetch_add(1, Ordering::SeqCst);
        // Ends when the test says so, or is over.
        let _ = self.go.lock().expect("nobody panics with it").recv();
    }

    fn block_if_everywhere(&self) {
        if self.everywhere.load(Ordering::SeqCst) {
            self.block();
        }
    }
}

impl Provider for Blocking {
    fn name(&self) -> &str {
        "blocking"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        self.block();
        Ok(Some(Resolution::new(77, Reason::Static)))
    }

    fn answers(&self, _: &'static Registry, _: &str) -> Answers {
        self.block_if_everywhere();
        Answers::ask()
    }

    fn status(&self) -> Status {
        self.block_if_everywhere();
        Status::new(ProviderState::Ready)
    }

    fn ready(&self, _: Duration) -> Status {
        self.block_if_everywhere();
        Status::new(ProviderState::Ready)
    }

    fn shutdown(&self) {
        self.block_if_everywhere();
    }
}

/// Waits until this holds.
#[track_caller]
fn eventually(condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < AMPLE, "it never came to hold");
        thread::yield_now();
    }
}

#[test]
fn f40_a_provider_that_blocks_has_no_opinion() {
    let (provider, handle) = blocking();
    let flags = Flags::new(Deadline::within(SHORT, provider));
    let start = Instant::now();
    let evaluation = flags.evaluate(MAX_UPLOAD_MB, &Anonymous);
    assert!(start.elapsed() >= SHORT);
    assert_eq!(*evaluation.value(), 25);
    assert_eq!(evaluation.reason(), Reason::Default);
    assert_eq!(evaluation.error(), None);
    assert_eq!(evaluation.provider(), "blocking");
    drop(handle);
}

#[test]
fn f40_while_a_call_is_overdue_no_other_is_made() {
    let (provider, handle) = blocking();
    let deadline = Deadline::within(SHORT, provider);
    assert_eq!(deadline.resolve(&MAX_UPLOAD_MB, &Anonymous), Ok(None));
    assert_eq!(handle.calls.load(Ordering::SeqCst), 1);
    for _ in 0..1_000 {
        assert_eq!(deadline.resolve(&MAX_UPLOAD_MB, &Anonymous), Ok(None));
    }
    assert_eq!(handle.calls.load(Ordering::SeqCst), 1);
    assert_eq!(
        deadline.status().to_string(),
        "Error: provider `blocking` has not answered within 20ms"
    );
    assert_eq!(deadline.notices(&[&REGISTRY]), []);
    // It comes back, and is asked again.
    handle.go.send(()).unwrap();
    eventually(|| deadline.status().state() == ProviderState::Ready);
    let opinion = Ok(Some(Resolution::new(77, Reason::Static)));
    eventually(|| {
        handle.go.send(()).unwrap();
        deadline.resolve(&MAX_UPLOAD_MB, &Anonymous) == opinion
    });
}

#[test]
fn a_call_that_waits_for_an_overdue_one_is_not_made_later() {
    let (provider, handle) = blocking();
    let deadline = Arc::new(Deadline::within(SHORT, provider));
    let callers: Vec<_> = (0..4)
        .map(|_| {
            let deadline = Arc::clone(&deadline);
            thread::spawn(move || deadline.resolve(&MAX_UPLOAD_MB, &Anonymous))
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.join().unwrap(), Ok(None));
    }
    handle.go.send(()).unwrap();
    eventually(|| deadline.status().state() == ProviderState::Ready);
    assert_eq!(handle.calls.load(Ordering::SeqCst), 1);
}

#[test]
fn f40_answers_that_are_late_are_asked_for_each_time() {
    let (provider, handle) = blocking();
    handle.everywhere.store(true, Ordering::SeqCst);
    let deadline = Deadline::within(SHORT, provider);
    let answers = deadline.answers(&REGISTRY, "production");
    assert_eq!(*answers.get(MAX_UPLOAD_MB.index()), Answer::Ask);
}

#[test]
fn answers_status_and_changes_pass_through() {
    let memory = MemoryProvider::new();
    let deadline = Deadline::within(AMPLE, memory.clone());
    assert_eq!(deadline.name(), "memory");
    assert_eq!(deadline.status().state(), ProviderState::Ready);
    let answers = deadline.answers(&REGISTRY, "production");
    assert_eq!(*answers.get(GREETING.index()), Answer::Fixed(Ok(None)));
    let flags = Flags::new(deadline);
    assert_eq!(flags.get(GREETING, &Anonymous), "hello");
    // The thread subscribes first, then asks, so nothing is missed.
    memory.set_key("greeting", "hi");
    assert_eq!(flags.get(GREETING, &Anonymous), "hi");
}

#[test]
fn notices_pass_through() {
    let scripted = Scripted::new([]);
    let notice = Notice::new(NoticeKind::Refused, "torn page");
    scripted.notices(vec![notice.clone()]);
    let deadline = Deadline::within(AMPLE, scripted);
    assert_eq!(deadline.notices(&[&REGISTRY]), [notice]);
}

#[test]
fn the_context_reaches_the_provider() {
    let scripted = Scripted::new([("enable_awesome_text_feature", Act::IsFor("ada"))]);
    let flags = Flags::new(Deadline::within(AMPLE, scripted));
    assert!(flags.is_enabled(AWESOME, &ContextData::new("ada")));
    assert!(!flags.is_enabled(AWESOME, &ContextData::new("bob")));
    assert!(!flags.is_enabled(AWESOME, &Anonymous));
}

/// Answers with the environment that it is asked for.
struct Echo;

impl Provider for Echo {
    fn name(&self) -> &str {
        "echo"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let name = context.environment().map(str::to_owned);
        Ok(name.map(|name| Resolution::new(name, Reason::Static)))
    }
}

#[test]
fn the_environment_reaches_the_provider() {
    let flags = Flags::new(Deadline::within(AMPLE, Echo)).in_environment("staging");
    assert_eq!(flags.get(GREETING, &Anonymous), "staging");
}

#[test]
fn f39_a_panic_is_an_error_and_ends_no_thread() {
    let scripted = Scripted::new([
        ("enable_awesome_text_feature", Act::PanicWhenAsked),
        ("greeting", Act::SayWhenAsked(Value::from("still here"))),
    ]);
    let flags = Flags::new(Deadline::within(AMPLE, scripted));
    let evaluation = flags.evaluate(AWESOME, &Anonymous);
    assert_eq!(evaluation.reason(), Reason::Error);
    assert_eq!(
        evaluation.error().map(|error| error.message()),
        Some("the provider panicked")
    );
    assert_eq!(flags.get(GREETING, &Anonymous), "still here");
    assert_eq!(flags.status().status().state(), ProviderState::Error);
}

#[test]
fn f39_a_panic_in_answers_gives_the_declared_values() {
    let scripted = Scripted::new([("greeting", Act::PanicInAnswers)]);
    let flags = Flags::new(Deadline::within(AMPLE, scripted));
    let evaluation = flags.evaluate(MAX_UPLOAD_MB, &Anonymous);
    assert_eq!(*evaluation.value(), 25);
    assert_eq!(evaluation.reason(), Reason::Error);
}

/// Its lock is poisoned from the start, and it unwraps it.
struct Poisoned(Mutex<()>);

impl Provider for Poisoned {
    fn name(&self) -> &str {
        "poisoned"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let _guard = self.0.lock().expect("scripted panic at a poisoned lock");
        panic!("scripted panic under a lock");
    }
}

#[test]
fn f41_a_lock_that_the_provider_poisons_poisons_nothing_of_ours() {
    let deadline = Deadline::within(AMPLE, Poisoned(Mutex::new(())));
    let flags = Flags::new(deadline);
    for _ in 0..3 {
        let evaluation = flags.evaluate(MAX_UPLOAD_MB, &Anonymous);
        assert_eq!(*evaluation.value(), 25);
        assert_eq!(evaluation.reason(), Reason::Error);
    }
}

/// Announces a change in the middle of each call, on the thread that it is called on.
struct Announcing(Mutex<Vec<Arc<dyn Listener>>>);

impl Provider for Announcing {
    fn name(&self) -> &str {
        "announcing"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let listeners = self.0.lock().expect("nobody panics with it").clone();
        for listener in listeners {
            listener.changed();
        }
        Ok(Some(Resolution::new(8, Reason::Static)))
    }

    fn subscribe(&self, listener: Arc<dyn Listener>) {
        self.0.lock().expect("nobody panics with it").push(listener);
    }
}

#[test]
fn a_provider_may_announce_a_change_while_it_is_asked() {
    let flags = Flags::new(Deadline::within(AMPLE, Announcing(Mutex::default())));
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 8);
}

#[test]
fn f44_a_shutdown_that_hangs_is_bounded() {
    let (provider, handle) = blocking();
    handle.everywhere.store(true, Ordering::SeqCst);
    let deadline = Deadline::within(SHORT, provider);
    let start = Instant::now();
    deadline.shutdown();
    assert!(start.elapsed() >= Duration::from_secs(2));
    assert!(start.elapsed() < AMPLE);
}

#[test]
fn f44_a_repeated_shutdown_is_harmless_and_answers_stay() {
    let memory = MemoryProvider::new();
    memory.set_key("greeting", "hi");
    let deadline = Deadline::within(AMPLE, memory);
    deadline.shutdown();
    deadline.shutdown();
    let resolution = deadline.resolve(&GREETING, &Anonymous);
    assert_eq!(resolution, Ok(Some(Resolution::new("hi", Reason::Static))));
}

#[test]
fn ready_ends_after_its_timeout() {
    let (provider, handle) = blocking();
    handle.everywhere.store(true, Ordering::SeqCst);
    let deadline = Deadline::within(SHORT, provider);
    assert_eq!(deadline.ready(SHORT).state(), ProviderState::Error);
    drop(handle);
}

#[test]
fn f44_the_thread_ends_when_it_is_dropped() {
    let provider = Arc::new(MemoryProvider::new());
    let deadline = Deadline::within(AMPLE, Arc::clone(&provider));
    assert_eq!(deadline.status().state(), ProviderState::Ready);
    drop(deadline);
    // The thread holds the provider as long as it lives.
    eventually(|| Arc::strong_count(&provider) == 1);
}

#[test]
fn f44_the_thread_ends_when_it_is_dropped_in_the_middle_of_a_call() {
    let (provider, handle) = blocking();
    let provider = Arc::new(provider);
    let deadline = Deadline::within(SHORT, Arc::clone(&provider));
    assert_eq!(deadline.resolve(&MAX_UPLOAD_MB, &Anonymous), Ok(None));
    let start = Instant::now();
    drop(deadline);
    assert!(start.elapsed() < AMPLE);
    assert_eq!(Arc::strong_count(&provider), 2);
    handle.go.send(()).unwrap();
    eventually(|| Arc::strong_count(&provider) == 1);
}
