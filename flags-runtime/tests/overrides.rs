//! Overrides, in tests that run beside each other: none waits for another one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::thread;

use expect_test::{Expect, expect};
use flags_runtime::__private::Slot;
use flags_runtime::{
    Anonymous, Feature, FeatureInfo, FeatureKind, Flags, MemoryProvider, Need, Overridable as _,
    Override, OverrideGuard, Overrides, Reason, Registry, Text, Value, ValueType, carry,
};

#[path = "fixtures/club.rs"]
mod club;
#[path = "fixtures/shop.rs"]
mod shop;

use shop::{
    AWESOME, CHECKOUT_BUTTON, CRAZY, CheckoutButton, GREETING, MAINTENANCE, MAX_UPLOAD_MB,
    NEW_KERNEL, SEARCH_LIMITS, SearchLimits,
};

#[test]
fn a_guard_holds_until_it_is_dropped() {
    assert!(!AWESOME.is_enabled());
    let on = AWESOME.override_with(true);
    assert!(AWESOME.is_enabled());
    assert!(AWESOME.is_enabled_for(&Anonymous));
    assert_eq!(AWESOME.evaluate().reason(), Reason::Override);
    drop(on);
    assert!(!AWESOME.is_enabled());
    assert_eq!(AWESOME.evaluate().reason(), Reason::Default);
}

#[test]
fn every_type_can_be_overridden() {
    let limits = SearchLimits {
        max_results: 3,
        share: 0.25,
    };
    let _all = Overrides::new()
        .with(AWESOME, true)
        .with(CHECKOUT_BUTTON, CheckoutButton::Blue)
        .with(MAX_UPLOAD_MB, 100)
        .with(GREETING, Text::from("ahoy"))
        .with(SEARCH_LIMITS, limits.clone())
        .apply();
    assert!(AWESOME.is_enabled());
    assert_eq!(CHECKOUT_BUTTON.get(), CheckoutButton::Blue);
    assert_eq!(CHECKOUT_BUTTON.evaluate().variant(), Some("blue"));
    assert_eq!(MAX_UPLOAD_MB.get(), 100);
    assert_eq!(GREETING.get(), "ahoy");
    assert_eq!(SEARCH_LIMITS.get(), limits);
    let as_data = CHECKOUT_BUTTON.info().evaluate();
    assert_eq!(*as_data.value(), Value::from("blue".to_owned()));
}

#[test]
fn rules_do_not_matter_to_an_override() {
    let staff = club::Context::new("ada").is_staff(true);
    assert!(club::STAFF_ONLY.is_enabled_for(&staff));
    club::STAFF_ONLY.overridden(false, || {
        assert!(!club::STAFF_ONLY.is_enabled_for(&staff));
        assert!(!club::STAFF_ONLY.is_enabled());
    });
    assert!(club::STAFF_ONLY.is_enabled_for(&staff));
}

#[test]
fn the_newest_guard_of_a_feature_holds_and_they_end_in_any_order() {
    let low = MAX_UPLOAD_MB.override_with(1);
    let middle = MAX_UPLOAD_MB.override_with(2);
    let high = MAX_UPLOAD_MB.override_with(3);
    assert_eq!(MAX_UPLOAD_MB.get(), 3);
    drop(middle);
    assert_eq!(MAX_UPLOAD_MB.get(), 3);
    drop(high);
    assert_eq!(MAX_UPLOAD_MB.get(), 1);
    let high = MAX_UPLOAD_MB.override_with(4);
    drop(low);
    assert_eq!(MAX_UPLOAD_MB.get(), 4);
    drop(high);
    assert_eq!(MAX_UPLOAD_MB.get(), 25);
}

#[test]
fn a_later_one_of_several_goes_before_an_earlier_one() {
    let _both = Overrides::new()
        .with(MAX_UPLOAD_MB, 1)
        .with(MAX_UPLOAD_MB, 2)
        .apply();
    assert_eq!(MAX_UPLOAD_MB.get(), 2);
}

/// `enable_crazy_feature` needs `maintenance` to be off; `checkout_button` needs the former.
#[test]
fn needs_do_not_guard_an_override_of_the_feature_itself() {
    let _needed = MAINTENANCE.override_with(true);
    assert!(!CRAZY.is_enabled());
    let _itself = CRAZY.override_with(true);
    assert!(CRAZY.is_enabled());
}

#[test]
fn an_override_of_a_needed_feature_counts() {
    let blue = CHECKOUT_BUTTON.override_with(CheckoutButton::Blue);
    drop(blue);
    assert!(CRAZY.is_enabled());
    let _on = MAINTENANCE.override_with(true);
    let answer = CRAZY.evaluate();
    assert_eq!(
        (*answer.value(), answer.reason()),
        (false, Reason::Disabled)
    );
    let of_variants = CHECKOUT_BUTTON.evaluate();
    assert_eq!(*of_variants.value(), CheckoutButton::Red);
    assert_eq!(of_variants.reason(), Reason::Disabled);
}

#[test]
fn other_threads_see_the_normal_answer() {
    let _on = AWESOME.override_with(true);
    assert!(AWESOME.is_enabled());
    thread::spawn(|| {
        assert!(!AWESOME.is_enabled());
        assert_eq!(AWESOME.evaluate().reason(), Reason::Default);
    })
    .join()
    .unwrap();
}

#[test]
fn threads_override_one_feature_in_different_ways_at_once() {
    let together = Barrier::new(8);
    thread::scope(|scope| {
        for number in 1..=8 {
            let together = &together;
            scope.spawn(move || {
                for _ in 0..100 {
                    let _own = MAX_UPLOAD_MB.override_with(number);
                    together.wait();
                    assert_eq!(MAX_UPLOAD_MB.get(), number);
                    together.wait();
                }
                assert_eq!(MAX_UPLOAD_MB.get(), 25);
            });
        }
    });
}

#[test]
fn a_panic_takes_its_overrides_along() {
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let _on = AWESOME.override_with(true);
        GREETING.overridden(Text::from("ahoy"), || {
            assert!(AWESOME.is_enabled());
            panic!("on purpose");
        });
    }));
    assert!(panicked.is_err());
    assert!(!AWESOME.is_enabled());
    assert_eq!(GREETING.get(), "hello");
}

#[test]
fn carried_overrides_stay_when_the_guard_goes() {
    let on = AWESOME.override_with(true);
    let carried = carry(|| AWESOME.is_enabled());
    let not_carried = || AWESOME.is_enabled();
    drop(on);
    assert!(!AWESOME.is_enabled());
    assert!(thread::spawn(carried).join().unwrap());
    assert!(!thread::spawn(not_carried).join().unwrap());
}

#[test]
fn what_is_carried_is_all_that_is_in_force_there() {
    let carried = carry(|| (AWESOME.is_enabled(), MAX_UPLOAD_MB.get()));
    let _on = AWESOME.override_with(true);
    let _more = MAX_UPLOAD_MB.override_with(7);
    assert_eq!(carried(), (false, 25));
    assert_eq!((AWESOME.is_enabled(), MAX_UPLOAD_MB.get()), (true, 7));
}

#[test]
fn a_guard_that_is_dropped_in_carried_code_ends() {
    let guard = AWESOME.override_with(true);
    carry(|| {
        assert!(AWESOME.is_enabled());
        drop(guard);
    })();
    assert!(!AWESOME.is_enabled());
}

#[test]
fn a_guard_that_is_made_in_carried_code_ends_with_it() {
    let guard: OverrideGuard = carry(|| AWESOME.override_with(true))();
    assert!(!AWESOME.is_enabled());
    drop(guard);
    assert!(!AWESOME.is_enabled());
}

#[test]
fn flags_of_ones_own_know_of_overrides() {
    let memory = MemoryProvider::new();
    memory.set(MAX_UPLOAD_MB, 50);
    let flags = Flags::new(memory);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 50);
    let _own = MAX_UPLOAD_MB.override_with(60);
    assert_eq!(flags.get(MAX_UPLOAD_MB, &Anonymous), 60);
    assert_eq!(
        flags.evaluate(MAX_UPLOAD_MB, &Anonymous).reason(),
        Reason::Override
    );
}

#[test]
fn explain_names_the_override() {
    let _on = CRAZY.override_with(false);
    expect![[r#"
        enable_crazy_feature = false (OVERRIDE, production)
         => override says false"#]]
    .assert_eq(&CRAZY.explain().to_string());
    expect![[r#"
        checkout_button = "red" (DISABLED, production)
         => needs `enable_crazy_feature` to be on, but it is off; declared default: "red" (features.toml:20)"#]]
    .assert_eq(&CHECKOUT_BUTTON.explain().to_string());
}

#[test]
#[should_panic = "feature `max_upload_mb` must be an integer from 1 to 500, found 501"]
fn a_value_outside_the_range_is_no_override() {
    let _guard = MAX_UPLOAD_MB.override_with(501);
}

#[track_caller]
fn check_refused(result: Result<Override, flags_runtime::OverrideError>, message: Expect) {
    message.assert_eq(&result.expect_err("it is refused").to_string());
}

#[test]
fn an_untyped_override_is_checked() {
    let blue = Override::new(CHECKOUT_BUTTON.info(), &Value::from("blue".to_owned())).unwrap();
    assert_eq!(
        blue.value(),
        CHECKOUT_BUTTON.set_to(CheckoutButton::Blue).value()
    );
    let button = Overrides::from_iter([blue]).run(|| CHECKOUT_BUTTON.get());
    assert_eq!(button, CheckoutButton::Blue);

    check_refused(
        Override::new(CHECKOUT_BUTTON.info(), &Value::from("black".to_owned())),
        expect![[
            r#"feature `checkout_button` must be one of `red`, `green`, `blue`, found "black""#
        ]],
    );
    check_refused(
        Override::new(AWESOME.info(), &Value::from(1)),
        expect!["feature `enable_awesome_text_feature` must be a boolean, found 1"],
    );
    check_refused(
        Override::new(NEW_KERNEL.info(), &Value::from(false)),
        expect![
            "feature `new_kernel` is frozen: it was decided at build, and cannot be overridden"
        ],
    );
}

#[test]
fn nobody_gives_himself_a_permission_by_what_it_needs() {
    static SLOTS: [Slot; 5] = [const { Slot::new() }; 5];
    static REGISTRY: Registry = Registry::new(
        "till",
        "till.toml",
        12,
        &["production"],
        &FEATURES,
        &SLOTS,
        &[],
    );
    const fn boolean(index: u32, key: &'static str, constant: &'static str) -> FeatureInfo {
        let declared = Value::Boolean(false);
        FeatureInfo::new(
            &REGISTRY,
            index,
            1,
            key,
            constant,
            ValueType::Boolean,
            declared,
        )
    }
    static FEATURES: [FeatureInfo; 5] = [
        boolean(0, "refunds", "REFUNDS")
            .life(Some(FeatureKind::Permission), None, None)
            .needing(&[Need::on(1)]),
        boolean(1, "till", "TILL").needing(&[Need::off(2)]),
        // These two need each other, which ends all the same.
        boolean(2, "stocktaking", "STOCKTAKING").needing(&[Need::on(3)]),
        boolean(3, "inventory", "INVENTORY").needing(&[Need::on(2)]),
        boolean(4, "receipts", "RECEIPTS").needing(&[Need::on(0), Need::on(1)]),
    ];
    let outside = |index: usize| Override::from_outside(&FEATURES[index], &Value::from(true));

    check_refused(
        outside(1),
        expect![
            "feature `till` is needed by the permission `refunds`, and cannot be overridden from outside"
        ],
    );
    check_refused(
        outside(2),
        expect![
            "feature `stocktaking` is needed by the permission `refunds`, and cannot be overridden from outside"
        ],
    );
    check_refused(
        outside(3),
        expect![
            "feature `inventory` is needed by the permission `refunds`, and cannot be overridden from outside"
        ],
    );
    assert!(outside(4).is_ok(), "it only needs a permission");
}

#[test]
fn nobody_gives_himself_a_permission() {
    static SLOTS: [Slot; 1] = [Slot::new()];
    static REGISTRY: Registry = Registry::new(
        "rights",
        "rights.toml",
        11,
        &["production"],
        &FEATURES,
        &SLOTS,
        &[],
    );
    static FEATURES: [FeatureInfo; 1] = [FeatureInfo::new(
        &REGISTRY,
        0,
        1,
        "refunds",
        "REFUNDS",
        ValueType::Boolean,
        Value::Boolean(false),
    )
    .life(Some(FeatureKind::Permission), None, None)];

    check_refused(
        Override::from_outside(&FEATURES[0], &Value::from(true)),
        expect!["feature `refunds` is a permission, and cannot be overridden from outside"],
    );
    check_refused(
        Override::from_outside(NEW_KERNEL.info(), &Value::from(false)),
        expect![
            "feature `new_kernel` is frozen: it was decided at build, and cannot be overridden"
        ],
    );
    // A test is not from outside.
    let refunds: Feature<bool> = Feature::new(&SLOTS[0], &FEATURES[0]);
    assert!(refunds.overridden(true, || refunds.is_enabled()));
    assert!(Override::from_outside(AWESOME.info(), &Value::from(true)).is_ok());
}
