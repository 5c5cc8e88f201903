// retire new_checkout --keep true
#![deny(warnings)]

mod features;

mod flags {
    pub(crate) use crate::features::{DARK_MODE, NEW_CHECKOUT as CHECKOUT};

    pub(crate) mod deep {
        pub(crate) use super::CHECKOUT as PAY;
    }
}

mod page {
    use crate::flags::deep::PAY;
    use crate::flags::{CHECKOUT, DARK_MODE};

    pub(crate) fn show() {
        if CHECKOUT.is_enabled() {
            println!("one");
        }
        if PAY.is_enabled() && !DARK_MODE.is_enabled() {
            println!("two");
        }
    }
}

fn main() {
    page::show();
}
