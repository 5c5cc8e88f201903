// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    let mut new = true;
    for number in 0..3 {
        if new {
            println!("new {number}");
        } else {
            println!("old {number}");
        }
        if number == 1 {
            new = false;
        }
    }
    let mut either = false;
    either |= std::env::args().count() == 1;
    println!("{either}");
}
