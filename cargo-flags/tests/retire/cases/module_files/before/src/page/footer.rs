//! The footer of each page.

use crate::features;

/// Shows it.
pub(crate) fn show() {
    if features::NEW_CHECKOUT.is_enabled() {
        println!("new footer");
    } else {
        println!("old footer");
    }
}
