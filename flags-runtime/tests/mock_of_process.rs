//! A mock as the provider of the process: the constants ask it, on every thread. One scenario, in a
//! process of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use flags_runtime::{EvaluationContext as _, MockProvider, Reason, set_provider};

#[path = "fixtures/club.rs"]
mod club;
#[path = "fixtures/shop.rs"]
mod shop;

use shop::{AWESOME, GREETING, MAX_UPLOAD_MB};

#[test]
fn constants_ask_the_mock_that_was_installed() {
    let mock = MockProvider::new().with(MAX_UPLOAD_MB, 7);
    mock.expect(MAX_UPLOAD_MB).times(3);
    set_provider(mock.clone());
    assert_eq!(MAX_UPLOAD_MB.get(), 7);
    let there = thread::spawn(|| MAX_UPLOAD_MB.get_for(&club::Context::new("ann")));
    assert_eq!(there.join().expect("it does not panic"), 7);
    assert_eq!(mock.asked()[1].targeting_key(), Some("ann"));

    // A change is seen at once, and so is what was never set.
    mock.set(MAX_UPLOAD_MB, 8);
    assert_eq!(MAX_UPLOAD_MB.get(), 8);
    mock.set(AWESOME, true);
    assert!(AWESOME.is_enabled());
    assert_eq!(GREETING.evaluate().reason(), Reason::Error);
    assert_eq!(GREETING.get(), "hello");

    // The test's own mock tells, although the process keeps its clone.
    let failed = catch_unwind(AssertUnwindSafe(|| drop(mock))).expect_err("nothing is set for it");
    let message = failed.downcast::<String>().expect("it has a message");
    assert!(
        message.contains("feature `greeting` was asked"),
        "{message}"
    );
}
