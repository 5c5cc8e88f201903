// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

struct Order {
    total: u32,
    express: bool,
}

fn add(a: u32, b: u32) -> u32 {
    a + b
}

fn order(total: u32) -> Order {
    Order {
        total: if NEW_CHECKOUT.is_enabled() { total } else { 0 },
        express: NEW_CHECKOUT.is_enabled(),
    }
}

fn early(total: u32) -> u32 {
    if total > 3 {
        return if NEW_CHECKOUT.is_enabled() { total } else { 3 };
    }
    total
}

fn main() {
    let placed = order(5);
    println!("{} {}", placed.total, placed.express);
    println!("{}", add(if NEW_CHECKOUT.is_enabled() { 1 } else { 2 }, 3));
    println!("{}", early(9));
    let array = [if NEW_CHECKOUT.is_enabled() { 'a' } else { 'b' }; 2];
    let pair = (1, if NEW_CHECKOUT.is_enabled() { "x" } else { "y" });
    let index = array[if NEW_CHECKOUT.is_enabled() { 0 } else { 1 }];
    let sum = 1 + if NEW_CHECKOUT.is_enabled() { 2 } else { 3 } * 4;
    let product = 2 * if NEW_CHECKOUT.is_enabled() { 1 + 2 } else { 3 };
    println!("{array:?} {pair:?} {index} {sum} {product}");
}
