// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn measured(text: &str) -> usize {
    println!("measured {text}");
    text.len()
}

fn main() {
    let old = measured("old");
    let mut total = 1;
    let name = "ann";
    if NEW_CHECKOUT.is_enabled() {
        println!("new");
    } else {
        total += old;
        println!("{name}");
    }
    println!("{total}");
}
