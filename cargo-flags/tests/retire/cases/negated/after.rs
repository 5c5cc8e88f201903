// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    println!("new total");
    println!("thanks");
}
