//! Whatever a provider does, there is a value, and its reason says what happened.

use std::sync::{Arc, Mutex};

use flags_runtime::{
    Anonymous, ErrorKind, EvaluationContext, FeatureInfo, Flags, Notice, NoticeKind, Provider,
    ProviderState, Reason, Resolution, ResolveError, Value,
};

use crate::scripted::{Act, Scripted};
use crate::shop::{AWESOME, CHECKOUT_BUTTON, CheckoutButton, MAX_UPLOAD_MB};

#[test]
fn an_error_gives_the_declared_value() {
    let flags = Flags::new(Scripted::new([(
        "max_upload_mb",
        Act::FailWhenAsked(ErrorKind::ParseError, "no such luck"),
    )]));
    let evaluation = flags.evaluate(MAX_UPLOAD_MB, &Anonymous);
    assert_eq!(*evaluation.value(), 25);
    assert_eq!(evaluation.reason(), Reason::Error);
    let error = evaluation
        .error()
        .map(|error| (error.kind(), error.message()));
    assert_eq!(error, Some((ErrorKind::ParseError, "no such luck")));
}

#[test]
fn a_wrong_type_when_asked_gives_the_declared_value() {
    let flags = Flags::new(Scripted::new([(
        "checkout_button",
        Act::SayWhenAsked(Value::from("purple")),
    )]));
    let evaluation = flags.evaluate(CHECKOUT_BUTTON, &Anonymous);
    assert_eq!(*evaluation.value(), CheckoutButton::Red);
    assert_eq!(evaluation.reason(), Reason::Error);
    assert_eq!(
        evaluation.error().map(|error| error.kind()),
        Some(ErrorKind::TypeMismatch)
    );
}

#[test]
fn f39_a_panic_when_asked_gives_the_declared_value() {
    let flags = Flags::new(Scripted::new([(
        "enable_awesome_text_feature",
        Act::PanicWhenAsked,
    )]))
    .in_environment("development");
    let evaluation = flags.evaluate(AWESOME, &Anonymous);
    assert!(*evaluation.value());
    assert_eq!(evaluation.reason(), Reason::Error);
    assert_eq!(
        evaluation.error().map(|error| error.kind()),
        Some(ErrorKind::General)
    );
    let health = flags.status();
    assert_eq!(health.status().state(), ProviderState::Error);
    assert_eq!(
        health.status().reason(),
        Some(
            "provider `scripted` has panicked; where it has no answer, the last good or the declared value is served"
        )
    );
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 25);
}

#[test]
fn f39_a_panic_while_it_is_installed_gives_the_declared_values() {
    let flags = Flags::new(Scripted::new([("maintenance", Act::PanicInAnswers)]));
    let evaluation = flags.evaluate(MAX_UPLOAD_MB, &Anonymous);
    assert_eq!(*evaluation.value(), 25);
    assert_eq!(evaluation.reason(), Reason::Error);
}

#[test]
fn f39_a_panic_after_a_good_answer_keeps_the_good_answer() {
    let scripted = Scripted::new([("max_upload_mb", Act::Say(Value::Integer(40)))]);
    let flags = Flags::new(scripted.clone());
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 40);
    scripted.becomes([("max_upload_mb", Act::PanicInAnswers)]);
    let evaluation = flags.evaluate(MAX_UPLOAD_MB, &Anonymous);
    assert_eq!(*evaluation.value(), 40);
    assert_eq!(evaluation.reason(), Reason::Stale);
}

#[test]
fn f15_one_bad_feature_is_set_aside() {
    let scripted = Scripted::new([
        ("max_upload_mb", Act::Say(Value::Integer(501))),
        (
            "enable_awesome_text_feature",
            Act::Say(Value::Boolean(true)),
        ),
    ]);
    let flags = Flags::new(scripted);
    let evaluation = flags.evaluate(MAX_UPLOAD_MB, &Anonymous);
    assert_eq!(*evaluation.value(), 25);
    assert_eq!(
        evaluation.error().map(|error| error.message().to_owned()),
        Some("feature `max_upload_mb` must be an integer from 1 to 500, found 501".to_owned())
    );
    assert!(flags.is_enabled(AWESOME, &Anonymous));
    let health = flags.status();
    let [notice] = health.notices() else {
        panic!("one notice, found {:?}", health.notices())
    };
    assert_eq!(notice.kind(), NoticeKind::SetAside);
}

#[test]
fn f15_what_is_set_aside_is_told_by_its_name() {
    let broken = Act::Fail(ErrorKind::ParseError, "the service says `PARSE_ERROR`");
    let flags = Flags::new(Scripted::new([("max_upload_mb", broken)]));
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 25);
    let health = flags.status();
    let notices: Vec<_> = health.notices().iter().map(Notice::message).collect();
    assert_eq!(
        notices,
        ["feature `max_upload_mb`: the service says `PARSE_ERROR`"]
    );
}

#[test]
fn f16_a_changed_type_keeps_the_last_good_value() {
    let scripted = Scripted::new([("max_upload_mb", Act::Say(Value::Integer(40)))]);
    let flags = Flags::new(scripted.clone());
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 40);

    scripted.becomes([("max_upload_mb", Act::Say(Value::from("lots")))]);
    let evaluation = flags.evaluate(MAX_UPLOAD_MB, &Anonymous);
    assert_eq!(*evaluation.value(), 40);
    assert_eq!(evaluation.reason(), Reason::Stale);
    assert_eq!(
        evaluation.error().map(|error| error.kind()),
        Some(ErrorKind::TypeMismatch)
    );

    // And again: a stale value is still the last good one.
    scripted.becomes([("max_upload_mb", Act::Say(Value::Boolean(true)))]);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 40);
    scripted.becomes([("max_upload_mb", Act::Say(Value::Integer(41)))]);
    let evaluation = flags.evaluate(MAX_UPLOAD_MB, &Anonymous);
    assert_eq!(
        (*evaluation.value(), evaluation.reason()),
        (41, Reason::Static)
    );
}

#[test]
fn f18_a_feature_that_the_provider_misses_keeps_its_last_value_and_is_reported_once() {
    let scripted = Scripted::new([("max_upload_mb", Act::Say(Value::Integer(40)))]);
    let flags = Flags::new(scripted.clone());
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 40);
    let told = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&told);
    let _subscription = flags.on_change(move |change| {
        record.lock().unwrap().extend_from_slice(change.notices());
    });
    let missing = || Act::Fail(ErrorKind::FlagNotFound, "no feature `max_upload_mb`");
    scripted.becomes([("max_upload_mb", missing())]);
    scripted.becomes([("max_upload_mb", missing())]);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 40);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 40);
    assert_eq!(told.lock().unwrap().len(), 1);
}

#[test]
fn f27_needs_of_any_shape_end() {
    // The deepest chain that a manifest may declare is bounded; here each feature needs another
    // one that the provider has to be asked for.
    let flags = Flags::new(Scripted::new([
        ("maintenance", Act::SayWhenAsked(Value::Boolean(false))),
        ("enable_crazy_feature", Act::PanicWhenAsked),
    ]));
    // The declared value of `enable_crazy_feature` is on, so its dependent is not disabled.
    let evaluation = flags.evaluate(CHECKOUT_BUTTON, &Anonymous);
    assert_eq!(evaluation.reason(), Reason::Default);
}

#[test]
fn f41_a_panic_in_a_callback_poisons_nothing() {
    let scripted = Scripted::new([]);
    let flags = Flags::new(scripted.clone());
    let subscription = flags.on_change(|_| panic!("callback"));
    let told = Arc::new(Mutex::new(0));
    let count = Arc::clone(&told);
    let _other = flags.on_change(move |_| *count.lock().unwrap() += 1);
    scripted.becomes([("max_upload_mb", Act::Say(Value::Integer(41)))]);
    assert_eq!(*told.lock().unwrap(), 1);
    drop(subscription);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 41);
    scripted.becomes([("max_upload_mb", Act::Say(Value::Integer(42)))]);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 42);
}

/// Evaluates the feature that it is asked for.
struct Endless;

impl Provider for Endless {
    fn name(&self) -> &str {
        "endless"
    }

    fn resolve(
        &self,
        feature: &FeatureInfo,
        context: &dyn EvaluationContext,
    ) -> Result<Option<Resolution>, ResolveError> {
        let on = FLAGS.get().is_some_and(|flags| {
            assert_eq!(feature, AWESOME.info());
            flags.is_enabled(AWESOME, context)
        });
        Ok(Some(Resolution::new(!on, Reason::Static)))
    }
}

static FLAGS: std::sync::OnceLock<Flags> = std::sync::OnceLock::new();

#[test]
fn f39_a_provider_that_evaluates_without_end_does_not_end_the_process() {
    let flags = FLAGS.get_or_init(|| Flags::new(Endless));
    // It is asked 32 times inside each other and turns the answer around each time; the innermost
    // evaluation has the declared value, off.
    assert!(!flags.is_enabled(AWESOME, &Anonymous));
    // The account of what is inside what is even again.
    assert!(!flags.is_enabled(AWESOME, &Anonymous));
}
