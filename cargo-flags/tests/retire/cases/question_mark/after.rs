// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::num::ParseIntError;

fn strict(text: &str) -> Result<u32, ParseIntError> {
    let number = text.trim().parse::<u32>()?;
    Ok(number)
}

fn main() {
    println!("{:?} {}", strict(" 5 "), strict("x").is_err());
}
