// retire new_checkout --keep true
#![deny(warnings)]

mod features;

#[allow(unused_imports)]
use features::{Context, NEW_CHECKOUT};

#[allow(dead_code)]
fn kept_on_purpose() {}

#[expect(clippy::needless_return, reason = "an early return")]
fn total() -> u32 {
    if NEW_CHECKOUT.is_enabled() {
        return 1;
    }
    #[allow(unreachable_code)]
    return 2;
}

fn main() {
    #[allow(clippy::if_same_then_else)]
    if NEW_CHECKOUT.is_enabled() {
        println!("{}", total());
    } else {
        println!("{}", total());
    }
}
