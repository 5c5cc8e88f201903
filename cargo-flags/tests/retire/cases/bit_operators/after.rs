// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn loud(text: &str) -> bool {
    println!("{text}");
    true
}

fn main() {
    for member in [true, false] {
        println!("{}", member);
        println!("{}", member);
        println!("{}", member);
        println!("{}", !member);
        println!("{}", member);
    }
    println!("{}", loud("a"));
    println!("{}", loud("b"));
}
