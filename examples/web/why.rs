//! Why each feature is what it is, for whoever asks.

use std::fmt::Write as _;

use typed_flags::Explanation;

use crate::features::{
    CHECKOUT_BUTTON, ENABLE_CRAZY_FEATURE, Key, MAINTENANCE, MAX_UPLOAD_MB, NEW_KERNEL,
    SEARCH_LIMITS, SHOW_AWESOME_TEXT_FEATURE,
};

/// The text of `/why`: every feature in the order of `features.toml`.
pub(crate) async fn why() -> String {
    let mut text = String::new();
    for key in Key::ALL {
        writeln!(text, "{}\n", explain(*key)).expect("a string takes any text");
    }
    text
}

/// A feature that is forgotten here does not compile.
fn explain(key: Key) -> Explanation {
    match key {
        Key::ShowAwesomeTextFeature => SHOW_AWESOME_TEXT_FEATURE.explain(),
        Key::EnableCrazyFeature => ENABLE_CRAZY_FEATURE.explain(),
        Key::Maintenance => MAINTENANCE.explain(),
        Key::CheckoutButton => CHECKOUT_BUTTON.explain(),
        Key::MaxUploadMb => MAX_UPLOAD_MB.explain(),
        Key::SearchLimits => SEARCH_LIMITS.explain(),
        Key::NewKernel => NEW_KERNEL.explain(),
    }
}
