// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let _off = NEW_CHECKOUT.override_with(false);
    println!("{}", NEW_CHECKOUT.is_enabled());
    println!("{}", NEW_CHECKOUT.overridden(false, || 1));
}
