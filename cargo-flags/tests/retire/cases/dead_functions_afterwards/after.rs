// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn new_total(prices: &[u32]) -> u32 {
    prices.iter().sum()
}

fn main() {
    println!("{}", new_total(&[1, 2]));
}
