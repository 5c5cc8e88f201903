// retire new_checkout --keep true
#![deny(warnings)]

mod features;

const NEW_TITLE: &str = "new";

fn title() -> &'static str {
    NEW_TITLE
}

fn main() {
    println!("{}", title());
}
