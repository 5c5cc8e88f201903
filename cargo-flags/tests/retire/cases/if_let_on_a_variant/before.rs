// retire button --keep green
#![deny(warnings)]

mod features;

use features::{BUTTON, Button};

fn main() {
    if let Button::Green = BUTTON.get() {
        println!("green");
    } else {
        println!("other");
    }
    if let Button::Red | Button::Blue = BUTTON.get() {
        println!("red or blue");
    }
    let Button::Green = BUTTON.get() else {
        panic!("not green");
    };
    println!("end");
}
