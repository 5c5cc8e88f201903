// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn one() {
    use features::NEW_CHECKOUT;

    if NEW_CHECKOUT.is_enabled() {
        println!("one");
    }
}

fn two() {
    use features::{DARK_MODE, NEW_CHECKOUT};
    if NEW_CHECKOUT.is_enabled() && !DARK_MODE.is_enabled() {
        println!("two");
    }
}

fn main() {
    one();
    two();
    if {
        use features::NEW_CHECKOUT as N;
        N.is_enabled()
    } {
        println!("three");
    }
}
