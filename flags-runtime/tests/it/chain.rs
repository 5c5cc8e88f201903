//! Several providers, one after the other.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use expect_test::{Expect, expect};
use flags_runtime::__private::ContextData;
use flags_runtime::{
    Anonymous, Answer, Answers, Chain, EnvProvider, ErrorKind, EvaluationContext, FeatureInfo,
    Flags, Listener, MemoryProvider, NoopProvider, Notice, NoticeKind, Provider, ProviderState,
    Reason, Registry, Resolution, ResolveError, Status, Value,
};

use crate::scripted::{Act, Scripted};
use crate::shop::{AWESOME, CHECKOUT_BUTTON, CheckoutButton, GREETING, MAX_UPLOAD_MB, REGISTRY};

fn memory<const N: usize>(values: [(&str, Value); N]) -> MemoryProvider {
    let memory = MemoryProvider::new();
    memory.replace(values);
    memory
}

/// What a chain of two, which do this for `max_upload_mb`, says without and with a context.
#[track_caller]
fn check(first: Option<Act>, second: Option<Act>, fixed: &Expect, resolved: &Expect) {
    let scripted = |act: Option<Act>| Scripted::new(act.map(|act| ("max_upload_mb", act)));
    let chain = Chain::first(scripted(first)).then(scripted(second));
    let show = |resolved: &Result<Option<Resolution>, ResolveError>| match resolved {
        Ok(Some(resolution)) => resolution.value().to_string(),
        Ok(None) => "no opinion".to_owned(),
        Err(error) => format!("{}: {error}", error.kind()),
    };
    let answers = chain.answers(&REGISTRY, "production");
    fixed.assert_eq(&match answers.get(MAX_UPLOAD_MB.index()) {
        Answer::Fixed(answer) => show(answer),
        _ => "ask".to_owned(),
    });
    resolved.assert_eq(&show(&chain.resolve(&MAX_UPLOAD_MB, &Anonymous)));
}

fn say(value: i64) -> Option<Act> {
    Some(Act::Say(Value::from(value)))
}

fn say_when_asked(value: i64) -> Option<Act> {
    Some(Act::SayWhenAsked(Value::from(value)))
}

const FAIL: Option<Act> = Some(Act::Fail(ErrorKind::ParseError, "torn page"));
const FAIL_TOO: Option<Act> = Some(Act::Fail(ErrorKind::General, "no page"));
const FAIL_WHEN_ASKED: Option<Act> = Some(Act::FailWhenAsked(ErrorKind::General, "no page"));

#[test]
fn f28_of_two_opinions_the_first_counts() {
    check(say(1), say(2), &expect!["1"], &expect!["1"]);
}

#[test]
fn the_second_decides_where_the_first_has_no_opinion() {
    check(None, say(2), &expect!["2"], &expect!["2"]);
}

#[test]
fn nobody_has_an_opinion() {
    check(None, None, &expect!["no opinion"], &expect!["no opinion"]);
}

#[test]
fn behind_one_that_asks_nobody_decides_beforehand() {
    check(say_when_asked(1), say(2), &expect!["ask"], &expect!["1"]);
}

#[test]
fn one_that_asks_is_not_asked_behind_one_that_decides() {
    check(say(1), say_when_asked(2), &expect!["1"], &expect!["1"]);
}

#[test]
fn an_error_is_passed_over() {
    check(FAIL, say(2), &expect!["2"], &expect!["2"]);
    check(FAIL_WHEN_ASKED, say(2), &expect!["ask"], &expect!["2"]);
    check(FAIL, say_when_asked(2), &expect!["ask"], &expect!["2"]);
}

#[test]
fn an_error_behind_an_opinion_does_not_matter() {
    check(say(1), FAIL, &expect!["1"], &expect!["1"]);
}

#[test]
fn an_error_without_any_opinion_is_the_answer() {
    check(
        FAIL,
        None,
        &expect!["PARSE_ERROR: torn page"],
        &expect!["PARSE_ERROR: torn page"],
    );
    check(
        None,
        FAIL,
        &expect!["PARSE_ERROR: torn page"],
        &expect!["PARSE_ERROR: torn page"],
    );
}

#[test]
fn of_two_errors_the_first_is_the_answer() {
    check(
        FAIL,
        FAIL_TOO,
        &expect!["PARSE_ERROR: torn page"],
        &expect!["PARSE_ERROR: torn page"],
    );
}

#[test]
fn f39_a_panic_is_passed_over() {
    check(
        Some(Act::PanicWhenAsked),
        say(2),
        &expect!["ask"],
        &expect!["2"],
    );
    check(
        Some(Act::PanicInAnswers),
        say(2),
        &expect!["2"],
        &expect!["2"],
    );
    check(
        Some(Act::PanicInAnswers),
        None,
        &expect!["GENERAL: the provider panicked"],
        &expect!["GENERAL: the provider panicked"],
    );
}

#[test]
fn an_opinion_that_does_not_fit_is_passed_over() {
    check(say(900), say(2), &expect!["2"], &expect!["2"]);
    check(say_when_asked(900), say(2), &expect!["ask"], &expect!["2"]);
    check(
        say(900),
        None,
        &expect!["TYPE_MISMATCH: the provider's value does not fit the feature's declaration"],
        &expect!["TYPE_MISMATCH: the provider's value does not fit the feature's declaration"],
    );
}

#[test]
fn f28_what_is_overruled_or_passed_over_is_told_once() {
    let file = memory([
        ("max_upload_mb", Value::from(50)),
        ("greeting", Value::from("hi")),
    ]);
    let env = EnvProvider::from_vars([
        ("FLAGS_MAX_UPLOAD_MB", "100"),
        ("FLAGS_GREETING", "hi"),
        ("FLAGS_CHECKOUT_BUTTON", "pink"),
    ]);
    let flags = Flags::new(Chain::first(env).then(file.clone()));
    let told = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&told);
    let _subscription = flags.on_change(move |change| {
        counter.fetch_add(change.notices().len(), Ordering::Relaxed);
    });
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 100);
    let messages = || -> Vec<String> {
        let health = flags.status();
        health.notices().iter().map(ToString::to_string).collect()
    };
    // As the chain's answer, the bad variable is told of by the runtime.
    assert_eq!(
        messages(),
        [
            "`FLAGS_CHECKOUT_BUTTON`: it must be one of `red`, `green`, `blue`, found `pink`",
            "feature `max_upload_mb`: `env` says 100, `memory` says 50; the first in the chain decides",
        ]
    );
    let at_first = told.load(Ordering::Relaxed);
    assert_eq!(at_first, 2);
    file.set(AWESOME, true);
    assert_eq!(told.load(Ordering::Relaxed), at_first);
    file.set(CHECKOUT_BUTTON, CheckoutButton::Blue);
    assert_eq!(flags.get(CHECKOUT_BUTTON, &Anonymous), CheckoutButton::Blue);
    assert_eq!(
        messages(),
        [
            "feature `checkout_button`: `env` is passed over: `FLAGS_CHECKOUT_BUTTON`: it must be one of `red`, `green`, `blue`, found `pink`",
            "feature `max_upload_mb`: `env` says 100, `memory` says 50; the first in the chain decides",
        ]
    );
    file.unset(MAX_UPLOAD_MB);
    file.unset(CHECKOUT_BUTTON);
    assert_eq!(messages().len(), 1);
}

#[test]
fn the_notices_of_every_link_are_told() {
    let link = |message: &'static str| {
        let scripted = Scripted::new([]);
        scripted.notices(vec![Notice::new(NoticeKind::Refused, message)]);
        scripted
    };
    let flags = Flags::new(Chain::first(link("torn page")).then(link("no page")));
    let health = flags.status();
    let messages: Vec<_> = health
        .notices()
        .iter()
        .map(|notice| notice.message())
        .collect();
    assert_eq!(messages, ["torn page", "no page"]);
}

#[test]
fn every_link_announces_its_changes() {
    let (first, second) = (MemoryProvider::new(), MemoryProvider::new());
    let flags = Flags::new(Chain::first(first.clone()).then(second.clone()));
    assert_eq!(flags.get(GREETING, &Anonymous), "hello");
    second.set_key("greeting", "second");
    assert_eq!(flags.get(GREETING, &Anonymous), "second");
    first.set_key("greeting", "first");
    assert_eq!(flags.get(GREETING, &Anonymous), "first");
    first.unset_key("greeting");
    assert_eq!(flags.get(GREETING, &Anonymous), "second");
}

#[test]
fn a_link_sees_the_context() {
    let flags = Flags::new(Chain::first(NoopProvider).then(Scripted::new([(
        "enable_awesome_text_feature",
        Act::IsFor("ada"),
    )])));
    assert!(flags.is_enabled(AWESOME, &ContextData::new("ada")));
    let evaluation = flags.evaluate(AWESOME, &ContextData::new("bob"));
    assert!(!evaluation.value());
    assert_eq!(evaluation.reason(), Reason::TargetingMatch);
    assert_eq!(evaluation.provider(), "chain(noop, scripted)");
}

#[test]
fn the_versions_are_joined() {
    let with_version = || Scripted::new([]);
    let version = |chain: Chain| {
        chain
            .answers(&REGISTRY, "production")
            .version()
            .map(str::to_owned)
    };
    assert_eq!(version(Chain::first(NoopProvider)), None);
    assert_eq!(
        version(Chain::first(NoopProvider).then(with_version())).as_deref(),
        Some("v1")
    );
    assert_eq!(
        version(Chain::first(with_version()).then(with_version())).as_deref(),
        Some("v1+v1")
    );
}

/// Is in this state, counts its shutdowns and notes how long it may wait.
struct Ill {
    status: Status,
    waits: Arc<Mutex<Vec<Duration>>>,
    shutdowns: Arc<AtomicUsize>,
}

impl Ill {
    fn new(status: Status) -> Self {
        Self {
            status,
            waits: Arc::default(),
            shutdowns: Arc::default(),
        }
    }
}

impl Provider for Ill {
    fn name(&self) -> &str {
        "ill"
    }

    fn resolve(
        &self,
        _: &FeatureInfo,
        _: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        Ok(None)
    }

    fn answers(&self, _: &'static Registry, _: &str) -> Answers {
        Answers::ask()
    }

    fn subscribe(&self, _: Arc<dyn Listener>) {}

    fn status(&self) -> Status {
        self.status.clone()
    }

    fn ready(&self, timeout: Duration) -> Status {
        self.waits
            .lock()
            .expect("nobody panics with it")
            .push(timeout);
        std::thread::sleep(timeout);
        self.status()
    }

    fn shutdown(&self) {
        self.shutdowns.fetch_add(1, Ordering::Relaxed);
        panic!("scripted panic in shutdown");
    }
}

#[track_caller]
fn check_status<const N: usize>(links: [ProviderState; N], expected: &Expect) {
    let mut chain = Chain::first(NoopProvider);
    for state in links {
        chain = chain.then(Ill::new(Status::new(state).because("it said so")));
    }
    expected.assert_eq(&chain.status().to_string());
}

#[test]
fn the_status_is_the_worst_with_every_reason() {
    use ProviderState::{Error, Fatal, NotReady, Ready, Stale};
    check_status([], &expect!["Ready"]);
    check_status([Ready, Ready], &expect!["Ready"]);
    check_status([Ready, Stale], &expect!["Stale: `ill`: it said so"]);
    check_status(
        [NotReady, Stale],
        &expect!["NotReady: `ill`: it said so; `ill`: it said so"],
    );
    check_status(
        [Error, NotReady],
        &expect!["Error: `ill`: it said so; `ill`: it said so"],
    );
    // Somebody has not given up.
    check_status([Fatal], &expect!["Error: `ill`: it said so"]);
    let given_up = Chain::first(Ill::new(Status::new(Fatal))).then(Ill::new(Status::new(Fatal)));
    expect!["Fatal: `ill` is Fatal; `ill` is Fatal"].assert_eq(&given_up.status().to_string());
}

#[test]
fn the_data_is_as_old_as_the_oldest() {
    let now = Instant::now();
    let old = now.checked_sub(Duration::from_secs(3600)).unwrap_or(now);
    let chain = Chain::first(Ill::new(Status::new(ProviderState::Ready).good_at(now)))
        .then(Ill::new(Status::new(ProviderState::Ready).good_at(old)))
        .then(NoopProvider);
    assert!(chain.status().age().unwrap() >= now.duration_since(old));
}

#[test]
fn all_wait_within_one_timeout() {
    let waits = Arc::new(Mutex::new(Vec::new()));
    let ill = || Ill {
        waits: Arc::clone(&waits),
        ..Ill::new(Status::new(ProviderState::NotReady))
    };
    let chain = Chain::first(ill()).then(ill()).then(ill());
    let timeout = Duration::from_millis(20);
    assert_eq!(chain.ready(timeout).state(), ProviderState::NotReady);
    let waits = waits.lock().unwrap();
    assert!(waits[0] <= timeout);
    assert_eq!(waits[1..], [Duration::ZERO; 2]);
}

#[test]
fn f44_every_link_is_shut_down_even_after_a_panic() {
    let (one, two) = (
        Ill::new(Status::new(ProviderState::Ready)),
        Ill::new(Status::new(ProviderState::Ready)),
    );
    let shutdowns = [Arc::clone(&one.shutdowns), Arc::clone(&two.shutdowns)];
    let chain = Chain::first(one).then(two);
    chain.shutdown();
    chain.shutdown();
    assert_eq!(shutdowns.map(|count| count.load(Ordering::Relaxed)), [2, 2]);
    assert_eq!(chain.status().state(), ProviderState::Error);
}
