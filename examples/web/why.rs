//! Why each feature is what it is, for whoever asks.

use std::fmt::Write as _;

use typed_flags::Explanation;

use crate::features::{
    CHECKOUT_BUTTON, Context, ENABLE_CRAZY_FEATURE, Key, MAINTENANCE, MAX_UPLOAD_MB, NEW_KERNEL,
    SEARCH_LIMITS, SHOW_AWESOME_TEXT_FEATURE,
};
use crate::visitor::Visitor;

/// The text of `/why`: every feature in the order of `features.toml`.
pub(crate) async fn why(visitor: Visitor) -> String {
    let context = visitor.context();
    let mut text = String::new();
    for key in Key::ALL {
        writeln!(text, "{}\n", explain(*key, &context)).expect("a string takes any text");
    }
    text
}

/// A feature that is forgotten here does not compile.
fn explain(key: Key, visitor: &Context<'_>) -> Explanation {
    match key {
        Key::ShowAwesomeTextFeature => SHOW_AWESOME_TEXT_FEATURE.explain_for(visitor),
        Key::EnableCrazyFeature => ENABLE_CRAZY_FEATURE.explain_for(visitor),
        Key::Maintenance => MAINTENANCE.explain_for(visitor),
        Key::CheckoutButton => CHECKOUT_BUTTON.explain_for(visitor),
        Key::MaxUploadMb => MAX_UPLOAD_MB.explain_for(visitor),
        Key::SearchLimits => SEARCH_LIMITS.explain_for(visitor),
        Key::NewKernel => NEW_KERNEL.explain_for(visitor),
    }
}
