// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    for step in 0..4 {
        match step {
            0 => {
                println!("basket");
            }
            1 => {
            }
            2 => println!("all in one"),
            _ => println!("{}", "thanks"),
        }
    }
}
