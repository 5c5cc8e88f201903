// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::collections::HashMap;

use features::NEW_CHECKOUT;

/// How much it was.
#[inline]
fn old_total(prices: &[u32]) -> u32 {
    count(prices).values().sum()
}

/// How often there is each price.
fn count(prices: &[u32]) -> HashMap<u32, u32> {
    let mut counted = HashMap::new();
    for price in prices {
        *counted.entry(*price).or_insert(OLD_BASE) += 1;
    }
    counted
}

const OLD_BASE: u32 = 3;

fn new_total(prices: &[u32]) -> u32 {
    prices.iter().sum()
}

fn main() {
    if NEW_CHECKOUT.is_enabled() {
        println!("{}", new_total(&[1, 2]));
    } else {
        println!("{}", old_total(&[1, 2]));
    }
}
