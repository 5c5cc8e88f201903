// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    for number in 0..if NEW_CHECKOUT.is_enabled() { 3 } else { 5 } {
        print!("{number} ");
    }
    println!();
    let from = NEW_CHECKOUT.is_enabled() as usize;
    println!("{:?}", &[1, 2, 3][from..]);
    println!("{:?}", &[1, 2, 3][NEW_CHECKOUT.is_enabled() as usize..=2]);
    println!("{}", (if NEW_CHECKOUT.is_enabled() { "abc" } else { "d" }).len());
    println!("{}", if NEW_CHECKOUT.is_enabled() { -1_i32 } else { 1 }.abs());
    println!("{}", (if NEW_CHECKOUT.is_enabled() { 2.5 } else { 1.5 }) as u8 as char as u32);
}
