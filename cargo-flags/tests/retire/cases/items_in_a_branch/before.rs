// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn twice(n: u32) -> u32 {
    n + 2
}

fn main() {
    println!("{}", twice(5));
    if NEW_CHECKOUT.is_enabled() {
        fn twice(n: u32) -> u32 {
            n * 2
        }
        println!("{}", twice(5));
    }
    println!("{}", twice(5));
}
