// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let total;
    if NEW_CHECKOUT.is_enabled() {
        total = 1;
    } else {
        total = 2;
    }
    println!("{total}");
}
