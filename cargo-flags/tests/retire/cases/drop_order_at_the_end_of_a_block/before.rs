// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

fn length() -> usize {
    let _outer = Noisy("outer");
    if NEW_CHECKOUT.is_enabled() {
        let inner = Noisy("inner");
        inner.0.len()
    } else {
        0
    }
}

fn main() {
    println!("{}", length());
    let total = if NEW_CHECKOUT.is_enabled() {
        let _in_value = Noisy("in value");
        3
    } else {
        4
    };
    println!("{total}");
}
