// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    if NEW_CHECKOUT.get() {
        println!("get");
    }
    if *NEW_CHECKOUT.evaluate().value() {
        println!("evaluate");
    }
}
