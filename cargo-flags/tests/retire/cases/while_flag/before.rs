// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let mut rounds = 0;
    while NEW_CHECKOUT.is_enabled() {
        rounds += 1;
        if rounds == 3 {
            break;
        }
    }
    println!("{rounds}");
}
