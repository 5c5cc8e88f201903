// retire button --keep red
#![deny(warnings)]

mod features;

fn main() {
    println!("red");
    println!("again");
}
