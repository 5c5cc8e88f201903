// retire button --keep green
#![deny(warnings)]

mod features;

fn main() {
    println!("green");
    let width = {
        println!("measured");
        2
    };
    println!("{width}");
    println!("one");
    println!("two");
}
