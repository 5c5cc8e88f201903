// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{BETA_SEARCH, DARK_MODE};

fn main() {
    if DARK_MODE.is_enabled() || BETA_SEARCH.is_enabled() {
        println!("one");
    }
    if DARK_MODE.is_enabled() {
        println!("two");
    }
    if DARK_MODE.is_enabled() || BETA_SEARCH.is_enabled() {
        println!("three");
    }
    if !DARK_MODE.is_enabled() {
        println!("four");
    }
}
