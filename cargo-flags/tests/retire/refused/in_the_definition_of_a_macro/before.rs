// retire new_checkout --keep true
#![deny(warnings)]

mod features;

macro_rules! when_new {
    ($body:block) => {
        if $crate::features::NEW_CHECKOUT.is_enabled() $body
    };
}

fn main() {
    when_new!({
        println!("new");
    });
}
