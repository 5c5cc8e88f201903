// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let parsed = if NEW_CHECKOUT.is_enabled() { "7".parse() } else { Ok::<u32, std::num::ParseIntError>(1) };
    println!("{parsed:?}");
}
