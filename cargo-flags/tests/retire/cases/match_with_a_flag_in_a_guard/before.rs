// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn class(total: u32) -> &'static str {
    match total {
        0 => "free",
        1..=9 if NEW_CHECKOUT.is_enabled() => "cheap",
        10.. if !NEW_CHECKOUT.is_enabled() => "dear",
        20.. if NEW_CHECKOUT.is_enabled() && total % 2 == 0 => "even",
        _ => "other",
    }
}

fn main() {
    for total in [0, 5, 15, 20, 21] {
        println!("{}", class(total));
    }
}
