//! Who decides, and what is said of it.

use flags_runtime::{
    Anonymous, ErrorKind, Flags, MemoryProvider, NoopProvider, Reason, Text, Value,
};

use crate::scripted::{Act, Scripted};
use crate::shop::{
    AWESOME, CHECKOUT_BUTTON, CRAZY, CheckoutButton, GREETING, MAINTENANCE, MAX_UPLOAD_MB,
    SEARCH_LIMITS, SearchLimits,
};

#[test]
fn declared_values_without_an_opinion() {
    let flags = Flags::new(NoopProvider);

    let evaluation = flags.evaluate(AWESOME, &Anonymous);
    assert!(!*evaluation.value());
    assert_eq!(evaluation.reason(), Reason::Default);
    assert_eq!(evaluation.error(), None);
    assert_eq!(evaluation.provider(), "noop");
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 25);
    assert_eq!(flags.get(GREETING, &Anonymous), "hello");
    let limits = SearchLimits {
        max_results: 50,
        share: 0.5,
    };
    assert_eq!(flags.get(SEARCH_LIMITS, &Anonymous), limits);
    let button = flags.evaluate(CHECKOUT_BUTTON, &Anonymous);
    assert_eq!(button.variant(), Some("red"));
    assert_eq!(button.into_value(), CheckoutButton::Red);
}

#[test]
fn declared_value_of_the_environment() {
    let flags = Flags::new(NoopProvider).in_environment("development");
    assert!(flags.is_enabled(AWESOME, &Anonymous));
    let flags = flags.in_environment("staging");
    assert!(!flags.is_enabled(AWESOME, &Anonymous));
}

#[test]
fn unknown_environment_means_production_with_one_notice() {
    let flags = Flags::new(NoopProvider).in_environment("produktion");
    assert!(!flags.is_enabled(AWESOME, &Anonymous));
    let health = flags.status();
    let [notice] = health.notices() else {
        panic!("one notice, found {:?}", health.notices())
    };
    assert_eq!(
        notice.message(),
        "registry `shop` has no environment `produktion` (it has `development`, `testing`, \
         `staging`, `production`); production is used"
    );
}

#[test]
fn the_provider_comes_before_the_declaration() {
    let memory = MemoryProvider::new();
    let flags = Flags::new(memory.clone()).in_environment("development");
    memory.set(AWESOME, false);
    memory.set(CHECKOUT_BUTTON, CheckoutButton::Blue);
    memory.set(GREETING, Text::from("moin".to_owned()));
    let limits = SearchLimits {
        max_results: 7,
        share: 1.0,
    };
    memory.set(SEARCH_LIMITS, limits.clone());

    assert!(!flags.is_enabled(AWESOME, &Anonymous));
    assert_eq!(flags.evaluate(AWESOME, &Anonymous).reason(), Reason::Static);
    assert_eq!(flags.get(CHECKOUT_BUTTON, &Anonymous), CheckoutButton::Blue);
    assert_eq!(flags.get(GREETING, &Anonymous), "moin");
    assert_eq!(flags.get(SEARCH_LIMITS, &Anonymous), limits);

    memory.unset(AWESOME);
    assert!(flags.is_enabled(AWESOME, &Anonymous));
}

#[test]
fn an_answer_that_depends_on_the_context_is_asked_for() {
    let flags = Flags::new(Scripted::new([(
        "enable_awesome_text_feature",
        Act::IsFor("ann"),
    )]));
    let ann = flags_runtime::__private::ContextData::new("ann");
    let bob = flags_runtime::__private::ContextData::new("bob");
    assert!(flags.is_enabled(AWESOME, &ann));
    assert!(!flags.is_enabled(AWESOME, &bob));
    let evaluation = flags.evaluate(AWESOME, &ann);
    assert_eq!(evaluation.reason(), Reason::TargetingMatch);
    assert_eq!(evaluation.version(), Some("v1"));
}

#[test]
fn an_unmet_need_turns_a_boolean_off_and_gives_others_their_declared_value() {
    let memory = MemoryProvider::new();
    let flags = Flags::new(memory.clone());
    memory.set(CHECKOUT_BUTTON, CheckoutButton::Green);
    assert!(flags.is_enabled(CRAZY, &Anonymous));
    assert_eq!(
        flags.get(CHECKOUT_BUTTON, &Anonymous),
        CheckoutButton::Green
    );

    // `enable_crazy_feature` needs `!maintenance`, and `checkout_button` needs the former.
    memory.set(MAINTENANCE, true);
    memory.set(CRAZY, true);
    let crazy = flags.evaluate(CRAZY, &Anonymous);
    assert!(!*crazy.value());
    assert_eq!(crazy.reason(), Reason::Disabled);
    let button = flags.evaluate(CHECKOUT_BUTTON, &Anonymous);
    assert_eq!(*button.value(), CheckoutButton::Red);
    assert_eq!(button.reason(), Reason::Disabled);
}

#[test]
fn a_need_may_depend_on_the_context() {
    let flags = Flags::new(Scripted::new([("maintenance", Act::IsFor("ann"))]));
    let ann = flags_runtime::__private::ContextData::new("ann");
    assert!(!flags.is_enabled(CRAZY, &ann));
    assert!(flags.is_enabled(CRAZY, &Anonymous));
}

#[test]
fn numbers_are_taken_for_each_other_where_nothing_is_lost() {
    let memory = MemoryProvider::new();
    let flags = Flags::new(memory.clone());
    memory.set_key("max_upload_mb", 30.0);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 30);
    memory.set_key("max_upload_mb", 30.5);
    let evaluation = flags.evaluate(MAX_UPLOAD_MB, &Anonymous);
    assert_eq!(
        evaluation.error().map(|error| error.kind()),
        Some(ErrorKind::TypeMismatch)
    );
}

#[test]
fn a_frozen_feature_hears_nobody() {
    let memory = MemoryProvider::new();
    memory.set_key("new_kernel", false);
    let flags = Flags::new(memory);
    assert!(crate::shop::NEW_KERNEL.is_enabled());
    let _ = flags.get(AWESOME, &Anonymous);
    let messages: Vec<_> = flags
        .status()
        .notices()
        .iter()
        .map(|notice| notice.message().to_owned())
        .collect();
    assert_eq!(
        messages,
        [
            "feature `new_kernel` of registry `shop` is frozen, decided at build; what the provider \
          says of it is ignored"
        ]
    );
}

#[test]
fn values_by_name() {
    let value = crate::shop::REGISTRY
        .find("max_upload_mb")
        .map(|feature| feature.default().clone());
    assert_eq!(value, Some(Value::Integer(25)));
}

#[test]
fn a_key_that_nobody_knows_is_worth_a_notice() {
    let memory = MemoryProvider::new();
    memory.set_key("nobody", true);
    let flags = Flags::new(memory);
    let _ = flags.get(AWESOME, &Anonymous);
    // An isolated engine attaches registries as they are used; nothing says that it has all.
    assert_eq!(flags.status().notices(), []);
}

#[test]
fn the_last_that_was_set_counts_typed_or_by_key() {
    let memory = MemoryProvider::new();
    let flags = Flags::new(memory.clone());
    memory.set_key("max_upload_mb", 30);
    memory.set(MAX_UPLOAD_MB, 31);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 31);
    memory.set_key("max_upload_mb", 32);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 32);
    memory.unset(MAX_UPLOAD_MB);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 25);
    memory.set(MAX_UPLOAD_MB, 33);
    memory.unset_key("max_upload_mb");
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 25);
}
