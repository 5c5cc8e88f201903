//! `#[feature_matrix]`.

use rstest::rstest;
use typed_flags::{Reason, feature_matrix, with_features};

use crate::my_features::{
    CHECKOUT_BUTTON, CheckoutButton, ENABLE_CRAZY_FEATURE, MAINTENANCE, MAX_UPLOAD_MB, NEW_KERNEL,
    SHOW_AWESOME_TEXT_FEATURE,
};

#[feature_matrix(SHOW_AWESOME_TEXT_FEATURE, MAINTENANCE, CHECKOUT_BUTTON)]
#[test]
fn each_case_has_its_features() {
    for feature in [SHOW_AWESOME_TEXT_FEATURE, MAINTENANCE] {
        assert_eq!(feature.evaluate().reason(), Reason::Override);
    }
    assert_eq!(CHECKOUT_BUTTON.evaluate().reason(), Reason::Override);
    assert_ne!(ENABLE_CRAZY_FEATURE.evaluate().reason(), Reason::Override);
}

#[feature_matrix(SHOW_AWESOME_TEXT_FEATURE, CHECKOUT_BUTTON, mode = "each")]
fn without_test() {
    assert_eq!(CHECKOUT_BUTTON.evaluate().reason(), Reason::Override);
}

#[feature_matrix(SHOW_AWESOME_TEXT_FEATURE, mode = "all")]
#[test]
#[should_panic(expected = "either way")]
fn that_should_panic() {
    panic!("{}, either way", SHOW_AWESOME_TEXT_FEATURE.is_enabled());
}

#[feature_matrix(SHOW_AWESOME_TEXT_FEATURE)]
#[test]
fn that_returns_a_result() -> Result<(), std::num::ParseIntError> {
    let number: i64 = "25".parse()?;
    assert_eq!(MAX_UPLOAD_MB.get(), number);
    Ok(())
}

#[feature_matrix(
    MAINTENANCE,
    MAX_UPLOAD_MB = [1, 500],
    CHECKOUT_BUTTON = [CheckoutButton::Red, CheckoutButton::Blue],
)]
#[test]
fn with_written_values() {
    assert!([1, 500].contains(&MAX_UPLOAD_MB.get()));
    assert!(NEW_KERNEL.is_enabled());
    assert_ne!(CHECKOUT_BUTTON.get(), CheckoutButton::Green);
}

#[feature_matrix(MAINTENANCE, CHECKOUT_BUTTON)]
#[tokio::test]
async fn with_tokio() -> Result<(), String> {
    let before = (MAINTENANCE.is_enabled(), CHECKOUT_BUTTON.get());
    tokio::task::yield_now().await;
    assert_eq!(before, (MAINTENANCE.is_enabled(), CHECKOUT_BUTTON.get()));
    assert_eq!(MAINTENANCE.evaluate().reason(), Reason::Override);
    Ok(())
}

#[tokio::test]
#[feature_matrix(MAINTENANCE)]
async fn below_tokio() {
    tokio::task::yield_now().await;
    assert_eq!(MAINTENANCE.evaluate().reason(), Reason::Override);
}

#[feature_matrix(MAINTENANCE)]
#[with_features(SHOW_AWESOME_TEXT_FEATURE = true)]
#[test]
fn with_another_feature_in_all_cases() {
    assert!(SHOW_AWESOME_TEXT_FEATURE.is_enabled());
    assert_eq!(MAINTENANCE.evaluate().reason(), Reason::Override);
}

#[with_features(SHOW_AWESOME_TEXT_FEATURE = true)]
#[feature_matrix(MAINTENANCE)]
#[test]
fn with_another_feature_above() {
    assert!(SHOW_AWESOME_TEXT_FEATURE.is_enabled());
    assert_eq!(MAINTENANCE.evaluate().reason(), Reason::Override);
}

#[feature_matrix(MAINTENANCE)]
#[test]
fn r#type() {
    assert_eq!(MAINTENANCE.evaluate().reason(), Reason::Override);
}

#[feature_matrix(MAINTENANCE)]
#[rstest]
#[case(1)]
#[case::two(2)]
fn with_rstest(#[case] mut number: i32, #[values("a", "b")] text: &str) {
    number += 1;
    assert!(number < 4 && text.len() == 1);
    assert_eq!(MAINTENANCE.evaluate().reason(), Reason::Override);
}

mod elsewhere {
    mod features {
        typed_flags::features!("tests/testing/texts.toml");
    }
    use typed_flags::feature_matrix;

    #[feature_matrix(
        features::GREETING = ["good morning", "good night"],
        features::RATIO = [0.0, 1.0],
        crate::my_features::MAINTENANCE = [true, false],
    )]
    #[test]
    fn with_features_of_two_registries() {
        assert!(features::GREETING.get().starts_with("good "));
        assert_ne!(features::RATIO.get(), 0.5);
        assert!(crate::my_features::MAINTENANCE.evaluate().reason().as_str() == "OVERRIDE");
    }
}

mod another_manifest {
    mod colors {
        typed_flags::features!("tests/testing/colors.toml");
    }
    use typed_flags::feature_matrix;

    #[feature_matrix(colors::WALL, colors::DARK, manifest = "tests/testing/colors.toml")]
    #[test]
    fn is_named() {
        assert_eq!(colors::WALL.evaluate().reason().as_str(), "OVERRIDE");
    }

    #[feature_matrix(colors::WALL, manifest = "tests/testing/colors.toml")]
    #[test]
    #[cfg(any())]
    fn that_is_not_there() {
        compile_error!("it is not compiled");
    }
}
