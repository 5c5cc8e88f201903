// retire button --keep blue
#![deny(warnings)]

mod features;

use askama::Template;

#[derive(Template)]
#[template(
    source = "<b>b</b>",
    ext = "html"
)]
struct Inline;

#[derive(Template)]
#[template(path = "button.html")]
struct File;

fn main() {
    println!("{}{}", Inline.render().unwrap(), File.render().unwrap());
}
