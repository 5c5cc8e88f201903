// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn total(prices: &[u32]) -> u32 {
    let whole: u32 = prices.iter().sum();
    whole - whole / 10
}

fn main() {
    println!("{}", total(&[10, 20, 30]));
}
