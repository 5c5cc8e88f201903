// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn minus(list: &[i32]) -> i32 {
    if NEW_CHECKOUT.is_enabled() {
        println!("{list:?}");
    }
    -list[0]
}

fn first(list: &[i32]) -> i32 {
    if NEW_CHECKOUT.is_enabled() {
        println!("first");
    }
    (list[0] + 1).abs()
}

fn star(value: &i32) -> i32 {
    if NEW_CHECKOUT.is_enabled() {
        println!("star")
    }
    *value
}

fn main() {
    println!("{} {} {}", minus(&[1]), first(&[1]), star(&3));
}
