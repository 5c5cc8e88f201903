// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let mut new = NEW_CHECKOUT.is_enabled();
    for number in 0..3 {
        if new {
            println!("new {number}");
        } else {
            println!("old {number}");
        }
        if number == 1 {
            new = false;
        }
    }
    let mut either = !NEW_CHECKOUT.is_enabled();
    either |= std::env::args().count() == 1;
    println!("{either}");
}
