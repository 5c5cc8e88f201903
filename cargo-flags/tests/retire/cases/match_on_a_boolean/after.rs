// retire new_checkout --keep false
#![deny(warnings)]

mod features;

use features::DARK_MODE;

fn main() {
    println!("old");
    let text = match (false, DARK_MODE.is_enabled()) {
        (true, true) => "new and dark",
        (true, false) => "new",
        (false, true) => "dark",
        (false, false) => "plain",
    };
    println!("{text}");
}
