// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::DARK_MODE;

fn colour(_member: bool) -> &'static str {
    "green"
}

fn main() {
    println!("{} {}", colour(true), colour(false));
    if DARK_MODE.is_enabled() {
        println!("dark");
    } else {
        println!("light");
    }
}
