// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn loud(text: &str) -> bool {
    println!("asked {text}");
    true
}

fn main() {
    if loud("one") {
        println!("one");
    }
    if loud("two") {
        println!("two");
    }
    println!("three");
    let both = loud("five") && loud("six") && loud("seven");
    println!("{both}");
}
