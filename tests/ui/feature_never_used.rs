// says: constant `MAINTENANCE` is never used
#![deny(dead_code)]
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::{CHECKOUT_BUTTON, NEW_KERNEL};

fn main() {
    let _ = CHECKOUT_BUTTON.get();
    let _ = NEW_KERNEL.get();
}
