// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;
use typed_flags::Feature;

fn ask(feature: Feature<bool>) -> bool {
    feature.is_enabled()
}

fn main() {
    println!("{}", ask(NEW_CHECKOUT));
    let features = [NEW_CHECKOUT];
    println!("{}", features[0].is_enabled());
    let same = &NEW_CHECKOUT;
    println!("{}", same.is_enabled());
}
