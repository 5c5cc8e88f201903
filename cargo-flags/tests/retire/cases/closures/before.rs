// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let price = |base: u32| if NEW_CHECKOUT.is_enabled() { base * 2 } else { base };
    let show = |base: u32| {
        if NEW_CHECKOUT.is_enabled() {
            println!("new {base}");
        } else {
            println!("old {base}");
        }
    };
    let prices: Vec<u32> = [1, 2, 3]
        .into_iter()
        .filter(|price| !NEW_CHECKOUT.is_enabled() || price % 2 == 1)
        .map(|price| match NEW_CHECKOUT.is_enabled() {
            true => price + 10,
            false => price,
        })
        .collect();
    show(price(4));
    println!("{prices:?}");
}
