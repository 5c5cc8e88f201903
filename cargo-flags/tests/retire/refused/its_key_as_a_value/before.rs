// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{Key, NEW_CHECKOUT};

fn main() {
    let key = Key::NewCheckout;
    println!("{} {}", key.info().key(), NEW_CHECKOUT.is_enabled());
}
