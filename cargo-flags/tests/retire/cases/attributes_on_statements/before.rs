// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    #[cfg(not(debug_assertions))]
    if NEW_CHECKOUT.is_enabled() {
        println!("only in a release");
    }
    if NEW_CHECKOUT.is_enabled() {
        #[allow(unused_variables)]
        let unused = 1;
        #[cfg(debug_assertions)]
        println!("debug");
    }
    #[allow(clippy::let_unit_value)]
    let _unit = if NEW_CHECKOUT.is_enabled() {
        println!("unit");
    };
}
