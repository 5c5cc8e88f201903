// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::DARK_MODE;

fn main() {
    for basket in 0..3 {
        if basket > 0 {
            if DARK_MODE.is_enabled() {
                println!("{basket}: new and dark");
            } else {
                println!("{basket}: new and light");
            }
        }
    }
}
