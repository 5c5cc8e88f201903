// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::num::ParseIntError;

use features::NEW_CHECKOUT;

fn strict(text: &str) -> Result<u32, ParseIntError> {
    let number = if NEW_CHECKOUT.is_enabled() {
        text.trim().parse::<u32>()?
    } else {
        text.parse::<u32>().unwrap_or(0)
    };
    if !NEW_CHECKOUT.is_enabled() {
        "7".parse::<u32>()?;
    }
    Ok(number)
}

fn main() {
    println!("{:?} {}", strict(" 5 "), strict("x").is_err());
}
