// retire new_checkout --keep true
//! A shop with `NEW_CHECKOUT`, or without.
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

/// With `NEW_CHECKOUT` on there is one page:
///
/// ```text
/// if NEW_CHECKOUT.is_enabled() { one } else { three }
/// ```
fn pages() -> u32 {
    if NEW_CHECKOUT.is_enabled() { 1 } else { 3 }
}

fn main() {
    println!("{}", pages());
}
