// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{DARK_MODE, NEW_CHECKOUT};

fn main() {
    for member in [true, false] {
        if member == NEW_CHECKOUT.is_enabled() {
            println!("alike");
        }
        if NEW_CHECKOUT.is_enabled() != member {
            println!("unlike");
        }
        if NEW_CHECKOUT.is_enabled() == false {
            println!("never");
        }
        if NEW_CHECKOUT.is_enabled() == true {
            println!("always");
        }
        println!("{}", (member || DARK_MODE.is_enabled()) != NEW_CHECKOUT.is_enabled());
    }
}
