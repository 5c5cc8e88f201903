// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn price(text: &str) -> u32 {
    let Some(price) = text.strip_prefix('$') else {
        if NEW_CHECKOUT.is_enabled() {
            return 0;
        } else {
            return 1;
        }
    };
    let Ok(price) = price.parse() else {
        return if NEW_CHECKOUT.is_enabled() { 2 } else { 3 };
    };
    price
}

fn main() {
    println!("{} {} {}", price("7"), price("$x"), price("$7"));
}
