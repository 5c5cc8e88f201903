// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::fmt::Write;

use features::NEW_CHECKOUT;

fn main() {
    let mut text = String::new();
    write!(text, "{} {}", NEW_CHECKOUT.is_enabled(), 1).unwrap();
    writeln!(&mut text, "{x}", x = if NEW_CHECKOUT.is_enabled() { "y" } else { "n" }).unwrap();
    print!("{text}");
    assert_ne!(NEW_CHECKOUT.is_enabled(), text.is_empty());
    let answer = dbg!(NEW_CHECKOUT.is_enabled());
    if !NEW_CHECKOUT.is_enabled() {
        unreachable!("the old checkout {}", NEW_CHECKOUT.is_enabled());
    }
    println!("{answer}");
}
