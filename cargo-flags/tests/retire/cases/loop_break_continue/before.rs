// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    for number in 0..6 {
        if NEW_CHECKOUT.is_enabled() && number == 4 {
            break;
        }
        if !NEW_CHECKOUT.is_enabled() {
            continue;
        }
        if number % 2 == 0 && !NEW_CHECKOUT.is_enabled() {
            break;
        }
        println!("{number}");
    }
    let mut rounds = 0;
    while NEW_CHECKOUT.is_enabled() && rounds < 3 {
        rounds += 1;
    }
    println!("{rounds} rounds");
}
