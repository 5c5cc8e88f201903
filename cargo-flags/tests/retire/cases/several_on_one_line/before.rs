// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    println!("{}{}{}", NEW_CHECKOUT.is_enabled(), if NEW_CHECKOUT.is_enabled() { 1 } else { 2 }, !NEW_CHECKOUT.is_enabled());
    if NEW_CHECKOUT.is_enabled() { print!("a"); } if NEW_CHECKOUT.is_enabled() { print!("b"); } else { print!("c"); } println!();
    let (x, y) = (NEW_CHECKOUT.is_enabled() && !NEW_CHECKOUT.is_enabled(), NEW_CHECKOUT.is_enabled() || NEW_CHECKOUT.is_enabled()); println!("{x} {y}");
}
