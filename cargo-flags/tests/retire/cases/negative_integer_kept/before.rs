// retire offset --keep -3
#![deny(warnings)]

mod features;

use features::OFFSET;

fn main() {
    println!("{}", OFFSET.get());
    println!("{}", OFFSET.get().abs());
    println!("{}", 10 - OFFSET.get());
    println!("{}", OFFSET.get().pow(2) + OFFSET.get());
}
