// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

#[cfg(any())]
mod broken;

fn main() {
    if NEW_CHECKOUT.is_enabled() {
        println!("new");
    }
}
