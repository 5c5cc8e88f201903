// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::DARK_MODE;

fn main() {
    println!("new");
    if DARK_MODE.is_enabled() {
        println!("dark");
    }
}
