// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::error::Error;
use std::fmt;

use features::NEW_CHECKOUT;

#[derive(Debug)]
struct Refused(u32);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused {}", self.0)
    }
}

impl Error for Refused {}

fn pay(total: u32) -> Result<u32, Box<dyn Error>> {
    if NEW_CHECKOUT.is_enabled() {
        if total > 3 {
            return Err(Refused(total).into());
        }
        Ok(total)
    } else {
        Err("closed")?
    }
}

fn main() {
    println!("{:?}", pay(3).ok());
    println!("{}", pay(4).unwrap_err());
}
