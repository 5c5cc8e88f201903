// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    let price = Some(7);
    println!("{:?}", price.filter(|_| true));
    println!("{:?}", price.map(|price| price * 2));
    println!("{}", price.is_some_and(|price| price > 3));
    println!("{}", price.map_or(false, |price| price > 9));
    let chosen = price.or_else(|| Some(1));
    println!("{chosen:?}");
}
