// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

macro_rules! shout {
    ($($text:tt)*) => {
        println!("{}", format!($($text)*).to_uppercase())
    };
}

fn main() {
    if NEW_CHECKOUT.is_enabled() {
        shout!("new {}", 1);
    } else {
        shout!("old {}", 2);
    }
    let text = "end";
    if !NEW_CHECKOUT.is_enabled() {
        shout!("old");
    } else {
        shout!("{text}");
    }
}
