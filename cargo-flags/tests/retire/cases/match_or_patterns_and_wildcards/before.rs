// retire button --keep blue
#![deny(warnings)]

mod features;

use features::{BUTTON, Button};

fn class() -> &'static str {
    match BUTTON.get() {
        Button::Red | Button::Green => "warm",
        _ => "cold",
    }
}

fn other() -> &'static str {
    match BUTTON.get() {
        Button::Green | Button::Blue => "grass or sky",
        Button::Red => "rose",
    }
}

fn main() {
    println!("{} {}", class(), other());
    match BUTTON.get() {
        Button::Red => println!("red"),
        _ => (),
    }
    println!("end");
}
