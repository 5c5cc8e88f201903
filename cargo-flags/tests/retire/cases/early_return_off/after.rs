// retire new_checkout --keep false
#![deny(warnings)]

mod features;

fn total(prices: &[u32]) -> u32 {
    prices.iter().sum()
}

fn main() {
    println!("{}", total(&[10, 20, 30]));
}
