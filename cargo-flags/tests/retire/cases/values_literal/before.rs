// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{DARK_MODE, NEW_CHECKOUT, REGISTRY, Values};
use typed_flags::Flags;

fn page() -> String {
    let dark = if DARK_MODE.is_enabled() { "dark" } else { "light" };
    if NEW_CHECKOUT.is_enabled() {
        format!("new {dark}")
    } else {
        format!("old {dark}")
    }
}

fn main() {
    let flags = Flags::new(Values {
        new_checkout: true,
        dark_mode: true,
    });
    println!("{}", flags.run(page));
    let flags = Flags::new(Values { dark_mode: true, new_checkout: true, ..Values::declared() });
    println!("{} {}", flags.run(page), REGISTRY.name());
}
