// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn loud(text: &str) -> bool {
    println!("{text}");
    true
}

fn main() {
    for member in [true, false] {
        println!("{}", NEW_CHECKOUT.is_enabled() & member);
        println!("{}", member & NEW_CHECKOUT.is_enabled());
        println!("{}", !NEW_CHECKOUT.is_enabled() | member);
        println!("{}", NEW_CHECKOUT.is_enabled() ^ member);
        println!("{}", member ^ !NEW_CHECKOUT.is_enabled());
    }
    println!("{}", loud("a") & NEW_CHECKOUT.is_enabled());
    println!("{}", NEW_CHECKOUT.is_enabled() & loud("b"));
}
