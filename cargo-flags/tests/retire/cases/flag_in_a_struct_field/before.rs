// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

struct Page {
    new: bool,
    title: &'static str,
}

impl Page {
    fn load() -> Self {
        Self {
            new: NEW_CHECKOUT.is_enabled(),
            title: "shop",
        }
    }

    fn show(&self) {
        if self.new {
            println!("new {}", self.title);
        } else {
            println!("old {}", self.title);
        }
    }
}

fn main() {
    let new = NEW_CHECKOUT.is_enabled();
    Page::load().show();
    Page { new, title: "home" }.show();
}
