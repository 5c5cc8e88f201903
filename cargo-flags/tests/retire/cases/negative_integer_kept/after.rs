// retire offset --keep -3
#![deny(warnings)]

mod features;

fn main() {
    println!("{}", -3);
    println!("{}", (-3_i64).abs());
    println!("{}", 10 - -3_i64);
    println!("{}", (-3_i64).pow(2) + -3_i64);
}
