// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let price = Some(7);
    println!("{:?}", price.filter(|_| NEW_CHECKOUT.is_enabled()));
    println!("{:?}", price.map(|price| if NEW_CHECKOUT.is_enabled() { price * 2 } else { price }));
    println!("{}", price.is_some_and(|price| price > 3 && NEW_CHECKOUT.is_enabled()));
    println!("{}", price.map_or(false, |price| price > 9 || !NEW_CHECKOUT.is_enabled()));
    let chosen = price.or_else(|| if NEW_CHECKOUT.is_enabled() { Some(1) } else { None });
    println!("{chosen:?}");
}
