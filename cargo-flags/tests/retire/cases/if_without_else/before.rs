// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    println!("before");
    if NEW_CHECKOUT.is_enabled() {
        println!("new checkout");
    }
    println!("after");
}
