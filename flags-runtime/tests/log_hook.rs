//! The line that `LogHook` writes for each evaluation.

use std::io;
use std::sync::{Arc, Mutex, Once, PoisonError};

use expect_test::{Expect, expect};
use flags_runtime::__private::ContextData;
use flags_runtime::{
    ErrorKind, LogHook, MemoryProvider, NoopProvider, Notice, NoticeKind, Provider, Value,
    add_hook, set_provider,
};

#[path = "fixtures/scripted.rs"]
mod scripted;
#[path = "fixtures/shop.rs"]
mod shop;

use scripted::{Act, Scripted};
use shop::{AWESOME, CHECKOUT_BUTTON, GREETING, MAX_UPLOAD_MB, NEW_KERNEL, SEARCH_LIMITS};

/// What is written while this provider is installed and this runs.
#[track_caller]
fn check(provider: impl Provider + 'static, run: impl FnOnce(), expected: &Expect) {
    static HOOK: Once = Once::new();
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    set_provider(provider);
    HOOK.call_once(|| {
        add_hook(LogHook::new());
    });
    let written = Written::default();
    let writer = written.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .without_time()
        .finish();
    tracing::subscriber::with_default(subscriber, run);
    let bytes = written.0.lock().unwrap_or_else(PoisonError::into_inner);
    let text = String::from_utf8_lossy(&bytes);
    // INFO and WARN are padded to the width of ERROR.
    let lines: Vec<_> = text.lines().map(str::trim_start).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn memory<const N: usize>(values: [(&str, Value); N]) -> MemoryProvider {
    let memory = MemoryProvider::new();
    memory.replace(values);
    memory
}

#[test]
fn a_boolean_is_enabled_or_not() {
    check(
        memory([("enable_awesome_text_feature", Value::from(true))]),
        || assert!(AWESOME.is_enabled()),
        &expect![[r#"
            INFO typed_flags: Feature 'enable_awesome_text_feature' is enabled=true"#]],
    );
    check(
        NoopProvider,
        || assert!(!AWESOME.is_enabled()),
        &expect![[r#"
            INFO typed_flags: Feature 'enable_awesome_text_feature' is enabled=false"#]],
    );
}

#[test]
fn a_variant_is_its_name_and_text_is_quoted() {
    check(
        memory([
            ("checkout_button", Value::from("blue")),
            ("greeting", Value::from("two\nlines")),
        ]),
        || {
            let _ = (CHECKOUT_BUTTON.get(), GREETING.get());
        },
        &expect![[r#"
            INFO typed_flags: Feature 'checkout_button' is value=blue
            INFO typed_flags: Feature 'greeting' is value="two\nlines""#]],
    );
}

#[test]
fn numbers_and_tables_are_written_as_in_toml() {
    check(
        NoopProvider,
        || {
            let _ = (MAX_UPLOAD_MB.get(), SEARCH_LIMITS.evaluate());
        },
        &expect![[r#"
            INFO typed_flags: Feature 'max_upload_mb' is value=25
            INFO typed_flags: Feature 'search_limits' is value={ max_results = 50, share = 0.5 }"#]],
    );
}

#[test]
fn an_error_is_a_warning_with_the_reason_beside_the_line() {
    check(
        Scripted::new([(
            "max_upload_mb",
            Act::FailWhenAsked(ErrorKind::ParseError, "no such luck"),
        )]),
        || {
            let _ = MAX_UPLOAD_MB.get();
        },
        &expect![[r#"
            INFO typed_flags: Feature 'max_upload_mb' is value=25
            WARN typed_flags: Feature 'max_upload_mb' has reason ERROR: no such luck (PARSE_ERROR)"#]],
    );
}

#[test]
fn of_an_error_with_several_lines_the_first_is_written() {
    check(
        Scripted::new([(
            "max_upload_mb",
            Act::FailWhenAsked(ErrorKind::ParseError, "no such luck\n --> flags.toml:2:1\n"),
        )]),
        || {
            let _ = MAX_UPLOAD_MB.get();
        },
        &expect![[r#"
            INFO typed_flags: Feature 'max_upload_mb' is value=25
            WARN typed_flags: Feature 'max_upload_mb' has reason ERROR: no such luck (PARSE_ERROR)"#]],
    );
}

#[test]
fn the_last_good_value_is_a_warning_too() {
    let memory = memory([("max_upload_mb", Value::from(100))]);
    let handle = memory.clone();
    check(
        memory,
        move || {
            handle.set_key("max_upload_mb", 900);
            let _ = MAX_UPLOAD_MB.get();
        },
        &expect![[r#"
            WARN typed_flags: feature `max_upload_mb` must be an integer from 1 to 500, found 900
            INFO typed_flags: Feature 'max_upload_mb' is value=100
            WARN typed_flags: Feature 'max_upload_mb' has reason STALE: feature `max_upload_mb` must be an integer from 1 to 500, found 900 (TYPE_MISMATCH)"#]],
    );
}

#[test]
fn a_notice_is_a_warning() {
    let scripted = Scripted::new([]);
    let handle = scripted.clone();
    check(
        scripted,
        move || {
            let notice = || Notice::new(NoticeKind::Refused, "flags.toml:3:1: torn page");
            handle.notices(vec![notice()]);
            // It is told once while it lasts.
            handle.notices(vec![notice()]);
        },
        &expect![[r#"
            WARN typed_flags: flags.toml:3:1: torn page"#]],
    );
}

#[test]
fn f60_the_targeting_key_is_never_written() {
    check(
        Scripted::new([("enable_awesome_text_feature", Act::IsFor("ada@example.com"))]),
        || assert!(AWESOME.is_enabled_for(&ContextData::new("ada@example.com"))),
        &expect![[r#"
            INFO typed_flags: Feature 'enable_awesome_text_feature' is enabled=true"#]],
    );
}

#[test]
fn a_frozen_feature_is_decided_without_a_word() {
    check(
        NoopProvider,
        || assert!(NEW_KERNEL.is_enabled()),
        &expect![""],
    );
}
