// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main() {
    let total;
    total = 1;
    println!("{total}");
}
