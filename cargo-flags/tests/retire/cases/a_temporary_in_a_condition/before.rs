// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

struct Noisy(&'static str);

impl Noisy {
    fn yes(&self) -> bool {
        println!("asked {}", self.0);
        true
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

fn main() {
    if NEW_CHECKOUT.is_enabled() && Noisy("one").yes() {
        println!("in one");
    }
    if Noisy("two").yes() && NEW_CHECKOUT.is_enabled() {
        println!("in two");
    }
    if !NEW_CHECKOUT.is_enabled() && Noisy("three").yes() {
        println!("in three");
    }
    if NEW_CHECKOUT.is_enabled() || Noisy("four").yes() {
        println!("in four");
    }
}
