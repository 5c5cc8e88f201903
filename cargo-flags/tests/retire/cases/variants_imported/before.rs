// retire button --keep red
#![deny(warnings)]

mod features;

use features::BUTTON;
use features::Button::{self, *};

fn main() {
    match BUTTON.get() {
        Red => println!("red"),
        Green => println!("green"),
        Blue => println!("blue"),
    }
    if BUTTON.get() == Button::Red {
        println!("again");
    }
}
