// retire new_checkout --keep true
#![deny(warnings)]

typed_flags::features!("features.toml");

mod page {
    pub(crate) fn show() {
        if crate::NEW_CHECKOUT.is_enabled() {
            println!("one");
        }
        if super::NEW_CHECKOUT.is_enabled() && self::big() {
            println!("two");
        }
    }

    fn big() -> bool {
        true
    }
}

fn main() {
    if NEW_CHECKOUT.is_enabled() {
        page::show();
    }
}
