// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{DARK_MODE, NEW_CHECKOUT};

fn colour(member: bool) -> &'static str {
    if member || NEW_CHECKOUT.is_enabled() {
        "green"
    } else {
        "grey"
    }
}

fn main() {
    println!("{} {}", colour(true), colour(false));
    if DARK_MODE.is_enabled() || !NEW_CHECKOUT.is_enabled() {
        println!("dark");
    } else {
        println!("light");
    }
}
