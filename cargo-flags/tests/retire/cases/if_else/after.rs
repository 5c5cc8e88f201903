// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    println!("new checkout");
    println!("with one page");
}
