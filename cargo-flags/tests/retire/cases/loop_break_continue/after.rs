// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    for number in 0..6 {
        if number == 4 {
            break;
        }
        println!("{number}");
    }
    let mut rounds = 0;
    while rounds < 3 {
        rounds += 1;
    }
    println!("{rounds} rounds");
}
