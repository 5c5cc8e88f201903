// retire button --keep red
#![deny(warnings)]

mod features;

use features::{BUTTON, Button};

struct Noisy(&'static str);

impl Noisy {
    fn text(&self) -> &str {
        self.0
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

fn main() {
    match BUTTON.get() {
        Button::Red => println!("{}", Noisy("one").text()),
        _ => println!("{}", Noisy("two").text()),
    }
    let length = match BUTTON.get() {
        Button::Red => Noisy("three").text().len(),
        Button::Green | Button::Blue => 0,
    };
    println!("{length}");
}
