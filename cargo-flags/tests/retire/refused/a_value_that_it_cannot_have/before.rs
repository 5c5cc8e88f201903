// retire new_checkout --keep maybe
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    println!("{}", NEW_CHECKOUT.is_enabled());
}
