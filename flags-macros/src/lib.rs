//! The macros of `typed-flags`. Use them through the façade: `typed_flags::features!`.
//!
//! A shell: arguments are read here, and spans are given to what `flags-build` generates or chooses.
#![forbid(unsafe_code)]

mod arguments;
mod assignments;
mod feature_matrix;
mod function;
mod output;
#[cfg(test)]
mod tests;
mod with_features;

use proc_macro::TokenStream;

use crate::arguments::Arguments;

/// Turns `features.toml` into documented, typed constants.
///
/// ```text
/// mod my_features {
///     typed_flags::features!("features.toml");
/// }
/// ```
///
/// The path is relative to the folder of the package. `features!(pub "features.toml")` makes
/// everything public, where it would be `pub(crate)`; `crate = path` says where the façade is if it
/// is not `::typed_flags`. Without a path it reads `features.toml` too, but then the compiler cannot
/// warn of features that are never used.
#[proc_macro]
pub fn features(input: TokenStream) -> TokenStream {
    syn::parse::<Arguments>(input)
        .map_or_else(|error| error.to_compile_error().into(), output::tokens)
}

/// Runs a function, for the most part a test, with features that have these values.
///
/// ```text
/// #[typed_flags::with_features(ENABLE_CRAZY_FEATURE = true, CHECKOUT_BUTTON = CheckoutButton::Blue)]
/// #[test]
/// fn a_crazy_page_has_a_blue_button() {
///     assert!(ENABLE_CRAZY_FEATURE.is_enabled());
/// }
/// ```
///
/// A feature is named by its constant, or a path to it, and its value is any expression of its type;
/// a text may be a string literal. So a misspelled feature, a misspelled variant or a value of
/// another type does not compile.
///
/// The overrides hold on this thread until the function returns, as a guard of
/// `Feature::override_with` does; of an `async fn`, while its future is polled, on whichever thread
/// that is. Another thread or task gets them through `carry`. Below `#[tokio::test]` the function is no
/// `async fn` any more: tasks on the test's own thread have the overrides too.
///
/// It goes on any function that is not `const`, before or after `#[test]`, `#[tokio::test]` and
/// `#[rstest]`. `crate = path` says where the façade is if it is not `::typed_flags`.
#[proc_macro_attribute]
pub fn with_features(arguments: TokenStream, item: TokenStream) -> TokenStream {
    with_features::tokens(arguments.into(), item.into()).into()
}

/// Makes a test one test for each of several combinations of features.
///
/// ```text
/// #[typed_flags::feature_matrix(ENABLE_CRAZY_FEATURE, MAINTENANCE, CHECKOUT_BUTTON)]
/// #[test]
/// fn the_page_has_a_title() {
///     assert!(page().contains("<title>"));
/// }
/// ```
///
/// Each combination is a test of its own in a module of the function's name, such as
/// `the_page_has_a_title::enable_crazy_feature_on__maintenance_off__checkout_button_blue`; one that
/// fails prints its features as `with_features` would be told them.
///
/// # Which combinations
///
/// So many that any two values of any two features meet in one of them: for booleans, 4 of 3
/// features, 6 of 10. `mode = "each"` takes what is declared, and then each other value by itself;
/// `mode = "all"` takes all combinations. More than 1,024 do not compile. A combination that a
/// feature's `needs` rule out is left out; a need that is not in the list is taken to hold.
///
/// # Which values
///
/// Of a boolean and of variants, all; they are read from `features.toml`, or from
/// `manifest = "path"`, which must be what `features!` read. Of any other feature, and of one of
/// another crate, the values are written: `MAX_UPLOAD_MB = [1, 500]`,
/// `CHECKOUT_BUTTON = [CheckoutButton::Red, CheckoutButton::Blue]`. A frozen feature has one value
/// and cannot be in the list.
///
/// # Where it goes
///
/// Above `#[test]` (which may be left out), `#[tokio::test]` or `#[rstest]`. The function may return
/// a `Result`, and have `#[should_panic]` and `#[ignore]`. `crate = path` says where the façade is if
/// it is not `::typed_flags`.
#[proc_macro_attribute]
pub fn feature_matrix(arguments: TokenStream, item: TokenStream) -> TokenStream {
    feature_matrix::tokens(arguments.into(), item.into()).into()
}
