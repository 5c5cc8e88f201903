// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

fn render(new: bool) -> &'static str {
    if new { "new" } else { "old" }
}

fn main() {
    let new = NEW_CHECKOUT.is_enabled();
    if new {
        println!("one");
    } else {
        println!("two");
    }
    let total = if !new { 1 } else { 2 };
    println!("{total} {}", render(new));
    let ask = || if new { 'y' } else { 'n' };
    let owned = move || new && total == 2;
    println!("{} {}", ask(), owned());
}
