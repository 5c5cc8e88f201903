// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{Context, NEW_CHECKOUT};

fn visitor() -> Context<'static> {
    println!("made a visitor");
    Context::new("ann")
}

fn main() {
    if NEW_CHECKOUT.is_enabled_for(&visitor()) {
        println!("new");
    }
}
