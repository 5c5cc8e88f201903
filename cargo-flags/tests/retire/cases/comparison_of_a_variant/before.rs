// retire button --keep green
#![deny(warnings)]

mod features;

use features::{BUTTON, Button};

fn main() {
    if BUTTON.get() == Button::Green {
        println!("green");
    } else {
        println!("other");
    }
    if Button::Red == BUTTON.get() {
        println!("red");
    }
    if BUTTON.get() != Button::Blue && BUTTON.get() != Button::Red {
        println!("neither");
    }
}
