// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

macro_rules! trace {
    ($name:ident = $value:expr) => {
        println!("{}={}", stringify!($name), $value)
    };
}

fn main() {
    if NEW_CHECKOUT.is_enabled() {
        println!("new");
    }
    trace!(new = NEW_CHECKOUT.is_enabled());
}
