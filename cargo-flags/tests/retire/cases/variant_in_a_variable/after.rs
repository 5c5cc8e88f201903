// retire button --keep green
#![deny(warnings)]

mod features;

fn main() {
    println!("green");
    println!("again");
}
