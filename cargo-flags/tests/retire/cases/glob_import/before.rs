// retire new_checkout --keep true
#![deny(warnings)]

mod features;

mod page {
    use crate::features::*;

    pub(crate) fn show() {
        if NEW_CHECKOUT.is_enabled() {
            println!("new");
        } else if DARK_MODE.is_enabled() {
            println!("dark");
        }
        if DARK_MODE.is_enabled() {
            println!("very dark");
        }
    }
}

fn main() {
    page::show();
}
