// retire button --keep green
#![deny(warnings)]

mod features;

use features::{BUTTON, Button};

fn main() {
    match BUTTON.get() {
        Button::Red => println!("red"),
        Button::Green => println!("green"),
        Button::Blue => println!("blue"),
    }
    let width = match BUTTON.get() {
        Button::Red => 1,
        Button::Green => {
            println!("measured");
            2
        }
        Button::Blue => 3,
    };
    println!("{width}");
    match BUTTON.get() {
        Button::Green => {
            println!("one");
            println!("two");
        }
        _ => {}
    }
}
