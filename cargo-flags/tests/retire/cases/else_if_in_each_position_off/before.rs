// retire new_checkout --keep false
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

fn without_else(n: u32) {
    if n == 1 {
        println!("one");
    } else if NEW_CHECKOUT.is_enabled() {
        println!("new");
    }
}

fn first_without_else(n: u32) {
    if NEW_CHECKOUT.is_enabled() {
        println!("new");
    } else if n == 2 {
        println!("two");
    }
}

fn main() {
    for n in 1..4 {
        println!("{} {}", first(n), second(n));
        without_else(n);
        first_without_else(n);
    }
}
