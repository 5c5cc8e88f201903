// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    if NEW_CHECKOUT.is_enabled() {
    } else {
        println!("old");
    }

    if NEW_CHECKOUT.is_enabled() {
        // Nothing to do any more.
    } else {
        println!("old");
    }

    for _ in 0..2 {
        if !NEW_CHECKOUT.is_enabled() {
            println!("old");
        }
    }
    println!("end");
}
