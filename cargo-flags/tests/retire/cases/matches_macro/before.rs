// retire button --keep blue
#![deny(warnings)]

mod features;

use features::{BUTTON, Button};

fn main() {
    if matches!(BUTTON.get(), Button::Red | Button::Blue) {
        println!("primary");
    }
    if matches!(BUTTON.get(), Button::Green) {
        println!("never");
    }
    if !matches!(BUTTON.get(), Button::Green) && std::env::args().count() == 1 {
        println!("alone");
    }
    let cold = matches!(BUTTON.get(), Button::Blue);
    println!("{cold}");
}
