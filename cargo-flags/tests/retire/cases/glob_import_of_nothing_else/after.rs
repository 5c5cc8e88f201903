// retire new_checkout --keep true
#![deny(warnings)]

mod features;

mod page {
    pub(crate) fn show() {
        println!("new");
    }
}

fn main() {
    page::show();
}
