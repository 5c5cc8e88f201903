// retire greeting --keep hello
#![deny(warnings)]

mod features;

use features::GREETING;

fn shout(text: &str) -> String {
    text.to_uppercase()
}

fn main() {
    println!("{}, you", GREETING.get());
    println!("{}", shout(GREETING.get().as_str()));
    if GREETING.get() == "hello" {
        println!("{}", GREETING.get().len());
    }
}
