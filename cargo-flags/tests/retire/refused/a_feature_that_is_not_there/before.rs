// retire new_chekout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    println!("{}", NEW_CHECKOUT.is_enabled());
}
