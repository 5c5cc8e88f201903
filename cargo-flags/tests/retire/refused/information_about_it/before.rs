// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    println!("{}", NEW_CHECKOUT.info().key());
    println!("{}", NEW_CHECKOUT.explain());
    println!("{:?}", NEW_CHECKOUT.evaluate().reason());
}
