// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn decide(a: bool, b: bool, c: bool) -> bool {
    a && (NEW_CHECKOUT.is_enabled() && (b || c))
}

fn other(a: bool, b: bool, c: bool) -> bool {
    (!NEW_CHECKOUT.is_enabled() || a == b) && c
}

fn third(a: bool, b: bool) -> bool {
    !(NEW_CHECKOUT.is_enabled() && a == b)
}

fn main() {
    for bits in 0..8 {
        let (a, b, c) = (bits & 1 == 1, bits & 2 == 2, bits & 4 == 4);
        println!("{} {} {}", decide(a, b, c), other(a, b, c), third(a, b));
    }
}
