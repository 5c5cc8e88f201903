// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn loud(text: &str) -> bool {
    println!("asked {text}");
    true
}

fn main() {
    if NEW_CHECKOUT.is_enabled() && loud("one") {
        println!("one");
    }
    if loud("two") && NEW_CHECKOUT.is_enabled() {
        println!("two");
    }
    if NEW_CHECKOUT.is_enabled() || loud("three") {
        println!("three");
    }
    if !NEW_CHECKOUT.is_enabled() && loud("four") {
        println!("four");
    }
    let both = loud("five") && loud("six") && NEW_CHECKOUT.is_enabled() && loud("seven");
    println!("{both}");
}
