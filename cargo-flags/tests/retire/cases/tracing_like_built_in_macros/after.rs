// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::fmt::Write;

fn main() {
    let mut text = String::new();
    write!(text, "{} {}", true, 1).unwrap();
    writeln!(&mut text, "{x}", x = "y").unwrap();
    print!("{text}");
    assert_ne!(true, text.is_empty());
    let answer = dbg!(true);
    println!("{answer}");
}
