// retire new_checkout --keep false
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;
use typed_flags::Feature;

const ONE: Feature<bool> = NEW_CHECKOUT;
static ALL: &[Feature<bool>] = &[NEW_CHECKOUT];

fn main() {
    println!("{} {}", ONE.is_enabled(), ALL.len());
}
