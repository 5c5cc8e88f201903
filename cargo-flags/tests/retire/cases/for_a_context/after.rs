// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{Context, DARK_MODE};

fn show(visitor: &Context<'_>) {
    println!("new");
    if DARK_MODE.is_enabled_for(visitor) {
        println!("dark");
    }
}

fn main() {
    show(&Context::new("bob").is_staff(true));
    let visitor = Context::anonymous();
    visitor.scope(|| {
        println!("scoped");
    });
}
