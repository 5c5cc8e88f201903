// retire new_checkout --keep true
#![deny(warnings)]

mod features;

mod page;

use features::NEW_CHECKOUT;

fn main() {
    page::show(NEW_CHECKOUT.is_enabled());
    page::footer::show();
}
