// retire new_checkout --keep false
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let mut rounds = 10;
    while NEW_CHECKOUT.is_enabled() {
        println!("never");
    }
    while NEW_CHECKOUT.is_enabled() || rounds > 8 {
        rounds -= 1;
    }
    println!("{rounds}");
}
