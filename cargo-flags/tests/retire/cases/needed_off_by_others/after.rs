// retire new_checkout --keep false
#![deny(warnings)]

mod features;

use features::{BETA_SEARCH, DARK_MODE};

fn main() {
    if DARK_MODE.is_enabled() || BETA_SEARCH.is_enabled() {
        println!("dark or beta");
    }
}
