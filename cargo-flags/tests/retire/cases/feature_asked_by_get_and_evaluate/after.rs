// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    println!("get");
    println!("evaluate");
}
