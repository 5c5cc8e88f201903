// retire button --keep red
#![deny(warnings)]

mod features;

fn class(wide: bool) -> &'static str {
    if wide {
        "wide red"
    } else {
        "red"
    }
}

fn main() {
    println!("{} {}", class(true), class(false));
}
