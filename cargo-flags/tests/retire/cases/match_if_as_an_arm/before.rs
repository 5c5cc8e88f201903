// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn page(step: u32) -> String {
    match step {
        0 => if NEW_CHECKOUT.is_enabled() { "one".into() } else { "eins".into() },
        1 => {
            if NEW_CHECKOUT.is_enabled() {
                let text = "two";
                text.to_uppercase()
            } else {
                String::new()
            }
        }
        _ => "rest".to_string(),
    }
}

fn main() {
    println!("{} {} {}", page(0), page(1), page(2));
}
