// retire new_checkout --keep true
#![deny(warnings)]

mod features;

struct Page {
    new: bool,
    title: &'static str,
}

impl Page {
    fn load() -> Self {
        Self {
            new: true,
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
    Page::load().show();
    Page { new: true, title: "home" }.show();
}
