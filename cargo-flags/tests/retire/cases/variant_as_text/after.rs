// retire button --keep green
#![deny(warnings)]

mod features;

fn main() {
    println!("{}", features::Button::Green);
    println!("{}", features::Button::Green.as_str());
    println!(r#"<b class="{}">"#, features::Button::Green);
}
