// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT as CHECKOUT;
use features as flags;

fn main() {
    if CHECKOUT.is_enabled() {
        println!("one");
    }
    if flags::NEW_CHECKOUT.is_enabled() && CHECKOUT.is_enabled() {
        println!("two");
    }
    if crate::features::NEW_CHECKOUT.is_enabled() {
        println!("three");
    }
}
