// retire new_checkout --keep true
#![deny(warnings)]

mod features;

mod page {
    use crate::features::*;

    pub(crate) fn show() {
        if NEW_CHECKOUT.is_enabled() {
            println!("new");
        }
    }
}

fn main() {
    page::show();
}
