// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn main() {
    let total = 10;
    let total = if NEW_CHECKOUT.is_enabled() { total * 2 } else { total };
    if NEW_CHECKOUT.is_enabled() {
        let total = total + 1;
        println!("{total}");
    } else {
        println!("none");
    }
    println!("{total}");
    {
        let new = NEW_CHECKOUT.is_enabled();
        if new {
            println!("yes");
        }
        let new = "shadowed";
        println!("{new}");
    }
    let new = 5;
    println!("{new}");
}
