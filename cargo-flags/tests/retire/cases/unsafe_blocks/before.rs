// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

static NUMBERS: [u32; 3] = [1, 2, 3];

fn at(index: usize) -> u32 {
    if NEW_CHECKOUT.is_enabled() {
        // SAFETY: callers stay below three.
        unsafe { *NUMBERS.get_unchecked(index) }
    } else {
        NUMBERS[index]
    }
}

fn main() {
    println!("{}", at(1));
    let first = unsafe {
        if NEW_CHECKOUT.is_enabled() {
            *NUMBERS.get_unchecked(0)
        } else {
            *NUMBERS.get_unchecked(2)
        }
    };
    println!("{first}");
}
