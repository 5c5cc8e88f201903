//! A library with its own features.
#![deny(warnings)]

pub mod features;

use crate::features::NEW_CHECKOUT;

/// Shows what there is.
pub fn show() {
    if NEW_CHECKOUT.is_enabled() {
        println!("the library");
    }
}
