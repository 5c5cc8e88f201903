// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::{DARK_MODE, REGISTRY, Values};
use typed_flags::Flags;

fn page() -> String {
    let dark = if DARK_MODE.is_enabled() { "dark" } else { "light" };
    format!("new {dark}")
}

fn main() {
    let flags = Flags::new(Values {
        dark_mode: true,
    });
    println!("{}", flags.run(page));
    let flags = Flags::new(Values { dark_mode: true, ..Values::declared() });
    println!("{} {}", flags.run(page), REGISTRY.name());
}
