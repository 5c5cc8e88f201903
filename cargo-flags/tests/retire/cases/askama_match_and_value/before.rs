// retire button --keep blue
#![deny(warnings)]

mod features;

use askama::Template;
use features::{BUTTON, Button};

#[derive(Template)]
#[template(
    source = "<b>{% match BUTTON.get() %}{% when Button::Red %}r{% when Button::Green %}g{% when Button::Blue %}b{% endmatch %}</b>",
    ext = "html"
)]
struct Inline;

#[derive(Template)]
#[template(path = "button.html")]
struct File;

fn main() {
    println!("{}{}", Inline.render().unwrap(), File.render().unwrap());
}
