// retire new_checkout --keep false
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn total(prices: &[u32]) -> u32 {
    if NEW_CHECKOUT.is_enabled() {
        return 7;
    }
    prices.iter().sum()
}

fn main() {
    println!("{}", total(&[10, 20, 30]));
}
