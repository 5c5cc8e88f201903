// retire button --keep blue
#![deny(warnings)]

mod features;

fn class() -> &'static str {
    "cold"
}

fn other() -> &'static str {
    "grass or sky"
}

fn main() {
    println!("{} {}", class(), other());
    println!("end");
}
