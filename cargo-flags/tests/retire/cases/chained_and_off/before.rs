// retire new_checkout --keep false
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn pay(total: u32, member: bool) -> &'static str {
    if NEW_CHECKOUT.is_enabled() && total > 10 {
        "new"
    } else if member && NEW_CHECKOUT.is_enabled() {
        "member"
    } else if total > 5 && !NEW_CHECKOUT.is_enabled() {
        "above five"
    } else {
        "old"
    }
}

fn main() {
    for total in [3, 7, 20] {
        println!("{} {}", pay(total, true), pay(total, false));
    }
}
