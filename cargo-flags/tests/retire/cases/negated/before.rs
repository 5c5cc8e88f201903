// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    if !NEW_CHECKOUT.is_enabled() {
        println!("old checkout");
    }
    if !NEW_CHECKOUT.is_enabled() {
        println!("old total");
    } else {
        println!("new total");
    }
    if !(!NEW_CHECKOUT.is_enabled()) {
        println!("thanks");
    }
}
