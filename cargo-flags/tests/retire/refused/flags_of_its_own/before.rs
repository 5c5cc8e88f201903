// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;
use typed_flags::{Anonymous, Flags, MockProvider};

fn main() {
    let mock = MockProvider::new().with(NEW_CHECKOUT, false);
    let flags = Flags::new(mock.clone());
    println!("{}", flags.is_enabled(NEW_CHECKOUT, &Anonymous));
}
