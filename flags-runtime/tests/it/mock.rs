//! The provider for tests.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use expect_test::{Expect, expect};
use flags_runtime::__private::ContextData;
use flags_runtime::{
    Anonymous, AttributeValue, ErrorKind, EvaluationContext, Expectation, Flags, MockProvider,
    Reason,
};

use crate::club::{self, Context, Plan};
use crate::shop::{
    AWESOME, CHECKOUT_BUTTON, CRAZY, CheckoutButton, GREETING, MAINTENANCE, MAX_UPLOAD_MB,
    SEARCH_LIMITS, SearchLimits,
};

fn ann() -> ContextData<'static> {
    ContextData::new("ann")
}

/// What fails the test that has this mock, without the places; nothing where it passes.
#[track_caller]
fn check(mock: MockProvider, expected: &Expect) {
    let mut told = String::new();
    if !mock.failures().is_empty() {
        let message = panic_of(|| drop(mock));
        let (_, complaints) = message
            .split_once('\n')
            .expect("the first line has the place");
        for (position, part) in complaints.split(" (expected at ").enumerate() {
            told += match part.split_once(')') {
                Some((_, after)) if position > 0 => after,
                _ => part,
            };
        }
    }
    expected.assert_eq(&told);
}

/// How a test fails that does this.
#[track_caller]
fn panic_of(test: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(test)).expect_err("it fails");
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => (*payload.downcast::<&str>().expect("a panic has a message")).to_owned(),
    }
}

#[test]
fn it_answers_what_was_set() {
    let mock = MockProvider::new()
        .with(AWESOME, true)
        .with(MAX_UPLOAD_MB, 7)
        .with(GREETING, "hi".into());
    let flags = Flags::new(mock.clone());
    assert!(flags.is_enabled(AWESOME, &Anonymous));
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 7);
    assert_eq!(flags.get(GREETING, &Anonymous), "hi");
    let answer = flags.evaluate(AWESOME, &Anonymous);
    assert_eq!(
        (answer.reason(), answer.provider()),
        (Reason::Static, "mock")
    );

    mock.set(AWESOME, false);
    assert!(!flags.is_enabled(AWESOME, &Anonymous));
}

#[test]
fn a_table_and_a_variant_are_set_as_themselves() {
    let mock = MockProvider::new()
        .with(CRAZY, true)
        .with(MAINTENANCE, false);
    mock.set(CHECKOUT_BUTTON, CheckoutButton::Green);
    let limits = SearchLimits {
        max_results: 3,
        share: 0.25,
    };
    mock.set(SEARCH_LIMITS, limits.clone());
    let flags = Flags::new(mock);
    assert_eq!(
        flags.get(CHECKOUT_BUTTON, &Anonymous),
        CheckoutButton::Green
    );
    assert_eq!(flags.get(SEARCH_LIMITS, &Anonymous), limits);
}

#[test]
fn two_in_one_test_answer_differently() {
    let on = Flags::new(MockProvider::new().with(AWESOME, true));
    let off = Flags::new(MockProvider::new().with(AWESOME, false));
    assert!(on.is_enabled(AWESOME, &Anonymous));
    assert!(!off.is_enabled(AWESOME, &Anonymous));
}

#[test]
fn a_feature_that_nothing_is_set_for_is_as_declared_and_fails_the_test() {
    let mock = MockProvider::new();
    let flags = Flags::new(mock.clone());
    let answer = flags.evaluate(MAX_UPLOAD_MB, &ann());
    assert_eq!((*answer.value(), answer.reason()), (25, Reason::Error));
    assert_eq!(
        answer.error().map(|error| error.kind()),
        Some(ErrorKind::FlagNotFound)
    );
    let message = panic_of(move || drop(mock));
    let (place, complaints) = message.split_once('\n').expect("there are two lines");
    assert!(place.starts_with("the mock made at "), "{place}");
    assert!(place.contains("mock.rs:"), "{place}");
    expect!["- feature `max_upload_mb` was asked for \"ann\", and nothing is set for it: `set(MAX_UPLOAD_MB, …)` answers"]
        .assert_eq(complaints);
}

#[test]
fn each_feature_that_nothing_is_set_for_is_named_once() {
    let mock = MockProvider::new();
    let flags = Flags::new(mock.clone());
    for _ in 0..3 {
        let _ = flags.get(GREETING, &Anonymous);
        let _ = flags.get(MAX_UPLOAD_MB, &Anonymous);
    }
    check(
        mock,
        &expect![[r#"
        - feature `greeting` was asked for nobody in particular, and nothing is set for it: `set(GREETING, …)` answers
        - feature `max_upload_mb` was asked for nobody in particular, and nothing is set for it: `set(MAX_UPLOAD_MB, …)` answers"#]],
    );
}

#[test]
fn the_needs_of_a_feature_have_to_be_set_too() {
    let mock = MockProvider::new().with(CRAZY, true);
    let flags = Flags::new(mock.clone());
    let _ = flags.get(CRAZY, &Anonymous);
    check(
        mock,
        &expect![
            "- feature `maintenance` was asked for nobody in particular, and nothing is set for it: `set(MAINTENANCE, …)` answers"
        ],
    );
}

#[test]
fn a_test_that_told_of_it_once_does_not_fail_again() {
    let mock = MockProvider::new();
    let _ = Flags::new(mock.clone()).get(GREETING, &Anonymous);
    let first = panic_of(|| mock.verify());
    assert!(first.contains("`greeting`"), "{first}");
    drop(mock);
}

#[test]
fn a_test_that_is_failing_already_fails_for_its_own_reason() {
    let message = panic_of(|| {
        let mock = MockProvider::new();
        let _ = Flags::new(mock.clone()).get(GREETING, &Anonymous);
        panic!("the reason");
    });
    assert_eq!(message, "the reason");
}

#[test]
fn the_mock_itself_verifies_where_it_was_given_away() {
    let flags = Flags::new(MockProvider::new());
    let _ = flags.get(GREETING, &Anonymous);
    let message = panic_of(move || drop(flags));
    assert!(message.contains("`greeting`"), "{message}");
}

#[test]
fn a_lenient_one_leaves_the_rest_as_declared() {
    let mock = MockProvider::lenient();
    mock.set_for(AWESOME, &ann(), true);
    let flags = Flags::new(mock);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 25);
    let answer = flags.evaluate(AWESOME, &Anonymous);
    assert_eq!((*answer.value(), answer.reason()), (false, Reason::Default));
    assert!(flags.is_enabled(AWESOME, &ann()));
}

#[test]
fn the_first_condition_that_holds_decides() {
    let mock = MockProvider::new();
    mock.set(MAX_UPLOAD_MB, 1);
    mock.set_where(
        MAX_UPLOAD_MB,
        |visitor| visitor.targeting_key() == Some("ann"),
        2,
    );
    mock.set_where(
        MAX_UPLOAD_MB,
        |visitor| visitor.targeting_key().is_some(),
        3,
    );
    let flags = Flags::new(mock);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 1);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &ann()), 2);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &ContextData::new("bob")), 3);
    assert_eq!(
        flags.evaluate(MAX_UPLOAD_MB, &ann()).reason(),
        Reason::TargetingMatch
    );
}

#[test]
fn a_context_is_a_condition() {
    let mock = MockProvider::new();
    mock.set(club::STAFF_ONLY, false);
    mock.set_for(
        club::STAFF_ONLY,
        &Context::anonymous().plan(Plan::Pro).is_staff(true),
        true,
    );
    let flags = Flags::new(mock);
    let asked = |visitor: Context<'_>| flags.is_enabled(club::STAFF_ONLY, &visitor);
    assert!(asked(
        Context::new("ann").is_staff(true).plan(Plan::Pro).seats(3)
    ));
    assert!(!asked(Context::new("ann").is_staff(true).plan(Plan::Free)));
    assert!(!asked(Context::new("ann").is_staff(true)));
    assert!(!asked(Context::anonymous()));
}

#[test]
fn where_no_condition_holds_the_test_fails() {
    let mock = MockProvider::new();
    mock.set_for(club::STAFF_ONLY, &Context::new("ann"), true);
    let flags = Flags::new(mock.clone());
    let visitor = Context::new("bob").is_staff(true).email("bob@example.org");
    assert!(!flags.is_enabled(club::STAFF_ONLY, &visitor));
    check(
        mock,
        &expect![[
            r#"- feature `staff_only` was asked for "bob" with is_staff = true, email = (private), and no condition set for it holds there: `set(STAFF_ONLY, …)` answers for everybody else"#
        ]],
    );
}

#[test]
fn an_answer_can_be_computed() {
    let mock = MockProvider::new();
    let asked = Arc::new(AtomicUsize::new(0));
    let times = Arc::clone(&asked);
    mock.answer_with(AWESOME, move |_| {
        Some(times.fetch_add(1, Ordering::Relaxed) > 0)
    });
    let flags = Flags::new(mock);
    assert!(!flags.is_enabled(AWESOME, &Anonymous));
    assert!(flags.is_enabled(AWESOME, &Anonymous));
}

#[test]
fn an_answer_may_depend_on_another_feature() {
    let mock = MockProvider::new().with(MAX_UPLOAD_MB, 3);
    let flags = Flags::new(mock.clone());
    let inner = flags.clone();
    mock.answer_with(AWESOME, move |_| {
        Some(inner.get(MAX_UPLOAD_MB, &Anonymous) == 3)
    });
    assert!(flags.is_enabled(AWESOME, &Anonymous));
    mock.unset(AWESOME); // or it would hold the flags that hold it
}

#[test]
fn a_value_outside_of_the_range_is_refused_where_it_is_set() {
    let mock = MockProvider::new();
    let message = panic_of(|| mock.set(MAX_UPLOAD_MB, 501));
    expect!["feature `max_upload_mb` must be an integer from 1 to 500, found 501"]
        .assert_eq(&message);
}

#[test]
fn a_computed_value_outside_of_the_range_fails_the_test() {
    let mock = MockProvider::new();
    mock.answer_with(MAX_UPLOAD_MB, |_| Some(501));
    assert_eq!(Flags::new(mock.clone()).get(MAX_UPLOAD_MB, &ann()), 25);
    check(
        mock,
        &expect![[
            r#"- the answer for "ann" cannot be used: feature `max_upload_mb` must be an integer from 1 to 500, found 501"#
        ]],
    );
}

#[test]
fn it_fails_as_it_is_told() {
    let mock = MockProvider::new();
    mock.fail(MAX_UPLOAD_MB, ErrorKind::ProviderNotReady, "no data yet");
    let answer = Flags::new(mock.clone()).evaluate(MAX_UPLOAD_MB, &Anonymous);
    assert_eq!((*answer.value(), answer.reason()), (25, Reason::Error));
    assert_eq!(
        answer.error().map(|error| error.message().to_owned()),
        Some("no data yet".to_owned())
    );
    mock.pass(MAX_UPLOAD_MB);
    let answer = Flags::new(mock).evaluate(MAX_UPLOAD_MB, &Anonymous);
    assert_eq!((*answer.value(), answer.reason()), (25, Reason::Default));
}

#[test]
fn it_tells_what_it_was_asked() {
    let mock = MockProvider::lenient();
    let flags = Flags::new(mock.clone()).in_environment("staging");
    let visitor = Context::new("ann")
        .is_staff(true)
        .plan(Plan::Pro)
        .email("ann@example.org");
    let _ = flags.get(club::QUARTER, &visitor);
    let _ = flags.get(AWESOME, &Anonymous);
    let [first, second] = &mock.asked()[..] else {
        panic!("{:?}", mock.asked());
    };
    assert_eq!(first.feature(), club::QUARTER.info());
    assert_eq!(first.targeting_key(), Some("ann"));
    assert_eq!(first.environment(), Some("staging"));
    assert_eq!(first.attribute("plan"), Some(AttributeValue::Text("pro")));
    assert_eq!(
        first.attribute("email"),
        Some(AttributeValue::Text("ann@example.org"))
    );
    assert_eq!(first.attribute("country"), None);
    expect![[r#"quarter for "ann" with is_staff = true, plan = "pro", email = (private)"#]]
        .assert_eq(&format!("{first:?}"));
    assert_eq!(
        (second.feature(), second.targeting_key()),
        (AWESOME.info(), None)
    );
}

#[test]
fn a_context_that_answers_by_name_alone_is_recorded_too() {
    struct Request;
    impl EvaluationContext for Request {
        fn targeting_key(&self) -> Option<&str> {
            None
        }
        fn attribute(&self, name: &str) -> Option<AttributeValue<'_>> {
            (name == "seats").then_some(AttributeValue::Integer(3))
        }
    }
    let mock = MockProvider::lenient();
    let _ = Flags::new(mock.clone()).get(club::LIMIT, &Request);
    assert_eq!(
        mock.asked()[0].attribute("seats"),
        Some(AttributeValue::Integer(3))
    );
}

#[test]
fn an_explanation_asks_as_well() {
    let mock = MockProvider::new().with(AWESOME, true);
    let _ = Flags::new(mock.clone()).explain(AWESOME, &Anonymous);
    assert!(
        mock.asked()
            .iter()
            .all(|question| question.feature() == AWESOME.info())
    );
    assert!(!mock.asked().is_empty());
}

/// What is wrong with one expectation, where the mock was asked for Ann twice and once for nobody.
#[track_caller]
fn check_expectation(expect_of: impl FnOnce(&MockProvider) -> Expectation<'_>, expected: &Expect) {
    let mock = MockProvider::new().with(AWESOME, true);
    expect_of(&mock);
    let flags = Flags::new(mock.clone());
    let asked = [&ann() as &dyn EvaluationContext, &Anonymous, &ann()]
        .map(|visitor| flags.is_enabled(AWESOME, visitor));
    assert_eq!(asked, [true; 3]);
    check(mock, expected);
}

#[test]
fn an_expectation_is_met() {
    check_expectation(|mock| mock.expect(AWESOME), &expect![[""]]);
    check_expectation(|mock| mock.expect(AWESOME).times(3), &expect![[""]]);
    check_expectation(|mock| mock.expect(AWESOME).at_least(3), &expect![[""]]);
    check_expectation(|mock| mock.expect(AWESOME).at_most(3), &expect![[""]]);
    check_expectation(|mock| mock.expect(AWESOME).between(2..=3), &expect![[""]]);
    check_expectation(|mock| mock.expect(MAINTENANCE).never(), &expect![[""]]);
    check_expectation(
        |mock| mock.expect(AWESOME).asked_for(&ann()).times(2),
        &expect![[""]],
    );
    check_expectation(
        |mock| {
            mock.expect(AWESOME)
                .once()
                .asked_where(|visitor| visitor.targeting_key().is_none())
        },
        &expect![[""]],
    );
}

#[test]
fn asked_too_often() {
    check_expectation(
        |mock| mock.expect(AWESOME).once(),
        &expect![[
            r#"- feature `enable_awesome_text_feature` was to be asked once, and was asked 3 times; it was asked for "ann"; for nobody in particular; for "ann""#
        ]],
    );
    check_expectation(
        |mock| mock.expect(AWESOME).at_most(2),
        &expect![[
            r#"- feature `enable_awesome_text_feature` was to be asked at most 2 times, and was asked 3 times; it was asked for "ann"; for nobody in particular; for "ann""#
        ]],
    );
    check_expectation(
        |mock| mock.expect(AWESOME).never(),
        &expect![[
            r#"- feature `enable_awesome_text_feature` was not to be asked, and was asked 3 times; it was asked for "ann"; for nobody in particular; for "ann""#
        ]],
    );
}

#[test]
fn not_asked_often_enough() {
    check_expectation(
        |mock| mock.expect(MAINTENANCE),
        &expect!["- feature `maintenance` was to be asked at least once, and was never asked"],
    );
    check_expectation(
        |mock| mock.expect(AWESOME).at_least(4),
        &expect![[
            r#"- feature `enable_awesome_text_feature` was to be asked at least 4 times, and was asked 3 times; it was asked for "ann"; for nobody in particular; for "ann""#
        ]],
    );
    check_expectation(
        |mock| mock.expect(AWESOME).between(4..=5),
        &expect![[
            r#"- feature `enable_awesome_text_feature` was to be asked 4 to 5 times, and was asked 3 times; it was asked for "ann"; for nobody in particular; for "ann""#
        ]],
    );
}

#[test]
fn asked_for_somebody_else() {
    check_expectation(
        |mock| mock.expect(AWESOME).asked_for(&ContextData::new("bob")),
        &expect![[
            r#"- feature `enable_awesome_text_feature` was to be asked at least once for "bob", and was never asked; it was asked for "ann"; for nobody in particular; for "ann""#
        ]],
    );
}

#[test]
fn of_many_questions_a_few_are_shown() {
    let mock = MockProvider::new().with(AWESOME, true);
    mock.expect(AWESOME).never();
    let flags = Flags::new(mock.clone());
    for number in 1..=8 {
        let _ = flags.get(AWESOME, &ContextData::new(format!("user-{number}")));
    }
    check(
        mock,
        &expect![[
            r#"- feature `enable_awesome_text_feature` was not to be asked, and was asked 8 times; it was asked for "user-1"; for "user-2"; for "user-3"; for "user-4"; for "user-5"; and 3 more"#
        ]],
    );
}

#[test]
fn several_threads_ask_one_mock() {
    let mock = MockProvider::new().with(AWESOME, true);
    mock.expect(AWESOME).times(400);
    let flags = Flags::new(mock.clone());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..100 {
                    assert!(flags.is_enabled(AWESOME, &Anonymous));
                }
            });
        }
    });
}
