// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    let price = |base: u32| base * 2;
    let show = |base: u32| {
        println!("new {base}");
    };
    let prices: Vec<u32> = [1, 2, 3]
        .into_iter()
        .filter(|price| price % 2 == 1)
        .map(|price| price + 10)
        .collect();
    show(price(4));
    println!("{prices:?}");
}
