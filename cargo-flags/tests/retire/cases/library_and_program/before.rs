// retire new_checkout --keep true
#![deny(warnings)]

use shop::features::NEW_CHECKOUT;

fn main() {
    shop::show();
    if NEW_CHECKOUT.is_enabled() {
        println!("the program too");
    }
}
