// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn total(text: &str) -> u32 {
    let number = if NEW_CHECKOUT.is_enabled() {
        text.len() as u32
    } else {
        return 0;
    };
    let checked: u32 = if !NEW_CHECKOUT.is_enabled() { panic!("old") } else { number + 1 };
    checked
}

fn main() {
    println!("{}", total("abc"));
}
