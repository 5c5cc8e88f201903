// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{DARK_MODE, NEW_CHECKOUT};

fn main() {
    if NEW_CHECKOUT.is_enabled() {
        println!("new");
    }
    if DARK_MODE.is_enabled() {
        println!("dark");
    }
}
