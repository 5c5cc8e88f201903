// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    println!("{}", total());
}

fn total() -> u32 {
    1
}