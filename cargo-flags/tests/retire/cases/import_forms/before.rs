// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use self::features::{
    // The dark one.
    DARK_MODE,
    NEW_CHECKOUT,
};
use {crate::features::BETA_SEARCH, crate::features::NEW_CHECKOUT as N, std::mem};

fn main() {
    if NEW_CHECKOUT.is_enabled() && DARK_MODE.is_enabled() {
        println!("dark");
    }
    if N.is_enabled() || BETA_SEARCH.is_enabled() {
        println!("{}", mem::size_of::<u32>());
    }
    if BETA_SEARCH.is_enabled() {
        println!("beta");
    }
}
