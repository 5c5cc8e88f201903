// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let mut list = Vec::new();
    if NEW_CHECKOUT.is_enabled() {
        list.extend([1, 2]);
    } else {
        list.push(3_u8);
    }
    println!("{list:?}");
    let parsed = if NEW_CHECKOUT.is_enabled() { "7".parse() } else { Ok::<u32, std::num::ParseIntError>(1) };
    println!("{parsed:?}");
}
