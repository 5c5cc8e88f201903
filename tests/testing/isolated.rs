//! `Flags`: instances that share nothing, in one test.

use std::sync::Arc;

use typed_flags::{Anonymous, Flags, MockProvider, NoopProvider, Overrides, StagedProvider};

use crate::my_features::{
    CHECKOUT_BUTTON, CheckoutButton, Context, ENABLE_CRAZY_FEATURE, MAINTENANCE, REGISTRY, Values,
};

#[test]
fn two_answer_differently_in_one_test() {
    let open = Flags::new(Values::declared());
    let closed = Flags::new(Values {
        maintenance: true,
        checkout_button: CheckoutButton::Blue,
        ..Values::declared()
    });
    assert!(!open.is_enabled(MAINTENANCE, &Anonymous));
    assert!(closed.is_enabled(MAINTENANCE, &Anonymous));
    assert_eq!(open.get(CHECKOUT_BUTTON, &Anonymous), CheckoutButton::Red);
    assert_eq!(
        closed.get(CHECKOUT_BUTTON, &Anonymous),
        CheckoutButton::Blue
    );
    assert!(!MAINTENANCE.is_enabled());
}

#[test]
fn one_with_a_mock_tells_what_the_program_asked() {
    let mock = MockProvider::new().with(MAINTENANCE, false);
    mock.set_for(
        ENABLE_CRAZY_FEATURE,
        &Context::anonymous().is_staff(true),
        true,
    );
    mock.set(ENABLE_CRAZY_FEATURE, false);
    mock.expect(ENABLE_CRAZY_FEATURE)
        .asked_for(&Context::new("ann"))
        .once();
    mock.expect(CHECKOUT_BUTTON).never();

    let flags = Flags::new(mock.clone());
    assert!(flags.is_enabled(ENABLE_CRAZY_FEATURE, &Context::new("ann").is_staff(true)));
    assert!(!flags.is_enabled(ENABLE_CRAZY_FEATURE, &Context::new("bob")));
}

#[test]
fn an_override_goes_before_the_provider_of_each() {
    let flags = Flags::new(NoopProvider);
    let on = Overrides::new().with(MAINTENANCE, true).apply();
    assert!(MAINTENANCE.is_enabled());
    assert!(flags.is_enabled(MAINTENANCE, &Anonymous));
    drop(on);
    assert!(!flags.is_enabled(MAINTENANCE, &Anonymous));
}

#[test]
fn each_environment_in_turn() {
    let closed = Values {
        maintenance: true,
        ..Values::declared()
    };
    let stages = Arc::new(StagedProvider::otherwise(NoopProvider).stage("staging", closed));
    let is_closed = |stage: &str| {
        let flags = Flags::new(Arc::clone(&stages)).in_environment(stage);
        flags.is_enabled(MAINTENANCE, &Anonymous)
    };
    let closed: Vec<_> = REGISTRY
        .environments()
        .iter()
        .filter(|stage| is_closed(stage))
        .collect();
    assert_eq!(closed, [&"staging"]);
}
