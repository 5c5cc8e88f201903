// retire new_checkout --keep true
#![deny(warnings)]

mod features;

mod page {
    use crate::features::*;

    pub(crate) fn show() {
        println!("new");
        if DARK_MODE.is_enabled() {
            println!("very dark");
        }
    }
}

fn main() {
    page::show();
}
