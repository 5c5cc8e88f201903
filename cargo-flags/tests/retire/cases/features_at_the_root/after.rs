// retire new_checkout --keep true
#![deny(warnings)]

typed_flags::features!("features.toml");

mod page {
    pub(crate) fn show() {
        println!("one");
        if self::big() {
            println!("two");
        }
    }

    fn big() -> bool {
        true
    }
}

fn main() {
    page::show();
}
