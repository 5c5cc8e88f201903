// retire new_checkout --keep false
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn loud() -> bool {
    println!("asked");
    true
}

fn main() {
    let both = loud() && NEW_CHECKOUT.is_enabled();
    println!("{both}");
    if loud() && NEW_CHECKOUT.is_enabled() {
        println!("new");
    }
}
