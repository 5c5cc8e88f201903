//! `#[with_features]`.

use std::error::Error;

use rstest::{fixture, rstest};
use typed_flags::{Feature, Text, carry, with_features};

use crate::my_features::{
    self, CHECKOUT_BUTTON, CheckoutButton, MAINTENANCE, MAX_UPLOAD_MB, SEARCH_LIMITS,
    SHOW_AWESOME_TEXT_FEATURE, SearchLimits,
};

#[with_features(my_features::ENABLE_CRAZY_FEATURE = true)]
#[test]
fn before_test() {
    assert!(my_features::ENABLE_CRAZY_FEATURE.is_enabled());
}

#[test]
#[with_features(my_features::ENABLE_CRAZY_FEATURE = true)]
fn after_test() {
    assert!(my_features::ENABLE_CRAZY_FEATURE.is_enabled());
}

#[with_features(
    my_features::ENABLE_CRAZY_FEATURE = true,
    CHECKOUT_BUTTON = CheckoutButton::Blue,
    MAX_UPLOAD_MB = 3 * 100,
    SEARCH_LIMITS = SearchLimits { max_results: 1, ..SEARCH_LIMITS.get() },
)]
#[test]
fn values_of_all_types() {
    assert!(my_features::ENABLE_CRAZY_FEATURE.is_enabled());
    assert_eq!(CHECKOUT_BUTTON.get(), CheckoutButton::Blue);
    assert_eq!(MAX_UPLOAD_MB.get(), 300);
    assert_eq!(SEARCH_LIMITS.get().max_results, 1);
    assert_eq!(SEARCH_LIMITS.get().timeout_ms, 200);
}

#[with_features(MAINTENANCE = "true".parse::<bool>()?, my_features::ENABLE_CRAZY_FEATURE = true)]
#[test]
fn a_value_may_fail_and_so_may_the_test() -> Result<(), Box<dyn Error>> {
    let number: i64 = "7".parse()?;
    assert_eq!(number, 7);
    assert!(MAINTENANCE.is_enabled());
    Ok(())
}

#[with_features(MAINTENANCE = true)]
#[test]
#[should_panic(expected = "under maintenance")]
fn a_test_that_should_panic() {
    assert!(!MAINTENANCE.is_enabled(), "under maintenance");
}

#[with_features(my_features::ENABLE_CRAZY_FEATURE = true)]
#[test]
fn after_a_test_everything_is_as_before() {
    drop(std::panic::catch_unwind(inner_that_panics));
    assert!(!MAINTENANCE.is_enabled());
    assert!(my_features::ENABLE_CRAZY_FEATURE.is_enabled());
}

#[with_features(MAINTENANCE = true)]
fn inner_that_panics() {
    assert!(!MAINTENANCE.is_enabled(), "as it should");
}

#[with_features(MAINTENANCE = true)]
#[tokio::test]
async fn before_tokio_test() {
    tokio::task::yield_now().await;
    assert!(MAINTENANCE.is_enabled());
}

#[tokio::test]
#[with_features(MAINTENANCE = true)]
async fn after_tokio_test() {
    tokio::task::yield_now().await;
    assert!(MAINTENANCE.is_enabled());
}

async fn spawned() -> bool {
    let task = tokio::spawn(async { MAINTENANCE.is_enabled() });
    task.await.expect("it does not panic")
}

#[with_features(MAINTENANCE = true)]
#[tokio::test]
async fn before_tokio_test_it_is_the_futures() {
    assert!(!spawned().await);
}

// The runtime of `#[tokio::test]` has the test's thread alone.
#[tokio::test]
#[with_features(MAINTENANCE = true)]
async fn after_tokio_test_it_is_the_threads() {
    assert!(spawned().await);
}

#[with_features(MAINTENANCE = true)]
#[tokio::test]
async fn an_async_test_that_returns_a_result() -> Result<(), Box<dyn Error>> {
    tokio::task::yield_now().await;
    let on: bool = "true".parse()?;
    if MAINTENANCE.is_enabled() != on {
        return Err("no maintenance".into());
    }
    Ok(())
}

#[with_features(MAINTENANCE = true)]
#[test]
fn another_thread_has_it_by_carry_alone() -> Result<(), Box<dyn Error>> {
    let ask = || MAINTENANCE.is_enabled();
    let there = std::thread::spawn(ask).join().map_err(|_| "it panicked")?;
    let carried = std::thread::spawn(carry(ask))
        .join()
        .map_err(|_| "it panicked")?;
    assert_eq!((there, carried), (false, true));
    Ok(())
}

#[with_features(MAINTENANCE = true)]
#[rstest]
#[case(1, true)]
#[case(2, true)]
fn before_rstest(#[case] number: i32, #[case] expected: bool) {
    assert!(number < 3);
    assert_eq!(MAINTENANCE.is_enabled(), expected);
}

#[rstest]
#[case(1)]
#[case(2)]
#[with_features(MAINTENANCE = true)]
fn after_rstest(#[case] number: i32) {
    assert!(number < 3);
    assert!(MAINTENANCE.is_enabled());
}

#[fixture]
fn maintenance() -> bool {
    MAINTENANCE.is_enabled()
}

#[with_features(MAINTENANCE = true)]
#[rstest]
fn before_rstest_fixtures_are_without_it(maintenance: bool) {
    assert_eq!((maintenance, MAINTENANCE.is_enabled()), (false, true));
}

#[rstest]
#[with_features(MAINTENANCE = true)]
fn after_rstest_fixtures_have_it(maintenance: bool) {
    assert!(maintenance);
}

#[rstest]
#[case(1)]
#[tokio::test]
#[with_features(MAINTENANCE = true)]
async fn with_rstest_and_tokio(#[case] number: i32) {
    tokio::task::yield_now().await;
    assert_eq!(number, 1);
    assert!(MAINTENANCE.is_enabled());
}

#[with_features(MAINTENANCE = true)]
#[rstest]
#[case::one(1)]
#[tokio::test]
async fn before_rstest_and_tokio(#[case] number: i32) {
    tokio::task::yield_now().await;
    assert_eq!(number, 1);
    assert!(MAINTENANCE.is_enabled());
}

struct Page {
    title: String,
}

impl Page {
    #[with_features(MAINTENANCE = true)]
    fn under_maintenance(&mut self, suffix: &str) -> &str {
        self.title += if MAINTENANCE.is_enabled() { suffix } else { "" };
        &self.title
    }

    #[with_features(MAINTENANCE = true)]
    async fn under_maintenance_later<'p>(&'p mut self, suffix: &str) -> &'p str {
        tokio::task::yield_now().await;
        self.under_maintenance(suffix)
    }

    #[with_features(SHOW_AWESOME_TEXT_FEATURE = true)]
    fn generic<T, F: Fn(bool) -> T>(f: F) -> Option<T>
    where
        T: PartialEq,
    {
        if !SHOW_AWESOME_TEXT_FEATURE.is_enabled() {
            return None;
        }
        Some(f(SHOW_AWESOME_TEXT_FEATURE.is_enabled()))
    }
}

#[tokio::test]
async fn on_methods() {
    let mut page = Page {
        title: "a".to_owned(),
    };
    assert_eq!(page.under_maintenance("b"), "ab");
    assert_eq!(page.under_maintenance_later("c").await, "abc");
    assert_eq!(Page::generic(|on| on), Some(true));
    assert!(!MAINTENANCE.is_enabled());
}

#[with_features(MAINTENANCE = true)]
#[test]
fn inner_attributes_and_items_of_a_body_stay() {
    #![expect(unused_variables, reason = "it is to be seen that this is read")]
    const ON: bool = true;
    let unused = 1;
    assert_eq!(MAINTENANCE.is_enabled(), ON);
}

/// A text: the features of this repository have none.
mod texts {
    use super::{Text, with_features};

    mod features {
        typed_flags::features!("tests/testing/texts.toml");
    }
    use features::{GREETING, RATIO};

    #[with_features(GREETING = "good morning")]
    #[test]
    fn a_text_is_a_literal() {
        assert_eq!(GREETING.get(), "good morning");
    }

    #[with_features(GREETING = r"good \ evening")]
    #[test]
    fn a_raw_one_too() {
        assert_eq!(GREETING.get(), "good \\ evening");
    }

    #[with_features(GREETING = Text::from(format!("good {}", "night")), RATIO = 1.0)]
    #[test]
    fn or_whatever_makes_a_text() {
        assert_eq!(GREETING.get(), "good night");
        assert_eq!(RATIO.get(), 1.0);
    }
}

/// The façade is where the attribute is told.
mod facade {
    pub(crate) use typed_flags as flags;
}

#[facade::flags::with_features(MAINTENANCE = true, crate = facade::flags)]
#[test]
fn with_the_facade_reexported() {
    assert!(MAINTENANCE.is_enabled());
}

fn is_on(feature: Feature<bool>) -> bool {
    feature.is_enabled()
}

macro_rules! on {
    ($name:ident, $feature:path, $value:expr) => {
        #[with_features($feature = $value)]
        #[test]
        fn $name() {
            assert!(is_on($feature));
        }
    };
}
on!(in_a_macro, MAINTENANCE, true);
