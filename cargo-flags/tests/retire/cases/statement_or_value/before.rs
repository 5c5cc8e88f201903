// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn bump(total: &mut u32) -> u32 {
    *total += 1;
    *total
}

fn last(total: &mut u32) {
    if NEW_CHECKOUT.is_enabled() {
        bump(total);
    } else {
        *total = 0;
    }
}

fn pushed(list: &mut Vec<u32>) -> Option<u32> {
    if NEW_CHECKOUT.is_enabled() {
        list.push(1);
        list.pop()
    } else {
        None
    }
}

fn main() {
    let mut total = 1;
    if NEW_CHECKOUT.is_enabled() {
        bump(&mut total);
    }
    last(&mut total);
    let block = {
        if NEW_CHECKOUT.is_enabled() { bump(&mut total) } else { 0 }
    };
    println!("{total} {block} {:?}", pushed(&mut Vec::new()));
    match total {
        0 => (),
        _ => {
            if NEW_CHECKOUT.is_enabled() {
                bump(&mut total);
            }
        }
    };
    println!("{total}");
}
