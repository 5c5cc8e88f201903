// retire button --keep green
#![deny(warnings)]

mod features;

use features::{BUTTON, Button};

fn main() {
    let button = BUTTON.get();
    match button {
        Button::Red => println!("red"),
        Button::Green => println!("green"),
        Button::Blue => println!("blue"),
    }
    if button == Button::Green {
        println!("again");
    }
}
