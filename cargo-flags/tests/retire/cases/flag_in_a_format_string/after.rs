// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    let new = true;
    println!("new is {new}");
    println!("again {new:>6}");
}
