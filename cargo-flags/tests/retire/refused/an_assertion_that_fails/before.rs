// retire new_checkout --keep false
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    assert!(NEW_CHECKOUT.is_enabled(), "only with the new checkout");
}
