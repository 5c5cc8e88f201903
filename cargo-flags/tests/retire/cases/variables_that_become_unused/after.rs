// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn measured(text: &str) -> usize {
    println!("measured {text}");
    text.len()
}

fn main() {
    let _old = measured("old");
    let total = 1;
    println!("new");
    println!("{total}");
}
