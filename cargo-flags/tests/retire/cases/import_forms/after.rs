// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use self::features::{
    // The dark one.
    DARK_MODE,
};
use {crate::features::BETA_SEARCH, std::mem};

fn main() {
    if DARK_MODE.is_enabled() {
        println!("dark");
    }
    println!("{}", mem::size_of::<u32>());
    if BETA_SEARCH.is_enabled() {
        println!("beta");
    }
}
