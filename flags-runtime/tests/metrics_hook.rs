//! The counters of `MetricsHook`.

use std::sync::{Mutex, Once, PoisonError};

use expect_test::{Expect, expect};
use flags_runtime::__private::ContextData;
use flags_runtime::{
    ErrorKind, MemoryProvider, MetricsHook, NoopProvider, Provider, Value, add_hook, set_provider,
};
use metrics_util::debugging::{DebugValue, DebuggingRecorder};

#[path = "fixtures/scripted.rs"]
mod scripted;
#[path = "fixtures/shop.rs"]
mod shop;

use scripted::{Act, Scripted};
use shop::{AWESOME, CHECKOUT_BUTTON, GREETING, MAX_UPLOAD_MB, SEARCH_LIMITS};

/// What is counted while this provider is installed and this runs.
#[track_caller]
fn check(provider: impl Provider + 'static, run: impl FnOnce(), expected: &Expect) {
    static HOOK: Once = Once::new();
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    set_provider(provider);
    HOOK.call_once(|| {
        add_hook(MetricsHook::new());
    });
    let recorder = DebuggingRecorder::new();
    metrics::with_local_recorder(&recorder, run);
    let counters = recorder.snapshotter().snapshot().into_vec();
    let mut lines: Vec<_> = counters
        .into_iter()
        .map(|(key, _, _, value)| {
            let labels: Vec<_> = key
                .key()
                .labels()
                .map(|label| format!("{}={}", label.key(), label.value()))
                .collect();
            let DebugValue::Counter(count) = value else {
                panic!("{value:?} is no counter");
            };
            format!("{} {} {count}\n", key.key().name(), labels.join(" "))
        })
        .collect();
    lines.sort();
    expected.assert_eq(&lines.concat());
}

#[test]
fn each_evaluation_is_counted() {
    check(
        NoopProvider,
        || {
            for _ in 0..3 {
                let _ = AWESOME.is_enabled();
            }
            let _ = CHECKOUT_BUTTON.evaluate();
        },
        &expect![[r#"
            feature_flag.evaluations key=checkout_button registry=shop provider=noop reason=default value=red 1
            feature_flag.evaluations key=enable_awesome_text_feature registry=shop provider=noop reason=default value=false 3
        "#]],
    );
}

#[test]
fn values_are_counted_apart() {
    let memory = MemoryProvider::new();
    let handle = memory.clone();
    check(
        memory,
        move || {
            for value in [true, true, false] {
                handle.set(AWESOME, value);
                let _ = AWESOME.is_enabled();
            }
        },
        &expect![[r#"
            feature_flag.evaluations key=enable_awesome_text_feature registry=shop provider=memory reason=static value=false 1
            feature_flag.evaluations key=enable_awesome_text_feature registry=shop provider=memory reason=static value=true 2
        "#]],
    );
}

#[test]
fn numbers_texts_and_tables_are_no_labels() {
    let memory = MemoryProvider::new();
    memory.replace([
        ("greeting", Value::from("hi")),
        ("max_upload_mb", Value::from(3)),
    ]);
    check(
        memory,
        || {
            let _ = (GREETING.get(), MAX_UPLOAD_MB.get(), SEARCH_LIMITS.get());
        },
        &expect![[r#"
            feature_flag.evaluations key=greeting registry=shop provider=memory reason=static 1
            feature_flag.evaluations key=max_upload_mb registry=shop provider=memory reason=static 1
            feature_flag.evaluations key=search_limits registry=shop provider=memory reason=default 1
        "#]],
    );
}

#[test]
fn errors_are_counted_by_type() {
    check(
        Scripted::new([
            (
                "max_upload_mb",
                Act::FailWhenAsked(ErrorKind::FlagNotFound, "no such luck"),
            ),
            ("checkout_button", Act::SayWhenAsked(Value::from("purple"))),
        ]),
        || {
            let _ = (
                MAX_UPLOAD_MB.get(),
                MAX_UPLOAD_MB.get(),
                CHECKOUT_BUTTON.get(),
            );
        },
        &expect![[r#"
            feature_flag.errors key=checkout_button registry=shop provider=scripted type=type_mismatch 1
            feature_flag.errors key=max_upload_mb registry=shop provider=scripted type=flag_not_found 2
            feature_flag.evaluations key=checkout_button registry=shop provider=scripted reason=error value=red 1
            feature_flag.evaluations key=max_upload_mb registry=shop provider=scripted reason=error 2
        "#]],
    );
}

#[test]
fn f60_the_targeting_key_is_no_label() {
    check(
        Scripted::new([("enable_awesome_text_feature", Act::IsFor("ada@example.com"))]),
        || assert!(AWESOME.is_enabled_for(&ContextData::new("ada@example.com"))),
        &expect![[r#"
            feature_flag.evaluations key=enable_awesome_text_feature registry=shop provider=scripted reason=targeting_match value=true 1
        "#]],
    );
}
