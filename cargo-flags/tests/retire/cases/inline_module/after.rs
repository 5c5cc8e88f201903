// retire new_checkout --keep true
#![deny(warnings)]

mod features {
    typed_flags::features!("features.toml");
}

fn main() {
    println!("one");
    println!("two");
}
