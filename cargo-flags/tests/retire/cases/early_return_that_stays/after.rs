// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn total(prices: &[u32]) -> u32 {
    let whole: u32 = prices.iter().sum();
    let discount = whole / 10;
    return whole - discount;
}

fn note(count: usize) {
    println!("{count} things");
    return;
}

fn main() {
    println!("{}", total(&[10, 20, 30]));
    note(3);
}
