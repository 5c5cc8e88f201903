// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{DARK_MODE, Key};

fn title(key: Key) -> &'static str {
    match key {
        Key::DarkMode => "the colours",
    }
}

fn main() {
    if !DARK_MODE.is_enabled() {
        println!("{}", title(Key::DarkMode));
    }
}
