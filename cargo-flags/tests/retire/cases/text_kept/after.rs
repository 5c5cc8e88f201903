// retire greeting --keep hello
#![deny(warnings)]

mod features;

fn shout(text: &str) -> String {
    text.to_uppercase()
}

fn main() {
    println!("{}, you", "hello");
    println!("{}", shout("hello"));
    println!("{}", "hello".len());
}
