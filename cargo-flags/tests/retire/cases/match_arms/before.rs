// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    for step in 0..4 {
        match step {
            0 => {
                if NEW_CHECKOUT.is_enabled() {
                    println!("basket");
                }
            }
            1 => {
                if !NEW_CHECKOUT.is_enabled() {
                    println!("address");
                }
            }
            2 if !NEW_CHECKOUT.is_enabled() => println!("payment"),
            2 => println!("all in one"),
            _ => println!("{}", if NEW_CHECKOUT.is_enabled() { "thanks" } else { "bye" }),
        }
    }
}
