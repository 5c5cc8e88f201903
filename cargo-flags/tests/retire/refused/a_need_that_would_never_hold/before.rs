// retire new_checkout --keep false
#![deny(warnings)]

mod features;

use features::{DARK_MODE, NEW_CHECKOUT};

fn main() {
    println!("{} {}", NEW_CHECKOUT.is_enabled(), DARK_MODE.is_enabled());
}
