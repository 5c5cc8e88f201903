// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn title() -> &'static str {
    if NEW_CHECKOUT.is_enabled() { "new" } else { "old" }
}

fn main() {
    println!("{}", title());
}

#[test]
fn the_old_title() {
    let _off = NEW_CHECKOUT.override_with(false);
    assert_eq!(title(), "old");
}
