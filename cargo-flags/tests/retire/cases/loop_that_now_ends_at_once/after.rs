// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    let mut rounds = 0;
    loop {
        rounds += 1;
        println!("done after {rounds}");
        break;
    }
}
