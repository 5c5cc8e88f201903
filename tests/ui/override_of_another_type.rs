// says: E0308
mod my_features {
    typed_flags::features!("shop.toml");
}
use my_features::{CHECKOUT_BUTTON, CheckoutButton, MAINTENANCE};

#[typed_flags::with_features(MAINTENANCE = CheckoutButton::Blue, CHECKOUT_BUTTON = "blue")]
fn test() {}

fn main() {}
