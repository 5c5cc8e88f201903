// retire button --keep green
#![deny(warnings)]

mod features;

use features::BUTTON;

fn main() {
    println!("{}", BUTTON.get());
    println!("{}", BUTTON.get().as_str());
    println!(r#"<b class="{}">"#, BUTTON.get());
}
