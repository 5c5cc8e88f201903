// retire new_checkout --keep true
#![deny(warnings)]

mod features;

mod flags {
    pub(crate) use crate::features::DARK_MODE;

    pub(crate) mod deep {
    }
}

mod page {
    use crate::flags::DARK_MODE;

    pub(crate) fn show() {
        println!("one");
        if !DARK_MODE.is_enabled() {
            println!("two");
        }
    }
}

fn main() {
    page::show();
}
