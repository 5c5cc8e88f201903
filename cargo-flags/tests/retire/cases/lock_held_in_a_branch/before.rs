// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::cell::RefCell;

use features::NEW_CHECKOUT;

fn main() {
    let cell = RefCell::new(1);
    if NEW_CHECKOUT.is_enabled() {
        let mut value = cell.borrow_mut();
        *value += 1;
    }
    *cell.borrow_mut() += 1;
    let seen = match NEW_CHECKOUT.is_enabled() {
        true => {
            let value = cell.borrow();
            *value
        }
        false => 0,
    };
    *cell.borrow_mut() += seen;
    println!("{}", cell.borrow());
}
