//! One provider is served, another is compared with it.

use std::sync::Arc;

use expect_test::{Expect, expect};
use flags_runtime::__private::ContextData;
use flags_runtime::{
    Anonymous, ErrorKind, Flags, MemoryProvider, NoopProvider, Provider, ProviderState, Shadow,
    Value,
};

use crate::scripted::{Act, Scripted};
use crate::shop::{AWESOME, GREETING, MAX_UPLOAD_MB, NEW_KERNEL, REGISTRY};

/// What is counted after `max_upload_mb` has been evaluated three times, by a served provider and a
/// candidate that do this for it. The answer must be what the served one gives alone.
#[track_caller]
fn check(served: Option<Act>, candidate: Option<Act>, expected: &Expect) {
    let scripted = |act: Option<Act>| Scripted::new(act.map(|act| ("max_upload_mb", act)));
    let alone = Flags::new(scripted(served.clone())).evaluate(MAX_UPLOAD_MB, &Anonymous);
    let shadow = Shadow::new(scripted(served), scripted(candidate));
    let flags = Flags::new(shadow.clone());
    for _ in 0..3 {
        assert_eq!(flags.evaluate(MAX_UPLOAD_MB, &Anonymous), alone);
    }
    expected.assert_eq(&shadow.comparison(&MAX_UPLOAD_MB).to_string());
}

fn say(value: i64) -> Option<Act> {
    Some(Act::Say(Value::from(value)))
}

fn say_when_asked(value: i64) -> Option<Act> {
    Some(Act::SayWhenAsked(Value::from(value)))
}

const FAIL: Option<Act> = Some(Act::Fail(ErrorKind::ParseError, "torn page"));
const FAIL_WHEN_ASKED: Option<Act> = Some(Act::FailWhenAsked(ErrorKind::General, "no page"));

#[test]
fn equal_answers_without_a_context_are_compared_once() {
    check(
        say(5),
        say(5),
        &expect!["feature `max_upload_mb` differed 0 times of 1"],
    );
    check(
        None,
        None,
        &expect!["feature `max_upload_mb` differed 0 times of 1"],
    );
}

#[test]
fn different_answers_without_a_context_are_compared_once() {
    check(
        say(5),
        say(6),
        &expect![
            "feature `max_upload_mb` differed 1 times of 1; last 5 was served, the candidate said 6"
        ],
    );
}

#[test]
fn answers_that_need_a_context_are_compared_each_time() {
    check(
        say_when_asked(5),
        say_when_asked(6),
        &expect![
            "feature `max_upload_mb` differed 3 times of 3; last 5 was served, the candidate said 6"
        ],
    );
    check(
        say_when_asked(5),
        say(5),
        &expect!["feature `max_upload_mb` differed 0 times of 3"],
    );
}

#[test]
fn a_candidate_that_needs_a_context_is_asked_once_for_nobody() {
    check(
        say(5),
        say_when_asked(6),
        &expect![
            "feature `max_upload_mb` differed 1 times of 1; last 5 was served, the candidate said 6"
        ],
    );
}

#[test]
fn an_integer_is_the_same_as_a_whole_float() {
    check(
        say(5),
        Some(Act::Say(Value::from(5.0))),
        &expect!["feature `max_upload_mb` differed 0 times of 1"],
    );
}

#[test]
fn no_opinion_differs_from_an_opinion() {
    check(
        say(5),
        None,
        &expect![
            "feature `max_upload_mb` differed 1 times of 1; last 5 was served, the candidate had no opinion"
        ],
    );
    check(
        None,
        say(25),
        &expect![
            "feature `max_upload_mb` differed 1 times of 1; last the served provider had no opinion, the candidate said 25"
        ],
    );
}

#[test]
fn an_error_of_the_candidate_is_counted() {
    check(
        say(5),
        FAIL,
        &expect![
            "feature `max_upload_mb` differed 1 times of 1; last 5 was served, the candidate failed (torn page)"
        ],
    );
    check(
        say_when_asked(5),
        FAIL_WHEN_ASKED,
        &expect![
            "feature `max_upload_mb` differed 3 times of 3; last 5 was served, the candidate failed (no page)"
        ],
    );
}

#[test]
fn an_error_of_the_served_provider_is_served() {
    check(
        FAIL,
        say(5),
        &expect![
            "feature `max_upload_mb` differed 1 times of 1; last the served provider failed (torn page), the candidate said 5"
        ],
    );
}

#[test]
fn two_errors_are_the_same() {
    check(
        FAIL,
        FAIL_WHEN_ASKED,
        &expect!["feature `max_upload_mb` differed 0 times of 1"],
    );
}

#[test]
fn f39_a_panic_of_the_candidate_is_counted_and_nothing_else() {
    check(
        say(5),
        Some(Act::PanicInAnswers),
        &expect![
            "feature `max_upload_mb` differed 1 times of 1; last 5 was served, the candidate failed (the provider panicked)"
        ],
    );
    check(
        say_when_asked(5),
        Some(Act::PanicWhenAsked),
        &expect![
            "feature `max_upload_mb` differed 3 times of 3; last 5 was served, the candidate failed (the provider panicked)"
        ],
    );
}

#[test]
fn the_candidate_changes_neither_status_nor_notices() {
    let candidate = Scripted::new([("max_upload_mb", Act::PanicInAnswers)]);
    let shadow = Shadow::new(NoopProvider, candidate);
    let flags = Flags::new(shadow.clone());
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 25);
    assert_eq!(flags.status().status().state(), ProviderState::Ready);
    assert_eq!(flags.status().provider(), "noop");
    assert!(flags.status().notices().is_empty());
    assert_eq!(shadow.candidate_status().state(), ProviderState::Error);
}

#[test]
fn both_are_asked_with_the_same_context() {
    let awesome_for = |key| Scripted::new([("enable_awesome_text_feature", Act::IsFor(key))]);
    let shadow = Shadow::new(awesome_for("ada"), awesome_for("bob"));
    let flags = Flags::new(shadow.clone());
    for (key, on) in [("ada", true), ("bob", false), ("eve", false)] {
        assert_eq!(flags.is_enabled(AWESOME, &ContextData::new(key)), on);
    }
    let comparison = shadow.comparison(&AWESOME);
    assert_eq!((comparison.differed(), comparison.compared()), (2, 3));
    let value = |resolved: &Result<Option<flags_runtime::Resolution>, _>| match resolved {
        Ok(Some(resolution)) => resolution.value().clone(),
        _ => panic!("no opinion"),
    };
    assert_eq!(
        comparison.last_served().map(value),
        Some(Value::from(false))
    );
    assert_eq!(
        comparison.last_candidate().map(value),
        Some(Value::from(true))
    );
}

#[test]
fn each_load_of_either_is_compared_anew() {
    let (served, candidate) = (MemoryProvider::new(), MemoryProvider::new());
    let shadow = Shadow::new(served.clone(), candidate.clone());
    let flags = Flags::new(shadow.clone());
    assert_eq!(flags.get(GREETING, &Anonymous), "hello");
    let counts = || {
        let comparison = shadow.comparison(&GREETING);
        (comparison.differed(), comparison.compared())
    };
    assert_eq!(counts(), (0, 1));
    served.set_key("greeting", "hi");
    assert_eq!(counts(), (1, 2));
    candidate.set_key("greeting", "ho");
    assert_eq!(counts(), (2, 3));
    candidate.set_key("greeting", "hi");
    assert_eq!(counts(), (2, 4));
    assert_eq!(flags.get(GREETING, &Anonymous), "hi");
    assert_eq!(counts(), (2, 4));
}

#[test]
fn a_change_of_the_candidate_is_nobody_elses_business() {
    let candidate = MemoryProvider::new();
    let flags = Flags::new(Shadow::new(NoopProvider, candidate.clone()));
    assert_eq!(flags.get(GREETING, &Anonymous), "hello");
    let _subscription = flags.on_change(|change| panic!("told of {change:?}"));
    candidate.set_key("greeting", "ho");
    assert_eq!(flags.get(GREETING, &Anonymous), "hello");
}

#[test]
fn every_compared_feature_is_listed() {
    let shadow = Shadow::new(NoopProvider, Scripted::new([]));
    assert_eq!(shadow.comparisons(), []);
    assert_eq!(shadow.comparison(&NEW_KERNEL).compared(), 0);
    shadow.answers(&REGISTRY, "production");
    let keys: Vec<_> = shadow
        .comparisons()
        .iter()
        .map(|comparison| comparison.feature().key())
        .collect();
    let declared: Vec<_> = REGISTRY
        .features()
        .iter()
        .map(|feature| feature.key())
        .collect();
    assert_eq!(keys, declared);
}

#[test]
fn f44_a_dropped_shadow_is_forgotten_by_the_candidate() {
    let candidate = Arc::new(MemoryProvider::new());
    let shadow = Shadow::new(NoopProvider, Arc::clone(&candidate));
    assert_eq!(Arc::strong_count(&candidate), 2);
    drop(shadow);
    assert_eq!(Arc::strong_count(&candidate), 1);
    candidate.set_key("greeting", "ho");
}
