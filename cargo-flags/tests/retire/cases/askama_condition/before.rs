// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use askama::Template;
use features::{DARK_MODE, NEW_CHECKOUT};

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    names: &'a [&'a str],
}

fn main() {
    let page = Page {
        names: &["ann", "bob"],
    };
    print!("{}", page.render().unwrap());
}
