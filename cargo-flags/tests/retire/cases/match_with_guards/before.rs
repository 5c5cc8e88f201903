// retire button --keep red
#![deny(warnings)]

mod features;

use features::{BUTTON, Button};

fn class(wide: bool) -> &'static str {
    match BUTTON.get() {
        Button::Green if wide => "wide green",
        Button::Red if wide => "wide red",
        Button::Red => "red",
        Button::Green | Button::Blue => "other",
    }
}

fn main() {
    println!("{} {}", class(true), class(false));
}
