// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{Context, DARK_MODE, NEW_CHECKOUT};

fn show(visitor: &Context<'_>) {
    if NEW_CHECKOUT.is_enabled_for(visitor) {
        println!("new");
    }
    if NEW_CHECKOUT.is_enabled_for(&Context::new("ann")) && DARK_MODE.is_enabled_for(visitor) {
        println!("dark");
    }
}

fn main() {
    show(&Context::new("bob").is_staff(true));
    let visitor = Context::anonymous();
    visitor.scope(|| {
        if NEW_CHECKOUT.is_enabled() {
            println!("scoped");
        }
    });
}
