// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{DARK_MODE, Key, NEW_CHECKOUT};

fn title(key: Key) -> &'static str {
    match key {
        Key::NewCheckout => "the checkout",
        Key::DarkMode => "the colours",
    }
}

fn main() {
    if NEW_CHECKOUT.is_enabled() && !DARK_MODE.is_enabled() {
        println!("{}", title(Key::DarkMode));
    }
}
