// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use askama::Template;
use features::NEW_CHECKOUT;

#[derive(Template)]
#[template(path = "page.html")]
struct Page;

fn main() {
    println!("{}", Page.render().unwrap());
}
