// retire new_checkout --keep true
#![deny(warnings)]

mod features;

mod page;

fn main() {
    page::show(true);
    page::footer::show();
}
