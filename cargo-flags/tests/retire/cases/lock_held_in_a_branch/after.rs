// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use std::cell::RefCell;

fn main() {
    let cell = RefCell::new(1);
    {
        let mut value = cell.borrow_mut();
        *value += 1;
    }
    *cell.borrow_mut() += 1;
    let seen = {
        let value = cell.borrow();
        *value
    };
    *cell.borrow_mut() += seen;
    println!("{}", cell.borrow());
}
