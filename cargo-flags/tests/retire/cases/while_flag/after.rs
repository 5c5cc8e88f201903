// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    let mut rounds = 0;
    loop {
        rounds += 1;
        if rounds == 3 {
            break;
        }
    }
    println!("{rounds}");
}
