// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    // Nothing to do any more.

    for _ in 0..2 {
    }
    println!("end");
}
