// retire new_checkout --keep false
#![deny(warnings)]

mod features;

use features::{BETA_SEARCH, DARK_MODE, NEW_CHECKOUT};

fn main() {
    if NEW_CHECKOUT.is_enabled() {
        println!("new");
    }
    if DARK_MODE.is_enabled() || BETA_SEARCH.is_enabled() {
        println!("dark or beta");
    }
}
