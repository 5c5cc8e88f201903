// retire new_checkout --keep false
#![deny(warnings)]

mod features;

fn main() {
    println!("before");
    println!("after");
}
