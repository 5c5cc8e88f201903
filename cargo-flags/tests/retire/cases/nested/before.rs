// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{DARK_MODE, NEW_CHECKOUT};

fn main() {
    for basket in 0..3 {
        if basket > 0 {
            if NEW_CHECKOUT.is_enabled() {
                if DARK_MODE.is_enabled() {
                    println!("{basket}: new and dark");
                } else if NEW_CHECKOUT.is_enabled() {
                    println!("{basket}: new and light");
                } else {
                    println!("{basket}: never");
                }
            } else {
                if DARK_MODE.is_enabled() {
                    println!("{basket}: old and dark");
                }
            }
        }
    }
}
