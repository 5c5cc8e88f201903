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
}
