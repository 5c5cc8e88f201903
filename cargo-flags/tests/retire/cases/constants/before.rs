// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use features::NEW_CHECKOUT;

const NEW_TITLE: &str = "new";
const OLD_TITLE: &str = "old";
static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);

fn title() -> &'static str {
    if NEW_CHECKOUT.is_enabled() {
        NEW_TITLE
    } else {
        COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        OLD_TITLE
    }
}

fn main() {
    println!("{}", title());
}
