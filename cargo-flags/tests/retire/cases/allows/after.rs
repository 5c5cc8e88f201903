// retire new_checkout --keep true
#![deny(warnings)]

mod features;

#[allow(unused_imports)]
use features::Context;

#[allow(dead_code)]
fn kept_on_purpose() {}

#[expect(clippy::needless_return, reason = "an early return")]
fn total() -> u32 {
    return 1;
}

fn main() {
    println!("{}", total());
}
