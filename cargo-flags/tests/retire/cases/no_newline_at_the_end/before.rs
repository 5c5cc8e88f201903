// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    println!("{}", total());
}

fn total() -> u32 {
    if NEW_CHECKOUT.is_enabled() {
        1
    } else {
        2
    }
}