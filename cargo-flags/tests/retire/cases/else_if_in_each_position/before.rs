// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn first(n: u32) -> &'static str {
    if NEW_CHECKOUT.is_enabled() {
        "new"
    } else if n == 1 {
        "one"
    } else {
        "many"
    }
}

fn second(n: u32) -> &'static str {
    if n == 1 {
        "one"
    } else if NEW_CHECKOUT.is_enabled() {
        "new"
    } else if n == 2 {
        "two"
    } else {
        "many"
    }
}

fn third(n: u32) -> &'static str {
    if n == 1 {
        "one"
    } else if n == 2 {
        "two"
    } else if NEW_CHECKOUT.is_enabled() {
        "new"
    } else {
        "many"
    }
}

fn without_else(n: u32) {
    if n == 1 {
        println!("one");
    } else if NEW_CHECKOUT.is_enabled() {
        println!("new");
    }
}

fn main() {
    for n in 1..4 {
        println!("{} {} {}", first(n), second(n), third(n));
        without_else(n);
    }
}
