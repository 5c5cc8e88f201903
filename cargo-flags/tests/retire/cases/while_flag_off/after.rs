// retire new_checkout --keep false
#![deny(warnings)]

mod features;

fn main() {
    let mut rounds = 10;
    while rounds > 8 {
        rounds -= 1;
    }
    println!("{rounds}");
}
