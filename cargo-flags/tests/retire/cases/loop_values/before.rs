// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let mut rounds = 0;
    let last = loop {
        rounds += 1;
        if rounds == 4 {
            break if NEW_CHECKOUT.is_enabled() { rounds * 2 } else { rounds };
        }
    };
    println!("{last}");
    let found = [1, 2, 3].iter().find(|number| {
        if NEW_CHECKOUT.is_enabled() {
            return **number > 1;
        }
        **number > 2
    });
    println!("{found:?}");
}
