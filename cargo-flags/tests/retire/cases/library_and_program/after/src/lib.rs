//! A library with its own features.
#![deny(warnings)]

pub mod features;

/// Shows what there is.
pub fn show() {
    println!("the library");
}
