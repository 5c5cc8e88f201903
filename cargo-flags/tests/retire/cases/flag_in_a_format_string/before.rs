// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let new = NEW_CHECKOUT.is_enabled();
    println!("new is {new}");
    if new {
        println!("again {new:>6}");
    }
}
