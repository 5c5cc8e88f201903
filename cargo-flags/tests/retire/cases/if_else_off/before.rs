// retire new_checkout --keep false
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    if NEW_CHECKOUT.is_enabled() {
        println!("new checkout");
        println!("with one page");
    } else {
        println!("old checkout");
    }
}
