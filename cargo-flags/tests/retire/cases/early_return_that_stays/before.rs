// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn total(prices: &[u32]) -> u32 {
    let whole: u32 = prices.iter().sum();
    if NEW_CHECKOUT.is_enabled() {
        let discount = whole / 10;
        return whole - discount;
    }

    println!("no discount");
    whole
}

fn note(count: usize) {
    if NEW_CHECKOUT.is_enabled() {
        println!("{count} things");
        return;
    }
    println!("{count} items");
}

fn main() {
    println!("{}", total(&[10, 20, 30]));
    note(3);
}
