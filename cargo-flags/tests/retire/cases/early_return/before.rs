// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn total(prices: &[u32]) -> u32 {
    if !NEW_CHECKOUT.is_enabled() {
        return prices.iter().sum();
    }

    let whole: u32 = prices.iter().sum();
    whole - whole / 10
}

fn main() {
    println!("{}", total(&[10, 20, 30]));
}
