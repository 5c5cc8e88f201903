// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

struct Answer(bool);

impl Answer {
    fn is_enabled(&self) -> bool {
        self.0
    }
}

mod other {
    pub(crate) const NEW_CHECKOUT: super::Answer = super::Answer(false);

    pub(crate) fn show() {
        if NEW_CHECKOUT.is_enabled() {
            println!("never");
        } else {
            println!("the other one is off");
        }
    }
}

fn main() {
    if NEW_CHECKOUT.is_enabled() {
        println!("the feature is on");
    }
    if other::NEW_CHECKOUT.is_enabled() {
        println!("never");
    }
    {
        const NEW_CHECKOUT: Answer = Answer(false);
        println!("{}", NEW_CHECKOUT.is_enabled());
    }
    other::show();
}
