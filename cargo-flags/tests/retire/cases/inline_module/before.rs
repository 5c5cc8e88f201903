// retire new_checkout --keep true
#![deny(warnings)]

mod features {
    typed_flags::features!("features.toml");
}

fn main() {
    use features::*;
    if features::NEW_CHECKOUT.is_enabled() {
        println!("one");
    }
    if NEW_CHECKOUT.is_enabled() {
        println!("two");
    }
}
