// retire new_checkout --keep false
#![deny(warnings)]

mod features;

use features::{DARK_MODE, NEW_CHECKOUT};

fn main() {
    match NEW_CHECKOUT.is_enabled() {
        true => println!("new"),
        false => println!("old"),
    }
    let text = match (NEW_CHECKOUT.is_enabled(), DARK_MODE.is_enabled()) {
        (true, true) => "new and dark",
        (true, false) => "new",
        (false, true) => "dark",
        (false, false) => "plain",
    };
    println!("{text}");
}
