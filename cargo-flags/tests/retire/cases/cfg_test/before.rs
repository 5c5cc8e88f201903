// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn limit() -> u32 {
    if cfg!(test) {
        1
    } else if NEW_CHECKOUT.is_enabled() {
        2
    } else {
        3
    }
}

#[cfg(not(test))]
fn greet() {
    if NEW_CHECKOUT.is_enabled() {
        println!("welcome");
    }
}

fn main() {
    println!("{}", limit());
    #[cfg(not(test))]
    greet();
}

#[cfg(test)]
fn only_in_tests() -> bool {
    !NEW_CHECKOUT.is_enabled()
}

#[test]
fn tests_see_the_same() {
    assert_eq!(limit(), 1);
    assert!(only_in_tests() || !only_in_tests());
}
