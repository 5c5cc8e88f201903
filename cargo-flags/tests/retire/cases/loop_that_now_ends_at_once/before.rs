// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let mut rounds = 0;
    loop {
        rounds += 1;
        if NEW_CHECKOUT.is_enabled() {
            println!("done after {rounds}");
            break;
        }
        if rounds > 5 {
            break;
        }
    }
}
