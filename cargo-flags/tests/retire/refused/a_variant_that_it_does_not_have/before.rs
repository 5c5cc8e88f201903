// retire button --keep gren
#![deny(warnings)]

mod features;

use features::BUTTON;

fn main() {
    println!("{}", BUTTON.get());
}
