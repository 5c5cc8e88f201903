// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    println!("before");
    println!("new checkout");
    println!("after");
}
