// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let one = NEW_CHECKOUT.is_enabled().then(|| "one");
    let two = NEW_CHECKOUT.is_enabled().then_some("two");
    let three = (!NEW_CHECKOUT.is_enabled()).then(|| "three");
    println!("{one:?} {two:?} {three:?}");
    if let Some(text) = NEW_CHECKOUT.is_enabled().then(|| "text") {
        println!("{text}");
    }
    let length = NEW_CHECKOUT.is_enabled().then(|| 4).unwrap_or_default();
    println!("{length}");
}
