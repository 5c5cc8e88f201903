// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn total(text: &str) -> u32 {
    let number = text.len() as u32;
    let checked: u32 = number + 1;
    checked
}

fn main() {
    println!("{}", total("abc"));
}
