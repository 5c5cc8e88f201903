pub(crate) mod footer;

use super::features::NEW_CHECKOUT;

pub(crate) fn show(new: bool) {
    if new && NEW_CHECKOUT.is_enabled() {
        println!("new page");
    }
}
