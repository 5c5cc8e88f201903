//! The event `feature_flag.evaluation` of OpenTelemetry's semantic conventions.

use std::sync::{Mutex, PoisonError};

use expect_test::{Expect, expect};
use flags_runtime::__private::ContextData;
use flags_runtime::{
    ErrorKind, MemoryProvider, NoopProvider, OtelHook, Provider, Value, add_hook, set_provider,
};
use opentelemetry::logs::AnyValue;
use opentelemetry_sdk::logs::{InMemoryLogExporter, SdkLogger, SdkLoggerProvider};

#[path = "fixtures/scripted.rs"]
mod scripted;
#[path = "fixtures/shop.rs"]
mod shop;

use scripted::{Act, Scripted};
use shop::{AWESOME, CHECKOUT_BUTTON, GREETING, MAX_UPLOAD_MB, SEARCH_LIMITS};

/// The events that are emitted while this provider is installed and this runs.
#[track_caller]
fn check(provider: impl Provider + 'static, run: impl FnOnce(), expected: &Expect) {
    check_with(OtelHook::new, provider, run, expected);
}

#[track_caller]
fn check_with(
    hook: impl FnOnce(&SdkLoggerProvider) -> OtelHook<SdkLogger>,
    provider: impl Provider + 'static,
    run: impl FnOnce(),
    expected: &Expect,
) {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    set_provider(provider);
    let exporter = InMemoryLogExporter::default();
    let logs = SdkLoggerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    let handle = add_hook(hook(&logs));
    run();
    handle.remove();
    let mut text = String::new();
    for log in exporter.get_emitted_logs().expect("nobody panics with it") {
        assert_eq!(log.instrumentation.name(), "typed-flags");
        let record = &log.record;
        text += &format!(
            "{} {}\n",
            record.event_name().unwrap_or("without a name"),
            record.severity_text().unwrap_or("without severity"),
        );
        for (key, value) in record.attributes_iter() {
            text += &format!("  {key} = {}\n", show(value));
        }
    }
    expected.assert_eq(&text);
}

fn show(value: &AnyValue) -> String {
    match value {
        AnyValue::Int(value) => value.to_string(),
        AnyValue::Double(value) => format!("{value:?}"),
        AnyValue::Boolean(value) => value.to_string(),
        AnyValue::String(value) => format!("{:?}", value.as_str()),
        AnyValue::Map(map) => {
            let mut fields: Vec<_> = map
                .iter()
                .map(|(key, value)| format!("{key}: {}", show(value)))
                .collect();
            fields.sort();
            format!("{{{}}}", fields.join(", "))
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn a_value_without_a_variant() {
    let memory = MemoryProvider::new();
    memory.set(AWESOME, true);
    check(
        memory,
        || assert!(AWESOME.is_enabled()),
        &expect![[r#"
            feature_flag.evaluation INFO
              feature_flag.key = "enable_awesome_text_feature"
              feature_flag.set.id = "shop"
              feature_flag.provider.name = "memory"
              feature_flag.result.value = true
              feature_flag.result.reason = "static"
        "#]],
    );
}

#[test]
fn a_variant_stands_for_its_value() {
    check(
        Scripted::new([("checkout_button", Act::Say(Value::from("blue")))]),
        || {
            let _ = CHECKOUT_BUTTON.get();
        },
        &expect![[r#"
            feature_flag.evaluation INFO
              feature_flag.key = "checkout_button"
              feature_flag.set.id = "shop"
              feature_flag.provider.name = "scripted"
              feature_flag.result.variant = "blue"
              feature_flag.result.reason = "static"
              feature_flag.version = "v1"
        "#]],
    );
}

#[test]
fn values_keep_their_types() {
    check(
        NoopProvider,
        || {
            let _ = (MAX_UPLOAD_MB.get(), GREETING.get(), SEARCH_LIMITS.get());
        },
        &expect![[r#"
            feature_flag.evaluation INFO
              feature_flag.key = "max_upload_mb"
              feature_flag.set.id = "shop"
              feature_flag.provider.name = "noop"
              feature_flag.result.value = 25
              feature_flag.result.reason = "default"
            feature_flag.evaluation INFO
              feature_flag.key = "greeting"
              feature_flag.set.id = "shop"
              feature_flag.provider.name = "noop"
              feature_flag.result.value = "hello"
              feature_flag.result.reason = "default"
            feature_flag.evaluation INFO
              feature_flag.key = "search_limits"
              feature_flag.set.id = "shop"
              feature_flag.provider.name = "noop"
              feature_flag.result.value = {max_results: 50, share: 0.5}
              feature_flag.result.reason = "default"
        "#]],
    );
}

#[test]
fn an_error_says_what_went_wrong() {
    check(
        Scripted::new([(
            "max_upload_mb",
            Act::FailWhenAsked(ErrorKind::ProviderNotReady, "no such luck"),
        )]),
        || {
            let _ = MAX_UPLOAD_MB.get();
        },
        &expect![[r#"
            feature_flag.evaluation WARN
              feature_flag.key = "max_upload_mb"
              feature_flag.set.id = "shop"
              feature_flag.provider.name = "scripted"
              feature_flag.result.value = 25
              feature_flag.result.reason = "error"
              feature_flag.version = "v1"
              error.type = "provider_not_ready"
              feature_flag.error.message = "no such luck"
        "#]],
    );
}

fn for_ada() -> Scripted {
    Scripted::new([("enable_awesome_text_feature", Act::IsFor("ada"))])
}

#[test]
fn f60_the_targeting_key_is_left_out() {
    check(
        for_ada(),
        || assert!(AWESOME.is_enabled_for(&ContextData::new("ada"))),
        &expect![[r#"
            feature_flag.evaluation INFO
              feature_flag.key = "enable_awesome_text_feature"
              feature_flag.set.id = "shop"
              feature_flag.provider.name = "scripted"
              feature_flag.result.value = true
              feature_flag.result.reason = "targeting_match"
              feature_flag.version = "v1"
        "#]],
    );
}

#[test]
fn the_targeting_key_is_given_on_request() {
    check_with(
        |logs| OtelHook::new(logs).with_targeting_key(),
        for_ada(),
        || assert!(AWESOME.is_enabled_for(&ContextData::new("ada"))),
        &expect![[r#"
            feature_flag.evaluation INFO
              feature_flag.key = "enable_awesome_text_feature"
              feature_flag.set.id = "shop"
              feature_flag.provider.name = "scripted"
              feature_flag.result.value = true
              feature_flag.result.reason = "targeting_match"
              feature_flag.version = "v1"
              feature_flag.context.id = "ada"
        "#]],
    );
}

#[test]
fn a_removed_hook_emits_nothing() {
    let exporter = InMemoryLogExporter::default();
    let logs = SdkLoggerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    check(
        NoopProvider,
        || {
            let handle = add_hook(OtelHook::new(&logs));
            let _ = AWESOME.is_enabled();
            handle.remove();
            let _ = AWESOME.is_enabled();
        },
        // The first hook hears of both.
        &expect![[r#"
            feature_flag.evaluation INFO
              feature_flag.key = "enable_awesome_text_feature"
              feature_flag.set.id = "shop"
              feature_flag.provider.name = "noop"
              feature_flag.result.value = false
              feature_flag.result.reason = "default"
            feature_flag.evaluation INFO
              feature_flag.key = "enable_awesome_text_feature"
              feature_flag.set.id = "shop"
              feature_flag.provider.name = "noop"
              feature_flag.result.value = false
              feature_flag.result.reason = "default"
        "#]],
    );
    assert_eq!(exporter.get_emitted_logs().unwrap().len(), 1);
}
