// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::DARK_MODE;

fn main() {
    for member in [true, false] {
        if member {
            println!("alike");
        }
        if !member {
            println!("unlike");
        }
        println!("always");
        println!("{}", !(member || DARK_MODE.is_enabled()));
    }
}
